// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/evaluator.h"

#include "core/datasets/frame_captions.h"
#include "core/datasets/placeholder.h"
#include "core/inference/sampling.h"
#include "core/inference/story_telling.h"
#include "core/models/picture_preprocessing.h"

#include <torch/torch.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace storyscope::inference {

namespace {

/// Another order of so many frames, by a shuffle that is the same on every run.
std::vector<std::size_t> otherOrder(std::size_t count, std::uint64_t seed) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::vector<std::size_t> original = order;
    std::mt19937_64 generator(mixedSeed(seed, 0));
    while (order == original) {
        for (std::size_t last = order.size(); last > 1; --last) {
            std::swap(order[last - 1], order[generator() % last]);
        }
    }
    return order;
}

template <typename Value>
std::vector<Value> inOrder(const std::vector<Value>& values, const std::vector<std::size_t>& order) {
    std::vector<Value> result;
    std::ranges::transform(order, std::back_inserter(result), [&](std::size_t index) { return values[index]; });
    return result;
}

std::vector<float> perToken(const std::vector<CaptionLikelihood>& likelihoods) {
    std::vector<float> result;
    std::ranges::transform(likelihoods, std::back_inserter(result),
                           [](const CaptionLikelihood& one) { return static_cast<float>(one.perToken()); });
    return result;
}

} // namespace

Evaluator::Evaluator(const StoryEngine& engine, const datasets::StoryDataset& dataset, const EvaluationOptions& options,
                     const std::stop_token& stop)
    : m_engine(engine), m_dataset(dataset), m_options(options), m_stop(stop), m_abilities(engine.model().abilities()),
      m_tags(engine.config().tags, dataset), m_writer(engine, {}) {}

void Evaluator::drawCandidates(const std::vector<std::size_t>& stories, Progress& progress) {
    if (m_options.candidates > 1 && m_abilities.captions.contains(models::CaptionKind::NextCaption)) {
        m_candidates = NextCaptionCandidates(m_dataset, stories, m_stop, progress);
    }
}

void Evaluator::evaluate(std::size_t index, std::size_t other,
                         const std::vector<std::unique_ptr<EvaluationPart>>& parts) {
    const Told story = read(index);
    const StoryResult told = StoryTelling(m_engine, {}, m_stop, nullptr).tell(story.frames, Predictions::OfLastFrame);
    const std::optional<StoryResult> shuffled = toldInOtherOrder(story);
    const std::optional<LastCaptionLikelihood> likelihood = lastCaption(story, other);
    const std::optional<ForcedCaptions> forcedCaptions = forced(story);
    const std::optional<NextVectors> nextVectors = vectors(story);
    for (const auto& part : parts) {
        part->add({story.truth, told, story.pictures, likelihood, m_rows.size(), shuffled ? &*shuffled : nullptr,
                   forcedCaptions ? &*forcedCaptions : nullptr, nextVectors ? &*nextVectors : nullptr});
    }
    m_nearest.ask(m_rows.size(), index, story.pictures);
    keepRow(story, told);
}

Evaluator::Told Evaluator::read(std::size_t index) {
    Told story;
    story.index = index;
    const Story asPublished = m_tags.applied(m_dataset.story(index));
    for (std::size_t frame = 0; frame < asPublished.frames.size(); ++frame) {
        throwIfStopped(m_stop);
        const StoryFrame& known = asPublished.frames[frame];
        InputFrame& input = story.frames.emplace_back();
        input.picture = readPicture(index, frame);
        input.sourceIndex = static_cast<int>(frame);
        input.pictureName = known.pictureName;
        input.caption = known.caption;
        input.tags = known.tags;
        story.prepared.push_back(m_engine.prepare(input.picture));
        story.pictures.push_back(models::toPicture(story.prepared.back()[0][0]));
    }
    story.truth = datasets::withFrameCaptions(asPublished);
    story.truth.captions = datasets::wholeCaptions(asPublished);
    return story;
}

Picture Evaluator::readPicture(std::size_t story, std::size_t frame) {
    datasets::PictureOrPlaceholder read = datasets::pictureOrPlaceholder(m_dataset, story, frame);
    ++m_pictures;
    if (read.isPlaceholder()) {
        ++m_placeholders;
        m_missing.add(read.issue->severity, read.issue->text, read.issue->place);
    }
    return std::move(read.picture);
}

