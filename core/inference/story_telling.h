// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/caption_writer.h"
#include "core/inference/seen_story.h"
#include "core/inference/story_engine.h"
#include "core/inference/storyteller.h"

#include <map>
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
    void readFrames(const std::vector<InputFrame>& frames);
    void readFrame(int position, const SeenStory::View& seen);
    void judge();
    void writeCaptions();
    void writeCaptionsApart();
    std::vector<SeenStory::FrameView> nextViews(int position);
    std::vector<WrittenCaption> write(const std::vector<SeenStory::FrameView>& views, int firstPosition) const;
    void keepCaption(int position, const std::vector<int>& frames, const WrittenCaption& written);
    void writeClipCaption();
    void predict(int position);
    const WrittenCaption& expected(int position);

    WrittenCaption write(const CaptionSource& source, const CaptionRequest& request, std::optional<int> heardAs) const;
    void keepAttention(const Attention& subject, const std::vector<int>& frames, const WrittenCaption& written);
    CaptionOrigin originOf(int position) const;
    bool writes(models::CaptionKind kind) const { return m_abilities.captions.contains(kind); }
    int frameCount() const { return m_seen->frameCount(); }

    const StoryEngine& m_engine;
    const std::stop_token& m_stop;
    StoryObserver* m_observer;
    bool m_mayRepeat;
    CaptionWriter m_writer;
    models::Abilities m_abilities;
    std::optional<SeenStory> m_seen;                      ///< from tell() on
    std::vector<std::vector<std::int64_t>> m_earlier;     ///< captions of frames as tokens, if they may not be repeated
    std::map<int, WrittenCaption> m_expected;             ///< by position
    std::map<std::vector<int>, WrittenCaption> m_ofClips; ///< by positions, if only these decide about a caption
    std::vector<Box> m_areas;                             ///< per frame: the part of its picture that the model sees
    StoryResult m_result;
};

} // namespace storyscope::inference
