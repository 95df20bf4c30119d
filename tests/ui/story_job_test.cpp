// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/hand_made.h"
#include "ui/jobs/story_job.h"

#include <QSignalSpy>
#include <QTest>
#include <atomic>

using namespace storyscope;
using namespace storyscope::ui;

using Frames = std::vector<int>;

namespace {

/// Knows whether somebody has looked through it.
class WatchedSource : public NumberedSource {
public:
    using NumberedSource::NumberedSource;
    mutable std::atomic<int> readers = 0;

    std::unique_ptr<media::SmallPictureReader> openSmallPictures(const media::PictureBounds& bounds) const override {
        ++readers;
        return NumberedSource::openSmallPictures(bounds);
    }
};

} // namespace

class StoryJobTest : public QObject {
    Q_OBJECT

private slots:
    void frames_are_chosen_as_asked_for_data() {
        QTest::addColumn<FrameChoice>("choice");
        QTest::addColumn<Frames>("byHand");
        QTest::addColumn<Frames>("shots");
        QTest::addColumn<Frames>("frames");
        QTest::newRow("evenly") << FrameChoice::Evenly << Frames{} << Frames{} << Frames{12, 37, 62, 87};
        QTest::newRow("uniform steps") << FrameChoice::UniformSteps << Frames{} << Frames{} << Frames{0, 25, 50, 75};
        QTest::newRow("known shots") << FrameChoice::ByScene << Frames{} << Frames{0, 20, 40, 80}
                                     << Frames{10, 30, 60, 90};
        QTest::newRow("by hand") << FrameChoice::ByHand << Frames{3, 50} << Frames{} << Frames{3, 50};
        QTest::newRow("by hand, one") << FrameChoice::ByHand << Frames{99} << Frames{} << Frames{99};
        QTest::newRow("by hand, none yet") << FrameChoice::ByHand << Frames{} << Frames{} << Frames{12, 37, 62, 87};
    }

    void frames_are_chosen_as_asked_for() {
        QFETCH(FrameChoice, choice);
        QFETCH(Frames, byHand);
        QFETCH(Frames, shots);
        QFETCH(Frames, frames);
        const auto source = std::make_shared<WatchedSource>(100);
        StoryRequest request;
        request.source = source;
        request.frameCount = 4;
        request.frameChoice = choice;
        request.frames = byHand;
        request.shots = shots;
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
};

QTEST_MAIN(StoryJobTest)
#include "story_job_test.moc"
