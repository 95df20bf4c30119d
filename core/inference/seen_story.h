// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/caption_writer.h"
#include "core/inference/story_engine.h"
#include "core/inference/storyteller.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::inference {

/// The prepared frames of a story that a model with little room sees of it: all, or evenly spread ones.
std::vector<int> clipPositions(int frameCount, int most);

/// The frames of one story as a model sees them: window by window, with what is known or was told of the frames before,
/// for models that read it. A caption is never told to the model that is to write it. All calls throw
/// Error{Cancelled}.
class SeenStory {
public:
    /// A window with what was computed about it so far.
    struct View {
        Window window;
        std::vector<FrameNotes> notes;
        models::EncodedStory encoded;
        std::optional<CaptionSource> captions;
        std::optional<CaptionSource> nextCaptions;
    };

    /// What the caption of one frame is written from, by a model that sees pictures apart.
    struct FrameView {
        std::vector<torch::Tensor> pictures; // each (1, 1, 3, H, W) float32 in [0, 1]
        std::size_t own = 0;                 ///< which of them is the frame's
        std::vector<int> positions;          ///< of them in the story; of a video's clip only of its own
        models::CaptionKind kind = models::CaptionKind::Caption;

        bool isVideoClip() const { return positions.size() != pictures.size(); }
        /// The place that CaptionRequest asks for.
        int place() const { return static_cast<int>(pictures.size()) - 1; }
    };

    /// `engine` and `stop` must outlive it.
    SeenStory(const StoryEngine& engine, const std::vector<InputFrame>& frames, const std::stop_token& stop);

    int frameCount() const { return static_cast<int>(m_frames.size()); }
    /// Kept as what is known of a frame, unless its caption was given.
    void addTold(int position, const std::string& caption);

    /// Frames before `noted` come with their notes. Valid until the next window is seen.
    View& see(const Window& window, int noted);
    /// What the frame at `position` is predicted from.
    View& seeContext(int position);
    const CaptionSource& source(View& view, models::CaptionKind kind) const;
    /// Its own picture; for models that want clips what its video shows around it or, without a video, its neighbours.
    FrameView frameView(int position);
    CaptionSource source(const FrameView& view) const;
    /// Whether source() has nothing to compute but words.
    bool isKept(const FrameView& view) const { return m_engine.remembers(view.kind, view.pictures); }
    /// The frames at these positions together.
    CaptionSource clip(const std::vector<int>& positions) const;
    /// The frame whose features come closest to these; none if the model has no such features.
    std::optional<int> nearestFrame(const torch::Tensor& wanted); // (F′) float32

private:
    std::vector<FrameNotes> notes(const Window& window, int noted) const;

    const StoryEngine& m_engine;
    const std::stop_token& m_stop;
    std::vector<VideoClip> m_clips;        ///< per frame
    std::vector<torch::Tensor> m_frames;   // each (1, 1, 3, H, W) float32 in [0, 1]
    std::vector<FrameNotes> m_notes;       ///< per frame
    std::vector<torch::Tensor> m_features; // (F′) float32 per frame, when they were needed
    std::optional<View> m_last;            ///< neighbouring captions share a window
};

} // namespace storyscope::inference
