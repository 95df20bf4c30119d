// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/story_telling.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/inference/attention_records.h"
#include "core/models/picture_preprocessing.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::inference {

namespace {

std::vector<TagScore> tagScores(const std::vector<std::string>& tags, const torch::Tensor& logits) {
    const torch::Tensor probabilities = torch::sigmoid(logits).contiguous();
    std::vector<TagScore> scores;
    for (std::size_t index = 0; index < tags.size(); ++index) {
        scores.push_back({tags[index], probabilities.data_ptr<float>()[index]});
    }
    std::ranges::stable_sort(scores, std::ranges::greater(), &TagScore::probability);
    return scores;
}

std::vector<std::string> tokenTexts(const ToldCaption& caption) {
    std::vector<std::string> texts;
    std::ranges::transform(caption.tokens, std::back_inserter(texts), &Token::text);
    return texts;
}

} // namespace

StoryTelling::StoryTelling(const StoryEngine& engine, const StoryOptions& options, const std::stop_token& stop,
                           StoryObserver* observer)
    : m_engine(engine), m_stop(stop), m_observer(observer), m_writer(engine, options) {
    m_result.modelName = engine.info().name;
    m_result.modelPath = engine.info().path.string();
    m_result.decoding = options.decoding;
    m_result.seed = options.seed;
}

StoryResult StoryTelling::tell(const std::vector<InputFrame>& frames, Predictions predictions) {
    if (frames.empty()) {
        throw Error(ErrorCode::BadArgument, "A story needs at least one picture");
    }
    const torch::NoGradGuard noGradients;
    prepare(frames);
    readFrames(frames);
    judge();
    if (m_observer) {
        m_observer->framesRead(m_result);
    }
    for (int position = 0; position < frameCount(); ++position) {
        writeCaption(position);
    }
    const Window predicted = predictions == Predictions::All ? Window{1, frameCount()} : windowBefore(frameCount(), 1);
    for (int position = std::max(1, predicted.first); position < predicted.end(); ++position) {
        predict(position);
    }
    throwIfStopped(m_stop);
    return std::move(m_result);
}

void StoryTelling::prepare(const std::vector<InputFrame>& frames) {
    for (const InputFrame& frame : frames) {
        throwIfStopped(m_stop);
        m_frames.push_back(m_engine.prepare(frame.picture));
    }
}

void StoryTelling::readFrames(const std::vector<InputFrame>& frames) {
    std::vector<std::string> labels;
    for (const InputFrame& frame : frames) {
        m_result.frames.push_back({frame.sourceIndex, frame.timeSeconds, frame.pictureName, {}, {}, 0});
        labels.push_back(std::to_string(frame.sourceIndex));
    }
    TemporalAttention temporal(std::move(labels));
    for (int position = 0; position < frameCount(); ++position) {
        const SeenWindow& seen = see(windowAround(position, frameCount(), m_engine.windowSize()));
        temporal.add(position, seen.window, seen.encoded.temporalAttention);
        readFrame(position);
    }
    m_result.attention = temporal.records();
}

void StoryTelling::readFrame(int position) {
    const SeenWindow& seen = *m_lastSeen;
    const std::int64_t local = position - seen.window.first;
    ToldFrame& frame = m_result.frames[static_cast<std::size_t>(position)];
    frame.tags = tagScores(m_engine.config().tags, seen.encoded.tagLogits[0][local]);
    frame.unfamiliarity = m_engine.model().unfamiliarity(seen.encoded)[0][local].item<float>();
}

/// A story longer than the model's window is as coherent as its windows are on average; one picture is no sequence.
void StoryTelling::judge() {
    if (frameCount() < 2) {
        return;
    }
    const std::vector<Window> windows = allWindows(frameCount(), m_engine.windowSize());
    double sum = 0;
    for (const Window& window : windows) {
        sum += torch::sigmoid(see(window).encoded.scoreLogits)[0].item<double>();
    }
    m_result.score = static_cast<float>(sum / static_cast<double>(windows.size()));
}

void StoryTelling::writeCaption(int position) {
    SeenWindow& seen = see(windowAround(position, frameCount(), m_engine.windowSize()));
    const CaptionSource& captions = source(seen, models::CaptionKind::Caption);
    const WrittenCaption written = write(captions, position - seen.window.first, position);
    keepAttention(Attention::Kind::Caption, position, seen.window, written);
    m_result.frames[static_cast<std::size_t>(position)].caption = written.caption;
    if (m_observer) {
        m_observer->captionWritten(position, written.caption);
    }
}

void StoryTelling::predict(int position) {
    const Window context = windowBefore(position, m_engine.contextFrames());
    // The model looks back only: at the beginning of a story, the first window serves all predictions.
    const Window whole{0, std::min(frameCount(), m_engine.windowSize())};
    SeenWindow& seen = see(context.first == 0 ? whole : context);

    NextPrediction prediction;
    prediction.contextFrames = context.positions();
    if (position < frameCount()) {
        prediction.truthFrame = position;
    }
    prediction.picture = models::toPicture(m_engine.model().nextPicture(seen.encoded, context.count - 1)[0]);
    throwIfStopped(m_stop);
    const WrittenCaption written =
        write(source(seen, models::CaptionKind::NextCaption), context.count - 1, frameCount() + position);
    prediction.caption = written.caption;
    keepAttention(Attention::Kind::NextCaption, static_cast<int>(m_result.predictions.size()), context, written);
    m_result.predictions.push_back(std::move(prediction));
}

StoryTelling::SeenWindow& StoryTelling::see(const Window& window) {
    if (!m_lastSeen || m_lastSeen->window != window) {
        throwIfStopped(m_stop);
        m_lastSeen.reset();
        m_lastSeen = SeenWindow{window, m_engine.encode(m_frames, window), {}, {}};
    }
    return *m_lastSeen;
}

const CaptionSource& StoryTelling::source(SeenWindow& seen, models::CaptionKind kind) const {
    auto& wanted = kind == models::CaptionKind::Caption ? seen.captions : seen.nextCaptions;
    if (!wanted) {
        throwIfStopped(m_stop);
        wanted = captionSource(m_engine, kind, seen.encoded);
    }
    return *wanted;
}

/// `position` tells the captions of a story apart, predicted ones after the others.
WrittenCaption StoryTelling::write(const CaptionSource& source, int frame, int position) {
    CaptionWriter::Listener listener;
    if (m_observer && source.kind == models::CaptionKind::Caption) {
        listener = [&](const ToldCaption& soFar) { m_observer->tokenWritten(position, soFar); };
    }
    return m_writer.write(source, {frame, static_cast<std::uint64_t>(position)}, m_stop, listener);
}

void StoryTelling::keepAttention(Attention::Kind kind, int subject, const Window& window,
                                 const WrittenCaption& written) {
    const int gridSize = static_cast<int>(m_engine.model().gridSize());
    std::vector<Attention> records =
        textAttention({kind, subject, tokenTexts(written.caption), written.attention, window, gridSize});
    std::ranges::move(records, std::back_inserter(m_result.attention));
}

} // namespace storyscope::inference
