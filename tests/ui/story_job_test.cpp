// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/story_media_source.h"
#include "core/training/trainer.h"
#include "tests/ui/hand_made.h"
#include "ui/jobs/shot_job.h"
#include "ui/jobs/story_job.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <chrono>
#include <thread>

using namespace storyscope;
using namespace storyscope::ui;

using Frames = std::vector<int>;

namespace {

/// Knows whether somebody has looked through it; they wait while it is held.
class WatchedSource : public NumberedSource {
public:
    using NumberedSource::NumberedSource;
    mutable std::atomic<int> readers = 0;
    std::atomic<bool> isHeld = false;

    std::unique_ptr<media::SmallPictureReader> openSmallPictures(const media::PictureBounds& bounds) const override {
        ++readers;
        while (isHeld) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return NumberedSource::openSmallPictures(bounds);
    }
};

/// All pictures stand in for lost ones but this one.
class LostSource : public NumberedSource {
public:
    LostSource(int frames, int trueFrame) : NumberedSource(frames), m_trueFrame(trueFrame) {}

    std::string placeholderReason(int number) const override {
        return number == m_trueFrame ? std::string() : "photo " + std::to_string(number) + " is missing";
    }

private:
    int m_trueFrame;
};

class Silence final : public training::TrainingObserver {
public:
    void onEvent(const training::TrainingEvent&) override {}
};

/// Of every token that was told.
std::vector<float> likelihoods(const StoryResult& told) {
    std::vector<float> values;
    for (const NextPrediction& prediction : told.predictions) {
        for (const Token& token : prediction.caption.tokens) {
            values.push_back(token.logProbability);
        }
    }
    return values;
}

} // namespace

class StoryJobTest : public QObject {
    Q_OBJECT

private slots:
    void frames_are_chosen_as_asked_for_data() {
        QTest::addColumn<FrameChoice>("choice");
        QTest::addColumn<Frames>("byHand");
        QTest::addColumn<Frames>("frames");
        QTest::newRow("evenly") << FrameChoice::Evenly << Frames{} << Frames{12, 37, 62, 87};
        QTest::newRow("uniform steps") << FrameChoice::UniformSteps << Frames{} << Frames{0, 25, 50, 75};
        QTest::newRow("by hand") << FrameChoice::ByHand << Frames{3, 50} << Frames{3, 50};
        QTest::newRow("by hand, one") << FrameChoice::ByHand << Frames{99} << Frames{99};
        QTest::newRow("by hand, none yet") << FrameChoice::ByHand << Frames{} << Frames{12, 37, 62, 87};
    }

    void frames_are_chosen_as_asked_for() {
        QFETCH(FrameChoice, choice);
        QFETCH(Frames, byHand);
        QFETCH(Frames, frames);
        const auto source = std::make_shared<WatchedSource>(100);
        StoryRequest request;
        request.source = source;
        request.frameCount = 4;
        request.frameChoice = choice;
        request.frames = byHand;
        StoryJob job;
        QSignalSpy started(&job, &StoryJob::storyStarted);
        job.tell(request);
        QTRY_VERIFY(!started.isEmpty());
        job.stop();
        Frames chosen;
        for (const ToldFrame& frame : started[0][0].value<ToldStoryPtr>()->result.frames) {
            chosen.push_back(frame.sourceIndex);
        }
        QCOMPARE(chosen, frames);
        QCOMPARE(source->readers.load(), 0);
    }