void Evaluator::keepRow(const Told& story, const StoryResult& result) {
    EvaluatedStoryRow row;
    row.id = story.truth.id;
    for (std::size_t frame = 0; frame < result.frames.size(); ++frame) {
        row.truths.push_back(story.truth.frames[frame].caption);
        row.told.push_back(result.frames[frame].caption.text);
    }
    if (!result.predictions.empty()) {
        row.predicted = result.predictions.front().caption.text;
    }
    if (result.clipCaption) {
        row.clip = result.clipCaption->text;
    }
    m_rows.push_back(std::move(row));
}

void Evaluator::report(EvaluationReport& report) const {
    report.pictures = m_pictures;
    report.placeholders = m_placeholders;
    report.told = m_rows;
    std::ranges::move(m_missing.issues(), std::back_inserter(report.issues));
}

const NearestPictures& Evaluator::nearest(std::size_t most, Progress& progress) {
    m_nearest.search(m_dataset, most, m_stop, progress);
    return m_nearest;
}

/// The last frame stays where it is: it is what is predicted.
std::optional<StoryResult> Evaluator::toldInOtherOrder(const Told& story) const {
    const std::size_t before = story.frames.empty() ? 0 : story.frames.size() - 1;
    if (!story.truth.orderIsTrue || before < 2) {
        return {};
    }
    std::vector<std::size_t> order = otherOrder(before, story.index);
    order.push_back(before);
    StoryResult told =
        StoryTelling(m_engine, {}, m_stop, nullptr).tell(inOrder(story.frames, order), Predictions::OfLastFrame);
    std::vector<ToldFrame> frames(told.frames.size());
    for (std::size_t place = 0; place < order.size(); ++place) {
        frames[order[place]] = std::move(told.frames[place]);
    }
    told.frames = std::move(frames);
    return told;
}

Window Evaluator::contextOf(const Told& story) const {
    return windowBefore(static_cast<int>(story.frames.size()) - 1, m_engine.contextFrames());
}

std::vector<FrameNotes> Evaluator::notes(const Told& story, const Window& window) const {
    std::vector<FrameNotes> result;
    for (int position = window.first; m_engine.readsNotes() && position < window.end(); ++position) {
        const InputFrame& frame = story.frames[static_cast<std::size_t>(position)];
        result.push_back({frame.caption, frame.tags});
    }
    return result;
}

std::optional<LastCaptionLikelihood> Evaluator::lastCaption(const Told& story, std::size_t other) const {
    const Window context = contextOf(story);
    if (!m_abilities.captions.contains(models::CaptionKind::NextCaption) || !story.truth.orderIsTrue ||
        context.count < 2 || story.truth.frames.back().caption.empty()) {
        return {};
    }
    const std::vector<torch::Tensor> before(story.prepared.begin() + context.first,
                                            story.prepared.begin() + context.end());
    const std::vector<FrameNotes> known = notes(story, context);
    CaptionChoice choice{m_candidates.of(story.index, story.truth.frames.back(), m_options.candidates), {}, {}, {}};
    const std::vector<std::string> captions =
        choice.captions.empty() ? std::vector{story.truth.frames.back().caption} : choice.captions;
    const std::vector<std::size_t> order = otherOrder(before.size(), story.index);
    const auto truly = likelihoods(before, known, captions);
    const auto shuffled = likelihoods(inOrder(before, order), known.empty() ? known : inOrder(known, order), captions);
    LastCaptionLikelihood result{truly.front(), shuffled.front()};
    choice.inOrder = perToken(truly);
    choice.shuffled = perToken(shuffled);
    if (other != story.index) {
        std::vector<FrameNotes> otherNotes;
        const std::vector<torch::Tensor> frames = otherContext(other, before.size(), otherNotes);
        if (!frames.empty()) {
            const auto otherwise = likelihoods(frames, otherNotes, captions);
            result.otherStory = otherwise.front();
            choice.otherStory = perToken(otherwise);
        }
    }
    result.choice = std::move(choice);
    return result;
}

