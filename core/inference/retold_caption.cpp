// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/retold_caption.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/inference/model_scorer.h"
#include "core/inference/seen_story.h"

#include <torch/torch.h>

#include <algorithm>
#include <unordered_map>

namespace storyscope::inference {

namespace {

const ToldCaption& captionOf(const StoryResult& told, const ToldText& text) {
    const auto subject = static_cast<std::size_t>(text.subject);
    if (text.kind == Attention::Kind::Caption && subject < told.frames.size()) {
        return told.frames[subject].caption;
    }
    if (text.kind == Attention::Kind::NextCaption && subject < told.predictions.size()) {
        return told.predictions[subject].caption;
    }
    if (text.kind == Attention::Kind::ClipCaption && told.clipCaption) {
        return *told.clipCaption;
    }
    throw Error(ErrorCode::BadArgument, "The story has no such caption");
}

std::vector<std::int64_t> idsOf(const ToldCaption& caption, const text::Tokenizer& tokenizer) {
    std::unordered_map<std::string, std::int64_t> known;
    for (std::int64_t id = 0; id < tokenizer.vocabularySize(); ++id) {
        known.emplace(tokenizer.token(id), id);
    }
    std::vector<std::int64_t> ids;
    for (const Token& token : caption.tokens) {
        const auto found = known.find(token.text);
        if (found == known.end()) {
            throw Error(ErrorCode::BadArgument,
                        "The model does not know the word \"" + token.text + "\": the story was told by another model");
        }
        ids.push_back(found->second);
    }
    return ids;
}

} // namespace

RetoldCaption::RetoldCaption(const StoryEngine& engine, const StudiedStory& story, const ToldText& text,
                             const std::stop_token& stop)
    : m_engine(engine), m_stop(stop), m_caption(&captionOf(story.told, text)),
      m_tokens(idsOf(*m_caption, engine.tokenizer())) {
    if (story.frames.size() != story.told.frames.size()) {
        throw Error(ErrorCode::BadArgument, "The story was told of another number of frames");
    }
    look(story, text);
    take(story);
}

/// Which frames, as StoryTelling chose them.
void RetoldCaption::look(const StudiedStory& story, const ToldText& text) {
    const auto frameCount = static_cast<int>(story.frames.size());
    if (text.kind == Attention::Kind::ClipCaption) {
        m_kind = models::CaptionKind::ClipCaption;
        m_frames = clipPositions(frameCount, static_cast<int>(m_engine.config().maximumFrames));
        m_noted = frameCount;
        m_own = static_cast<std::int64_t>(m_frames.size()) - 1;
        return;
    }
    const auto subject = static_cast<std::size_t>(text.subject);
    const bool isSeen =
        text.kind == Attention::Kind::Caption && story.told.frames[subject].captionOrigin == CaptionOrigin::Seen;
    if (isSeen && m_engine.model().abilities().seesPicturesApart) {
        lookApart(story, text.subject);
        return;
    }
    if (isSeen) {
        const Window window = windowAround(text.subject, frameCount, m_engine.windowSize());
        m_frames = window.positions();
        m_noted = text.subject;
        m_own = text.subject - window.first;
        return;
    }
    m_kind = models::CaptionKind::NextCaption;
    m_frames = text.kind == Attention::Kind::Caption ? windowBefore(text.subject, m_engine.contextFrames()).positions()
                                                     : story.told.predictions[subject].contextFrames;
    if (m_frames.empty() || m_frames.back() >= frameCount) {
        throw Error(ErrorCode::BadArgument, "This caption was written from no frame");
    }
    m_noted = m_frames.back() + 1;
    m_own = static_cast<std::int64_t>(m_frames.size()) - 1;
}

void RetoldCaption::lookApart(const StudiedStory& story, int position) {
    SeenStory::FrameView view = SeenStory(m_engine, story.frames, m_stop).frameView(position);
    m_kind = view.kind;
    m_frames = view.positions;
    m_own = view.place();
    for (std::size_t index = 0; index < m_frames.size(); ++index) {
        m_places.push_back(view.isVideoClip() ? view.own : index);
    }
    m_pictures = std::move(view.pictures);
}

void RetoldCaption::take(const StudiedStory& story) {
    const bool isTaken = !m_pictures.empty();
    for (const int position : m_frames) {
        throwIfStopped(m_stop);
        const InputFrame& frame = story.frames[static_cast<std::size_t>(position)];
        if (!isTaken) {
            m_places.push_back(m_pictures.size());
            m_pictures.push_back(m_engine.prepare(frame.picture));
        }
        m_areas.push_back(
            media::shownPart({frame.picture.width(), frame.picture.height()}, m_engine.config().preparation));
        if (m_engine.readsNotes()) {
            FrameNotes& notes = m_notes.emplace_back();
            if (position < m_noted) {
                const std::string& told = story.told.frames[static_cast<std::size_t>(position)].caption.text;
                notes = {frame.caption.empty() ? told : frame.caption, frame.tags};
            }
        }
    }
}

std::size_t RetoldCaption::placeOf(int frame) const {
    const auto found = std::ranges::find(m_frames, frame);
    if (found == m_frames.end()) {
        throw Error(ErrorCode::BadArgument,
                    "The model did not see frame " + std::to_string(frame + 1) + " when it wrote this caption");
    }
    return m_places[static_cast<std::size_t>(found - m_frames.begin())];
}

/// What is the same of a picture whatever the others show. Undefined if there is no such thing, and for models that
/// read notes, too.
torch::Tensor RetoldCaption::featuresOf(const torch::Tensor& picture) const {
    const torch::NoGradGuard noGradients;
    models::StoryModel& model = m_engine.model();
    if (m_engine.readsNotes()) {
        return {};
    }
    return model.abilities().seesPicturesApart ? model.pictureFeatures(picture[0], m_stop)
                                               : model.frozenFeatures(picture[0]);
}

/// Those of the pictures as they are, which the engine may have kept.
void RetoldCaption::computeFeatures() {
    const bool mayBeKept = m_engine.model().abilities().seesPicturesApart;
    while (m_features.size() < m_pictures.size()) {
        throwIfStopped(m_stop);
        const torch::Tensor& picture = m_pictures[m_features.size()];
        m_features.push_back(mayBeKept ? m_engine.features(picture, m_stop) : featuresOf(picture));
    }
}

double RetoldCaption::logProbability(std::size_t token) {
    computeFeatures();
    return read(m_pictures, m_features, token);
}

double RetoldCaption::logProbability(std::size_t token, std::size_t place, const torch::Tensor& picture) {
    computeFeatures();
    std::vector<torch::Tensor> pictures = m_pictures;
    std::vector<torch::Tensor> features = m_features;
    pictures.at(place) = picture;
    throwIfStopped(m_stop);
    features.at(place) = featuresOf(picture);
    return read(pictures, features, token);
}

models::EncodedStory RetoldCaption::encoded(const std::vector<torch::Tensor>& pictures,
                                            const std::vector<torch::Tensor>& features) const {
    if (!features.front().defined()) {
        return m_engine.encodeNoted(pictures, m_notes, m_stop);
    }
    models::StoryInput input;
    input.features = torch::cat(features).unsqueeze(0);
    return m_engine.model().encode(input);
}

double RetoldCaption::read(const std::vector<torch::Tensor>& pictures, const std::vector<torch::Tensor>& features,
                           std::size_t token) const {
    const torch::NoGradGuard noGradients;
    throwIfStopped(m_stop);
    models::EncodedStory story = encoded(pictures, features);
    nn::TextMemory memory = m_engine.model().remember(m_kind, story, m_stop);
    const CaptionSource source{m_kind, std::move(story), std::move(memory)};
    ModelScorer scorer(m_engine, source, static_cast<int>(m_own));
    constexpr std::int64_t only = 0;
    std::int64_t last = m_engine.tokenizer().beginId();
    for (std::size_t place = 0; place < token; ++place) {
        throwIfStopped(m_stop);
        scorer.advance({&only, 1}, {&last, 1});
        last = m_tokens[place];
    }
    throwIfStopped(m_stop);
    return static_cast<double>(scorer.advance({&only, 1}, {&last, 1})[static_cast<std::size_t>(m_tokens.at(token))]);
}

} // namespace storyscope::inference
