// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/story_job.h"

#include "core/base/paths.h"
#include "core/datasets/placeholder.h"
#include "core/media/frame_sampler.h"
#include "core/media/image_file.h"
#include "ui/common/text.h"
#include "ui/jobs/story_frames.h"

#include <QDateTime>
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

namespace storyscope::ui {

namespace {

constexpr qint64 captionIntervalMs = 30;
constexpr int thumbnailPixels = 480; ///< longest side; twice what a card shows, for sharp screens

std::vector<int> chooseFrames(const StoryRequest& request, const std::stop_token& stop, Progress& progress) {
    if (!request.frames.empty()) {
        return request.frames;
    }
    const int available = request.source->frameCount();
    if (available <= request.frameCount) {
        std::vector<int> all(static_cast<std::size_t>(std::max(0, available)));
        std::iota(all.begin(), all.end(), 0);
        return all;
    }
    const bool isVideo = request.source->kind() == media::MediaSource::Kind::Video;
    if (isVideo && request.frameChoice == FrameChoice::ByScene) {
        const bool isShared = request.shots && request.shots->source() == request.source;
        const std::vector<int> shots =
            isShared ? request.shots->find(stop, progress) : media::findShots(*request.source, stop, progress);
        return media::sampleShots(available, shots, request.frameCount);
    }
    if (isVideo && request.frameChoice == FrameChoice::UniformSteps) {
        return media::sampleUniform(available, request.frameCount);
    }
    return media::sampleMiddles(available, request.frameCount);
}

Picture thumbnailOf(const Picture& picture) {
    const double scale =
        std::min(1.0, static_cast<double>(thumbnailPixels) / std::max(picture.width(), picture.height()));
    const auto scaled = [scale](int length) { return std::max(1, static_cast<int>(std::lround(scale * length))); };
    return scale < 1 ? media::resized(picture, scaled(picture.width()), scaled(picture.height())) : picture;
}

} // namespace

/// What the worker keeps from story to story.
struct StoryJob::Telling {
    std::filesystem::path modelFolder;
    std::optional<inference::Storyteller> storyteller;

    const inference::Storyteller& load(const StoryRequest& request) {
        const std::filesystem::path wanted = request.modelFolder.empty() ? bundledModelPath() : request.modelFolder;
        if (!storyteller || modelFolder != wanted) {
            storyteller.reset();
            inference::setComputeThreadsBesideWindow(request.computeThreads);
            storyteller.emplace(wanted);
            modelFolder = wanted;
        }
        return *storyteller;
    }
};

/// Sends on to the window what the model writes.
class StoryJob::Observer : public inference::StoryObserver {
public:
    /// `chosen` has the frames and their pictures, but no words yet.
    Observer(StoryJob& job, Job::Run& run, ToldStory chosen) : m_job(job), m_run(run), m_chosen(std::move(chosen)) {}

    void framesRead(const StoryResult& soFar) override {
        m_frames = static_cast<int>(soFar.frames.size());
        sendStory(soFar);
        m_run.report(tr("Telling the story").toStdString(), 0, m_frames);
    }

    void tokenWritten(int framePosition, const ToldCaption& captionSoFar) override {
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        qint64& last = m_lastCaptionMs[framePosition]; // captions may be written side by side
        if (now - last >= captionIntervalMs) {
            last = now;
            sendCaption(framePosition, captionSoFar);
        }
    }

    void captionWritten(int framePosition, const ToldCaption& caption) override {
        sendCaption(framePosition, caption);
        m_run.report(tr("Telling the story").toStdString(), ++m_captions, m_frames);
    }

    ToldStoryPtr storyOf(StoryResult result, bool isComplete) const {
        return std::make_shared<const ToldStory>(
            ToldStory{std::move(result), m_chosen.pictures, m_chosen.thumbnails, isComplete, m_chosen.media});
    }

    void sendStory(const StoryResult& soFar) const {
        m_run.deliver([job = &m_job, story = storyOf(soFar, false)] { emit job->storyStarted(story); });
    }

private:
    void sendCaption(int framePosition, const ToldCaption& caption) const {
        m_run.deliver([job = &m_job, framePosition, caption] { emit job->captionWritten(framePosition, caption); });
    }

    StoryJob& m_job;
    Job::Run& m_run;
    ToldStory m_chosen;
    int m_frames = 0;
    int m_captions = 0;
    std::map<int, qint64> m_lastCaptionMs; ///< by frame
};

StoryJob::StoryJob(QObject* parent) : Job(parent), m_telling(std::make_shared<Telling>()) {}

StoryJob::~StoryJob() = default;

void StoryJob::tell(const StoryRequest& request) {
    start(Running::IsStopped, [this, request, telling = m_telling](Run& run) {
        const ToldStory chosen = readFrames(request, run);
        Observer observer(*this, run, chosen);
        observer.sendStory(chosen.result);
        run.report(tr("Loading the model").toStdString(), 0, 0);
        const inference::Storyteller& storyteller = telling->load(request);
        throwIfStopped(run.stopToken());
        run.report(tr("Looking at the frames").toStdString(), 0, 0);
        const std::vector<inference::InputFrame> frames =
            inputFrames(chosen, request.source.get(), storyteller.clipPictures(), run.stopToken());
        StoryResult result = storyteller.tell(frames, request.options, run.stopToken(), &observer);
        result.source = chosen.result.source;
        run.deliver([this, story = observer.storyOf(std::move(result), true)] { emit storyFinished(story); });
    });
}

ToldStory StoryJob::readFrames(const StoryRequest& request, Run& run) {
    run.report(tr("Choosing frames").toStdString(), 0, 0);
    const std::vector<int> numbers = chooseFrames(request, run.stopToken(), run);
    std::vector<std::string> reasons;
    ToldStory chosen;
    chosen.media = request.source;
    chosen.result.source = request.source->path().string();
    for (const int number : numbers) {
        run.report(tr("Reading frames").toStdString(), static_cast<int>(chosen.pictures.size()),
                   static_cast<int>(numbers.size()));
        chosen.pictures.push_back(request.source->frame(number, run.stopToken()));
        chosen.thumbnails.push_back(thumbnailOf(chosen.pictures.back()));
        ToldFrame frame;
        frame.sourceIndex = number;
        frame.timeSeconds = request.source->timeSeconds(number);
        frame.pictureName = request.source->pictureName(number);
        chosen.result.frames.push_back(std::move(frame));
        reasons.push_back(request.source->placeholderReason(number));
    }
    datasets::requireTruePicture(request.source->path(), reasons);
    return chosen;
}

} // namespace storyscope::ui
