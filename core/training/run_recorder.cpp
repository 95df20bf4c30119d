// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/run_recorder.h"

#include "core/base/atomic_file.h"
#include "core/formats/png_writer.h"
#include "core/formats/story_export.h"
#include "core/story/story_result.h"
#include "core/training/run_report.h"

namespace storyscope::training {

namespace fs = std::filesystem;

namespace {

void writePng(const fs::path& file, const Picture& picture) {
    const std::vector<std::uint8_t> png = formats::pngBytes(picture);
    writeFileAtomically(file, {reinterpret_cast<const char*>(png.data()), png.size()});
}

std::string storyText(const SampleStory& sample, const char* lineEnd) {
    std::string text;
    for (std::size_t frame = 0; frame < sample.captions.size(); ++frame) {
        text += std::to_string(frame + 1) + ". model: " + sample.captions[frame] + lineEnd +
                "   data:  " + sample.truths[frame] + lineEnd;
    }
    return text;
}

} // namespace

void RunRecorder::begin(std::int64_t step, int epochsDone) {
    m_step = step;
    m_board = std::make_unique<formats::TensorBoardWriter>(m_folder / "tensorboard", step);
    std::error_code ignored;
    for (int epoch = epochsDone + 1; fs::exists(samplesOf(epoch), ignored); ++epoch) {
        fs::remove_all(samplesOf(epoch), ignored);
    }
}

void RunRecorder::onEvent(const TrainingEvent& event) {
    std::visit([this](const auto& what) { record(what); }, event);
    m_observer.onEvent(event);
}

void RunRecorder::record(const BatchDone& batch) {
    m_step = batch.step;
    m_board->scalar("learning_rate", batch.step, batch.learningRate);
    for (const auto& [name, value] : batch.losses) {
        m_board->scalar("batch/" + name, batch.step, value);
    }
}

void RunRecorder::record(const EpochDone& epoch) {
    for (const auto& [name, value] : epoch.training) {
        m_board->scalar("training/" + name, epoch.step, value);
    }
    for (const auto& [name, value] : epoch.validation) {
        m_board->scalar("validation/" + name, epoch.step, value);
    }
    m_board->flush();
}

void RunRecorder::record(const SampleStory& sample) {
    const fs::path folder = samplesOf(sample.epoch);
    writeFileAtomically(folder / "story.txt", storyText(sample, "\n"));
    for (std::size_t frame = 0; frame < sample.pictures.size(); ++frame) {
        writePng(folder / ("frame-" + std::to_string(frame + 1) + ".png"), sample.pictures[frame]);
    }
    if (!sample.attention.empty()) {
        StoryResult result;
        result.attention = sample.attention;
        writeFileAtomically(folder / "attention.npz", formats::attentionToNpz(result));
    }
    if (!sample.predictedNext.isEmpty()) {
        writePng(folder / "next.png", sample.predictedNext);
        m_board->image("next picture", m_step, sample.predictedNext);
    }
    m_board->text("story", m_step, storyText(sample, "  \n"));
    m_board->flush();
}

void RunRecorder::finish() {
    writeRunReport(m_folder);
}

fs::path RunRecorder::samplesOf(int epoch) const {
    std::string number = std::to_string(epoch);
    number.insert(0, number.size() < 4 ? 4 - number.size() : 0, '0');
    return m_folder / "samples" / ("epoch-" + number);
}

} // namespace storyscope::training
