// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/seen_story.h"

#include "core/base/progress.h"
#include "core/models/frame_clip.h"

#include <torch/torch.h>

#include <algorithm>
#include <utility>

namespace storyscope::inference {

std::vector<int> clipPositions(int frameCount, int most) {
    std::vector<int> positions;
    for (int index = 0; index < std::min(frameCount, most); ++index) {
        positions.push_back(frameCount <= most ? index : index * frameCount / most);
    }
    return positions;
}

SeenStory::SeenStory(const StoryEngine& engine, const std::vector<InputFrame>& frames, const std::stop_token& stop)
    : m_engine(engine), m_stop(stop) {
    for (const InputFrame& frame : frames) {
        throwIfStopped(m_stop);
        m_frames.push_back(m_engine.prepare(frame.picture));
        m_notes.push_back({frame.caption, frame.tags});
        m_clips.push_back(frame.clip);
    }
}

void SeenStory::addTold(int position, const std::string& caption) {
    std::string& text = m_notes[static_cast<std::size_t>(position)].text;
    if (text.empty()) {
        text = caption;
    }
}

SeenStory::View& SeenStory::see(const Window& window, int noted) {
    std::vector<FrameNotes> read = notes(window, noted);
    if (!m_last || m_last->window != window || m_last->notes != read) {
        throwIfStopped(m_stop);
        m_last.reset();
        const std::vector<torch::Tensor> frames(m_frames.begin() + window.first, m_frames.begin() + window.end());
        models::EncodedStory encoded = m_engine.encodeNoted(frames, read, m_stop);
        m_last = View{window, std::move(read), std::move(encoded), {}, {}};
    }
    return *m_last;
}

SeenStory::View& SeenStory::seeContext(int position) {
    const Window context = windowBefore(position, m_engine.contextFrames());
    // The model looks back only: at the beginning of a story, the first window serves all predictions.
    const Window whole{0, std::min(frameCount(), m_engine.windowSize())};
    return see(context.first == 0 ? whole : context, position);
}

CaptionSource SeenStory::clip(const std::vector<int>& positions) const {
    throwIfStopped(m_stop);
    std::vector<torch::Tensor> frames;
    std::vector<FrameNotes> noted;
    for (const int position : positions) {
        frames.push_back(m_frames[static_cast<std::size_t>(position)]);
        if (m_engine.readsNotes()) {
            noted.push_back(m_notes[static_cast<std::size_t>(position)]);
        }
    }
    models::EncodedStory encoded = m_engine.encodeNoted(frames, noted, m_stop);
    if (m_engine.model().abilities().seesPicturesApart) {
        nn::TextMemory memory = m_engine.remember(models::CaptionKind::ClipCaption, frames, encoded, m_stop);
        return {models::CaptionKind::ClipCaption, std::move(encoded), std::move(memory)};
    }
    return captionSource(m_engine, models::CaptionKind::ClipCaption, std::move(encoded));
}

SeenStory::FrameView SeenStory::frameView(int position) {
    throwIfStopped(m_stop);
    const auto index = static_cast<std::size_t>(position);
    const std::int64_t wanted = m_engine.model().abilities().clipPictures;
    if (wanted == 0) {
        return {{m_frames[index]}, 0, {position}, models::CaptionKind::Caption};
    }
    FrameView view{{}, 0, {}, models::CaptionKind::ClipCaption};
    const VideoClip& clip = m_clips[index];
    if (!clip.pictures.empty()) {
        for (const Picture& picture : clip.pictures) {
            throwIfStopped(m_stop);
            view.pictures.push_back(m_engine.prepare(picture));
        }
        view.own = static_cast<std::size_t>(clip.frame);
        view.positions = {position};
        return view;
    }
    const models::FrameClip around = models::clipAround(position, frameCount(), wanted);
    const Window window{static_cast<int>(around.first), static_cast<int>(around.count)};
    view.pictures.assign(m_frames.begin() + window.first, m_frames.begin() + window.end());
    view.own = static_cast<std::size_t>(position - window.first);
    view.positions = window.positions();
    return view;
}

CaptionSource SeenStory::source(const FrameView& view) const {
    models::EncodedStory encoded = m_engine.encodeNoted(view.pictures, {}, m_stop);
    nn::TextMemory memory = m_engine.remember(view.kind, view.pictures, encoded, m_stop);
    return {view.kind, std::move(encoded), std::move(memory)};
}

std::vector<FrameNotes> SeenStory::notes(const Window& window, int noted) const {
    if (!m_engine.readsNotes()) {
        return {};
    }
    std::vector<FrameNotes> result(static_cast<std::size_t>(window.count));
    for (int position = window.first; position < std::min(window.end(), noted); ++position) {
        result[static_cast<std::size_t>(position - window.first)] = m_notes[static_cast<std::size_t>(position)];
    }
    return result;
}

const CaptionSource& SeenStory::source(View& view, models::CaptionKind kind) const {
    auto& wanted = kind == models::CaptionKind::Caption ? view.captions : view.nextCaptions;
    if (!wanted) {
        throwIfStopped(m_stop);
        wanted = captionSource(m_engine, kind, view.encoded);
    }
    return *wanted;
}

std::optional<int> SeenStory::nearestFrame(const torch::Tensor& wanted) {
    std::optional<int> nearest;
    double least = 0;
    for (int position = 0; position < frameCount(); ++position) {
        throwIfStopped(m_stop);
        if (static_cast<int>(m_features.size()) == position) {
            m_features.push_back(m_engine.pictureFeatures(m_frames[static_cast<std::size_t>(position)]));
        }
        const torch::Tensor& features = m_features[static_cast<std::size_t>(position)];
        if (!features.defined() || features.numel() != wanted.numel()) {
            return {};
        }
        const double distance = (features - wanted).square().sum().item<double>();
        if (!nearest || distance < least) {
            nearest = position;
            least = distance;
        }
    }
    return nearest;
}

} // namespace storyscope::inference
