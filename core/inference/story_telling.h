// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/caption_writer.h"
#include "core/inference/story_engine.h"
#include "core/inference/storyteller.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace storyscope::inference {

/// Which frames are predicted from those before them.
enum class Predictions {
    All,         ///< every frame but the first, and the one after the last
    OfLastFrame, ///< only the last frame
};

/// One story being told: made for one call of Storyteller::tell(), used once.
class StoryTelling {
public:
    /// `observer` may be null. All arguments must outlive the telling.
    StoryTelling(const StoryEngine& engine, const StoryOptions& options, const std::stop_token& stop,
                 StoryObserver* observer);

    StoryResult tell(const std::vector<InputFrame>& frames, Predictions predictions = Predictions::All);

private:
    /// A window with what was computed about it so far.
    struct SeenWindow {
        Window window;
        models::EncodedStory encoded;
        std::optional<CaptionSource> captions;
        std::optional<CaptionSource> nextCaptions;
    };

    void prepare(const std::vector<InputFrame>& frames);
    void readFrames(const std::vector<InputFrame>& frames);
    void readFrame(int position);
    void judge();
    void writeCaption(int position);
    void predict(int position);

    SeenWindow& see(const Window& window);
    const CaptionSource& source(SeenWindow& seen, models::CaptionKind kind) const;
    WrittenCaption write(const CaptionSource& source, int frame, int position);
    void keepAttention(Attention::Kind kind, int subject, const Window& window, const WrittenCaption& written);
    int frameCount() const { return static_cast<int>(m_frames.size()); }

    const StoryEngine& m_engine;
    const std::stop_token& m_stop;
    StoryObserver* m_observer;
    CaptionWriter m_writer;
    std::vector<torch::Tensor> m_frames;  // each (1, 1, 3, S, S) float32 in [0, 1]
    std::optional<SeenWindow> m_lastSeen; ///< neighbouring captions share a window
    StoryResult m_result;
};

} // namespace storyscope::inference
