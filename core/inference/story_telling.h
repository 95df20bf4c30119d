// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/caption_writer.h"
#include "core/inference/story_engine.h"
#include "core/inference/storyteller.h"

#include <map>
#include <optional>
#include <stop_token>
#include <vector>

namespace storyscope::inference {

/// The prepared frames of a story that a model with little room sees of it: all, or evenly spread ones.
std::vector<int> clipPositions(int frameCount, int most);

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
        std::vector<FrameNotes> notes;
        models::EncodedStory encoded;
        std::optional<CaptionSource> captions;
        std::optional<CaptionSource> nextCaptions;
    };

    void prepare(const std::vector<InputFrame>& frames);
    void readFrames(const std::vector<InputFrame>& frames);
    void readFrame(int position);
    void judge();
    void writeCaptions();
    void keepCaption(int position, const Window& window, const WrittenCaption& written);
    void writeClipCaption();
    void predict(int position);
    const WrittenCaption& expected(int position);
    std::optional<int> nearestFrame(const SeenWindow& seen, std::int64_t lastFrame);

    /// `noted`: the frames before this one come with what is known or was told of them, for models that read it. A
    /// caption is never told to the model that is to write it.
    SeenWindow& see(const Window& window, int noted);
    SeenWindow& seeContext(int position);
    std::vector<FrameNotes> notes(const Window& window, int noted) const;
    const CaptionSource& source(SeenWindow& seen, models::CaptionKind kind) const;
    WrittenCaption write(const CaptionSource& source, const CaptionRequest& request, std::optional<int> heardAs) const;
    void keepAttention(const Attention& subject, const std::vector<int>& frames, const WrittenCaption& written);
    CaptionOrigin originOf(int position) const;
    bool writes(models::CaptionKind kind) const { return m_abilities.captions.contains(kind); }
    int frameCount() const { return static_cast<int>(m_frames.size()); }

    const StoryEngine& m_engine;
    const std::stop_token& m_stop;
    StoryObserver* m_observer;
    CaptionWriter m_writer;
    models::Abilities m_abilities;
    std::vector<torch::Tensor> m_frames;      // each (1, 1, 3, S, S) float32 in [0, 1]
    std::vector<FrameNotes> m_known;          ///< per frame, as it was given
    std::vector<torch::Tensor> m_features;    // (F′) float32 per frame, when they were needed
    std::map<int, WrittenCaption> m_expected; ///< by position
    std::optional<SeenWindow> m_lastSeen;     ///< neighbouring captions share a window
    StoryResult m_result;
};

} // namespace storyscope::inference
