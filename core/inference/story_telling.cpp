// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/story_telling.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/inference/attention_records.h"
#include "core/inference/repeated_caption.h"
#include "core/models/picture_preprocessing.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::inference {

namespace {

constexpr std::size_t mostSideBySide = 8; // captions; so many rows are read at the price of one

/// What of a clip's attention lies on the frame itself: the other pictures are not in the story.
void keepOwn(WrittenCaption& caption, const SeenStory::FrameView& view, const models::PatchGrid& grid) {
    const torch::Tensor attention = caption.attention;
    if (!attention.defined()) {
        return;
    }
    const auto own = static_cast<std::int64_t>(view.own);
    const torch::Tensor cells = attention.narrow(-1, own * grid.cells(), grid.cells());
    const std::int64_t classToken = static_cast<std::int64_t>(view.pictures.size()) * grid.cells() + own;
    caption.attention = grid.hasClassToken ? torch::cat({cells, attention.narrow(-1, classToken, 1)}, -1) : cells;
    caption.others = attention.sum(-1) - caption.attention.sum(-1);
}

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
    : m_engine(engine), m_stop(stop), m_observer(observer), m_mayRepeat(options.noRepeatInStory == 0),
      m_writer(engine, options), m_abilities(engine.model().abilities()) {
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
    m_seen.emplace(m_engine, frames, m_stop);
    readFrames(frames);
    judge();
    if (m_observer) {
        m_observer->framesRead(m_result);
    }
    writeCaptions();
    if (writes(models::CaptionKind::ClipCaption)) {
        writeClipCaption();
    }
    const bool looksAhead =
        writes(models::CaptionKind::NextCaption) || m_abilities.predictsPictures || m_abilities.predictsFeatures;
    const Window predicted = predictions == Predictions::All ? Window{1, frameCount()} : windowBefore(frameCount(), 1);
    for (int position = std::max(1, predicted.first); looksAhead && position < predicted.end(); ++position) {
        predict(position);
    }
    throwIfStopped(m_stop);
    return std::move(m_result);
}

void StoryTelling::readFrames(const std::vector<InputFrame>& frames) {
    std::vector<std::string> labels;
    for (const InputFrame& frame : frames) {
        ToldFrame& told = m_result.frames.emplace_back();
        told.sourceIndex = frame.sourceIndex;
        told.timeSeconds = frame.timeSeconds;
        told.pictureName = frame.pictureName;
        told.captionOrigin = originOf(static_cast<int>(labels.size()));
        labels.push_back(std::to_string(frame.sourceIndex));
        m_areas.push_back(
            media::shownPart({frame.picture.width(), frame.picture.height()}, m_engine.config().preparation));
    }
    if (m_abilities.seesPicturesApart) {
        return; // nothing to say before the captions: they are told as soon as their frame was looked at
    }
    TemporalAttention temporal(std::move(labels));
    for (int position = 0; position < frameCount(); ++position) {
        const SeenStory::View& seen =
            m_seen->see(windowAround(position, frameCount(), m_engine.windowSize()), position);
        temporal.add(position, seen.window, seen.encoded.temporalAttention);
        readFrame(position, seen);
    }
    m_result.attention = temporal.records();
}

void StoryTelling::readFrame(int position, const SeenStory::View& seen) {
    const std::int64_t local = position - seen.window.first;
    ToldFrame& frame = m_result.frames[static_cast<std::size_t>(position)];
    if (m_abilities.labelsTags) {
        frame.tags = tagScores(m_engine.config().tags, seen.encoded.tagLogits[0][local]);
    }
    frame.unfamiliarity = m_engine.model().unfamiliarity(seen.encoded)[0][local].item<float>();
}

/// A story longer than the model's window is as coherent as its windows are on average; one picture is no sequence.
void StoryTelling::judge() {
    if (frameCount() < 2 || !m_abilities.judgesStories) {
        return;
    }
    const std::vector<Window> windows = allWindows(frameCount(), m_engine.windowSize());
    double sum = 0;
    for (const Window& window : windows) {
        sum += torch::sigmoid(m_seen->see(window, frameCount()).encoded.scoreLogits)[0].item<double>();
    }
    m_result.score = static_cast<float>(sum / static_cast<double>(windows.size()));
}

CaptionOrigin StoryTelling::originOf(int position) const {
    if (writes(models::CaptionKind::Caption)) {
        return CaptionOrigin::Seen;
    }
    return writes(models::CaptionKind::NextCaption) && position > 0 ? CaptionOrigin::Expected : CaptionOrigin::Untold;
}

void StoryTelling::writeCaptions() {
    if (m_abilities.seesPicturesApart && writes(models::CaptionKind::Caption)) {
        writeCaptionsApart();
        return;
    }
    for (int position = 0; position < frameCount(); ++position) {
        if (originOf(position) == CaptionOrigin::Seen) {
            SeenStory::View& seen = m_seen->see(windowAround(position, frameCount(), m_engine.windowSize()), position);
            const CaptionRequest request{position - seen.window.first, static_cast<std::uint64_t>(position), m_earlier};
            keepCaption(position, seen.window.positions(),
                        write(m_seen->source(seen, models::CaptionKind::Caption), request, position));
        } else if (originOf(position) == CaptionOrigin::Expected) {
            keepCaption(position, windowBefore(position, m_engine.contextFrames()).positions(), expected(position));
        }
    }
}

void StoryTelling::writeCaptionsApart() {
    for (int position = 0; position < frameCount();) {
        const std::vector<SeenStory::FrameView> views = nextViews(position);
        std::vector<WrittenCaption> captions = write(views, position);
        for (std::size_t index = 0; index < views.size(); ++index, ++position) {
            if (views[index].isVideoClip()) {
                keepOwn(captions[index], views[index], m_engine.model().grid());
            } else if (views[index].kind == models::CaptionKind::ClipCaption && m_writer.dependsOnSourceOnly()) {
                m_ofClips.emplace(views[index].positions, captions[index]);
            }
            keepCaption(position, views[index].positions, captions[index]);
        }
    }
}

/// Frames that were looked at before are written side by side; a new one is told before the next one is looked at. A
/// caption is the same either way.
std::vector<SeenStory::FrameView> StoryTelling::nextViews(int position) {
    std::vector<SeenStory::FrameView> views{m_seen->frameView(position)};
    while (m_writer.canWriteSideBySide() && m_seen->isKept(views.back()) && views.size() < mostSideBySide &&
           position + static_cast<int>(views.size()) < frameCount()) {
        SeenStory::FrameView next = m_seen->frameView(position + static_cast<int>(views.size()));
        if (!m_seen->isKept(next)) {
            break;
        }
        views.push_back(std::move(next));
    }
    return views;
}

std::vector<WrittenCaption> StoryTelling::write(const std::vector<SeenStory::FrameView>& views,
                                                int firstPosition) const {
    std::vector<CaptionSource> sources;
    std::vector<CaptionRequest> requests;
    for (const SeenStory::FrameView& view : views) {
        requests.push_back({view.place(),
                            static_cast<std::uint64_t>(firstPosition) + static_cast<std::uint64_t>(sources.size()),
                            m_earlier});
        sources.push_back(m_seen->source(view));
    }
    if (views.size() == 1) {
        return {write(sources.front(), requests.front(), firstPosition)};
    }
    CaptionWriter::TextListener listener;
    if (m_observer) {
        listener = [&](std::size_t text, const ToldCaption& soFar) {
            m_observer->tokenWritten(firstPosition + static_cast<int>(text), soFar);
        };
    }
    return m_writer.writeSideBySide(sources, requests, m_stop, listener);
}

/// `frames`: positions of what the caption was written from.
void StoryTelling::keepCaption(int position, const std::vector<int>& frames, const WrittenCaption& written) {
    Attention subject;
    subject.kind = Attention::Kind::Caption;
    subject.subject = position;
    keepAttention(subject, frames, written);
    ToldFrame& frame = m_result.frames[static_cast<std::size_t>(position)];
    frame.caption = written.caption;
    frame.repeatsEarlier = repeatsEarlier(m_result.frames, position);
    if (!m_mayRepeat) {
        m_earlier.push_back(written.tokens);
    }
    m_seen->addTold(position, written.caption.text);
    if (m_observer) {
        m_observer->captionWritten(position, written.caption);
    }
}

/// The clip around a frame may have been the same one.
void StoryTelling::writeClipCaption() {
    const std::vector<int> positions = clipPositions(frameCount(), static_cast<int>(m_engine.config().maximumFrames));
    const CaptionRequest request{
        static_cast<int>(positions.size()) - 1, 2 * static_cast<std::uint64_t>(frameCount()) + 1, {}};
    const auto known = m_ofClips.find(positions);
    const WrittenCaption written =
        known == m_ofClips.end() ? write(m_seen->clip(positions), request, {}) : known->second;
    Attention subject;
    subject.kind = Attention::Kind::ClipCaption;
    keepAttention(subject, positions, written);
    m_result.clipCaption = written.caption;
}

void StoryTelling::predict(int position) {
    const Window context = windowBefore(position, m_engine.contextFrames());
    NextPrediction prediction;
    prediction.contextFrames = context.positions();
    if (position < frameCount()) {
        prediction.truthFrame = position;
    }
    const SeenStory::View& seen = m_seen->seeContext(position);
    if (m_abilities.predictsPictures) {
        prediction.picture = models::toPicture(m_engine.model().nextPicture(seen.encoded, context.count - 1)[0]);
    }
    if (m_abilities.predictsFeatures) {
        prediction.nearestFrame =
            m_seen->nearestFrame(m_engine.model().nextFeatures(seen.encoded, context.count - 1)[0].flatten());
    }
    if (writes(models::CaptionKind::NextCaption)) {
        const WrittenCaption& written = expected(position);
        prediction.caption = written.caption;
        Attention subject;
        subject.kind = Attention::Kind::NextCaption;
        subject.subject = static_cast<int>(m_result.predictions.size());
        keepAttention(subject, context.positions(), written);
    }
    m_result.predictions.push_back(std::move(prediction));
}

/// The caption of a frame as the frames before it let the model expect it; written once.
const WrittenCaption& StoryTelling::expected(int position) {
    const auto found = m_expected.find(position);
    if (found != m_expected.end()) {
        return found->second;
    }
    throwIfStopped(m_stop);
    const int last = windowBefore(position, m_engine.contextFrames()).count - 1;
    const bool isFrameCaption = position < frameCount() && originOf(position) == CaptionOrigin::Expected;
    WrittenCaption written = write(m_seen->source(m_seen->seeContext(position), models::CaptionKind::NextCaption),
                                   {last, static_cast<std::uint64_t>(frameCount() + position),
                                    isFrameCaption ? m_earlier : std::vector<std::vector<std::int64_t>>()},
                                   isFrameCaption ? std::optional(position) : std::nullopt);
    return m_expected.emplace(position, std::move(written)).first->second;
}

/// `heardAs`: the frame whose caption the observer hears growing.
WrittenCaption StoryTelling::write(const CaptionSource& source, const CaptionRequest& request,
                                   std::optional<int> heardAs) const {
    CaptionWriter::Listener listener;
    if (m_observer && heardAs) {
        listener = [&](const ToldCaption& soFar) { m_observer->tokenWritten(*heardAs, soFar); };
    }
    return m_writer.write(source, request, m_stop, listener);
}

/// `subject` says which caption: its kind and subject.
void StoryTelling::keepAttention(const Attention& subject, const std::vector<int>& frames,
                                 const WrittenCaption& written) {
    std::vector<Box> areas;
    std::ranges::transform(frames, std::back_inserter(areas),
                           [&](int frame) { return m_areas[static_cast<std::size_t>(frame)]; });
    std::vector<Attention> records =
        textAttention({subject.kind, subject.subject, tokenTexts(written.caption), written.attention, frames,
                       m_engine.model().grid(), unlessWhole(std::move(areas)), written.others});
    std::ranges::move(records, std::back_inserter(m_result.attention));
}

} // namespace storyscope::inference
