// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/storyteller.h"
#include "core/media/media_source.h"
#include "ui/common/told_story.h"
#include "ui/jobs/job.h"
#include "ui/jobs/shot_search.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace storyscope::ui {

/// How the frames of a story are picked from a video.
enum class FrameChoice {
    Evenly,       ///< the middles of equal parts: at once
    UniformSteps, ///< frame i·step with step = frames of the video // frames of the story: at once
    ByScene,      ///< the middles of shots: reads the whole video first, unless that was done already
    ByHand,       ///< StoryRequest::frames
};

struct StoryRequest {
    std::shared_ptr<media::MediaSource> source;
    std::filesystem::path modelFolder; ///< empty: the model that comes with the program
    int frameCount = 5;                ///< of the story; all there are if the source has fewer
    FrameChoice frameChoice = FrameChoice::Evenly;
    std::vector<int> frames;           ///< non-empty: exactly these, ascending
    std::shared_ptr<ShotSearch> shots; ///< of the source, for ByScene; null: the story searches alone
    int computeThreads = 0;            ///< 0: as many as fit
    inference::StoryOptions options;
};

/// Tells stories on a worker. The model is loaded by the first story and kept until another one is asked for. A new
/// story takes the place of an unfinished one.
class StoryJob : public Job {
    Q_OBJECT
public:
    explicit StoryJob(QObject* parent = nullptr);
    ~StoryJob() override;

    void tell(const StoryRequest& request);

signals:
    /// The frames were chosen or read: pictures at first, then tags, temporal attention and score; no captions yet.
    void storyStarted(const storyscope::ui::ToldStoryPtr& story);
    /// A caption as it reads now; at most every few dozen milliseconds for one that is not complete.
    void captionWritten(int framePosition, const storyscope::ToldCaption& caption);
    void storyFinished(const storyscope::ui::ToldStoryPtr& story);

private:
    struct Telling;
    class Observer;

    static ToldStory readFrames(const StoryRequest& request, Run& run);

    std::shared_ptr<Telling> m_telling; ///< used on the worker only
};

} // namespace storyscope::ui