    /// Trained for a moment, so that its words hardly suit anything, but differ with what it is told.
    void a_model_that_reads_texts_is_told_those_of_the_data_set() {
        constexpr int longestMs = 120'000;
        const QTemporaryDir folder;
        training::TrainingOptions training;
        training.preset = "gru-attention-small";
        training.data = "storyworld:seed=1,stories=16,size=64";
        training.runFolder = folder.path().toStdString() + "/run";
        training.epochs = 1;
        training.batchSize = 4;
        training.device = "cpu";
        Silence silence;
        const std::filesystem::path model = training::train(training, {}, silence).lastModel;

        const std::shared_ptr<const datasets::StoryDataset> dataset =
            datasets::openDataset(training.data, {}, Progress::none());
        StoryRequest request;
        request.source = std::make_shared<datasets::StoryMediaSource>(datasets::StoryPlace{dataset, training.data, 3},
                                                                      std::stop_token(), Progress::none());
        request.modelFolder = model;
        StoryJob job;
        QSignalSpy finished(&job, &StoryJob::storyFinished);
        job.tell(request);
        QVERIFY(finished.wait(longestMs));
        const StoryResult told = finished[0][0].value<ToldStoryPtr>()->result;

        const Story truth = dataset->story(3);
        std::vector<inference::InputFrame> blind;
        for (std::size_t frame = 0; frame < truth.frames.size(); ++frame) {
            inference::InputFrame& input = blind.emplace_back();
            input.picture = dataset->picture(3, frame);
            input.sourceIndex = static_cast<int>(frame);
        }
        std::vector<inference::InputFrame> informed = blind;
        for (std::size_t frame = 0; frame < truth.frames.size(); ++frame) {
            informed[frame].caption = truth.frames[frame].caption;
            informed[frame].tags = truth.frames[frame].tags;
        }
        const inference::Storyteller teller(model);
        QCOMPARE(likelihoods(told), likelihoods(teller.tell(informed, {}, {})));
        QVERIFY(likelihoods(told) != likelihoods(teller.tell(blind, {}, {})));
    }

    void a_story_is_not_told_from_placeholders_alone() {
        StoryRequest request;
        request.frameCount = 4;
        request.frames = {0, 1, 2};
        request.source = std::make_shared<LostSource>(5, 4);
        StoryJob job;
        QSignalSpy started(&job, &StoryJob::storyStarted);
        QSignalSpy failed(&job, &Job::failed);
        job.tell(request);
        QTRY_COMPARE(failed.size(), 1);
        const QString message = failed[0][0].value<JobError>().message;
        QVERIFY2(message.contains(QStringLiteral("None of the story's 3 pictures")) &&
                     message.contains(QStringLiteral("photo 0 is missing")),
                 qPrintable(message));
        QVERIFY(started.isEmpty());
        request.source = std::make_shared<LostSource>(5, 1);
        job.tell(request);
        QTRY_VERIFY(!started.isEmpty());
    }

    void shots_that_are_not_known_are_looked_for() {
        const auto source = std::make_shared<WatchedSource>(100);
        StoryRequest request;
        request.source = source;
        request.frameCount = 4;
        request.frameChoice = FrameChoice::ByScene;
        StoryJob job;
        QSignalSpy started(&job, &StoryJob::storyStarted);
        job.tell(request);
        QTRY_VERIFY(!started.isEmpty());
        QVERIFY(source->readers > 0);
    }

    void a_story_by_scenes_waits_for_the_search_that_runs_already() {
        const auto source = std::make_shared<WatchedSource>(100);
        source->isHeld = true;
        StoryRequest request;
        request.source = source;
        request.frameCount = 4;
        request.frameChoice = FrameChoice::ByScene;
        request.shots = std::make_shared<ShotSearch>(source);
        ShotJob background;
        background.find(request.shots);
        QTRY_COMPARE(source->readers.load(), 1);
        StoryJob job;
        QSignalSpy started(&job, &StoryJob::storyStarted);
        QSignalSpy progressed(&job, &Job::progressed);
        job.tell(request);
        QTRY_VERIFY(progressed.size() > 1);
        QVERIFY(started.isEmpty());
        source->isHeld = false;
        QTRY_VERIFY(!started.isEmpty());
        QCOMPARE(source->readers.load(), 1);
    }

    void a_story_searches_itself_when_the_search_it_waits_for_is_stopped() {
        const auto source = std::make_shared<WatchedSource>(100);
        source->isHeld = true;
        StoryRequest request;
        request.source = source;
        request.frameCount = 4;
        request.frameChoice = FrameChoice::ByScene;
        request.shots = std::make_shared<ShotSearch>(source);
        ShotJob background;
        background.find(request.shots);
        QTRY_COMPARE(source->readers.load(), 1);
        StoryJob job;
        QSignalSpy started(&job, &StoryJob::storyStarted);
        job.tell(request);
        background.stop();
        source->isHeld = false;
        QTRY_VERIFY(!started.isEmpty());
        QCOMPARE(source->readers.load(), 2);
    }
};

QTEST_MAIN(StoryJobTest)
#include "story_job_test.moc"