std::vector<CaptionLikelihood> Evaluator::likelihoods(const std::vector<torch::Tensor>& context,
                                                      const std::vector<FrameNotes>& known,
                                                      const std::vector<std::string>& captions) const {
    throwIfStopped(m_stop);
    const CaptionSource source =
        captionSource(m_engine, models::CaptionKind::NextCaption, m_engine.encodeNoted(context, known));
    return m_writer.likelihoods(source, static_cast<int>(context.size()) - 1, captions, m_stop);
}

/// The first frames of another story, as many as there are up to `count`, and what is known of them.
std::vector<torch::Tensor> Evaluator::otherContext(std::size_t other, std::size_t count,
                                                   std::vector<FrameNotes>& notes) const {
    std::vector<torch::Tensor> frames;
    const Story story = m_tags.applied(m_dataset.story(other));
    for (std::size_t frame = 0; frame < std::min(count, story.frames.size()); ++frame) {
        throwIfStopped(m_stop);
        notes.push_back({story.frames[frame].caption, story.frames[frame].tags});
        frames.push_back(m_engine.prepare(datasets::pictureOrPlaceholder(m_dataset, other, frame).picture));
    }
    return frames;
}

std::optional<ForcedCaptions> Evaluator::forced(const Told& story) const {
    if (!m_options.teacherForced || story.frames.empty()) {
        return {};
    }
    ForcedCaptions result;
    const int count = static_cast<int>(story.frames.size());
    const auto encoded = [&](const Window& window, int noted) {
        std::vector<FrameNotes> known = notes(story, window);
        for (int place = std::max(0, noted - window.first); place < static_cast<int>(known.size()); ++place) {
            known[static_cast<std::size_t>(place)] = {}; // a caption is never told to who is to write it
        }
        const std::vector<torch::Tensor> frames(story.prepared.begin() + window.first,
                                                story.prepared.begin() + window.end());
        return m_engine.encodeNoted(frames, known);
    };
    for (int position = 0; position < count; ++position) {
        const std::string& truth = story.truth.frames[static_cast<std::size_t>(position)].caption;
        std::string& written = result.frames.emplace_back();
        if (truth.empty() || !m_abilities.captions.contains(models::CaptionKind::Caption)) {
            continue;
        }
        const Window window = windowAround(position, count, m_engine.windowSize());
        const CaptionSource source = captionSource(m_engine, models::CaptionKind::Caption, encoded(window, position));
        written = m_writer.forced(source, position - window.first, truth, m_stop);
    }
    const Window context = contextOf(story);
    if (m_abilities.captions.contains(models::CaptionKind::NextCaption) && story.truth.orderIsTrue &&
        context.count > 0 && !story.truth.frames.back().caption.empty()) {
        const CaptionSource source =
            captionSource(m_engine, models::CaptionKind::NextCaption, encoded(context, count - 1));
        result.next = m_writer.forced(source, context.count - 1, story.truth.frames.back().caption, m_stop);
    }
    if (m_abilities.captions.contains(models::CaptionKind::ClipCaption) && !story.truth.captions.empty()) {
        std::vector<torch::Tensor> frames;
        for (const int position : clipPositions(count, static_cast<int>(m_engine.config().maximumFrames))) {
            frames.push_back(story.prepared[static_cast<std::size_t>(position)]);
        }
        const CaptionSource source =
            captionSource(m_engine, models::CaptionKind::ClipCaption, m_engine.encodeNoted(frames, {}));
        result.clip =
            m_writer.forced(source, static_cast<int>(frames.size()) - 1, story.truth.captions.front(), m_stop);
    }
    return result;
}

std::optional<NextVectors> Evaluator::vectors(const Told& story) const {
    const Window context = contextOf(story);
    if (!m_abilities.predictsFeatures || !story.truth.orderIsTrue || context.count < 1) {
        return {};
    }
    const std::vector<torch::Tensor> before(story.prepared.begin() + context.first,
                                            story.prepared.begin() + context.end());
    NextVectors result;
    result.predicted = m_engine.model()
                           .nextFeatures(m_engine.encodeNoted(before, notes(story, context)), context.count - 1)[0]
                           .flatten();
    result.truth = m_engine.pictureFeatures(story.prepared.back());
    if (!result.truth.defined() || result.truth.numel() != result.predicted.numel()) {
        return {};
    }
    return result;
}

} // namespace storyscope::inference
