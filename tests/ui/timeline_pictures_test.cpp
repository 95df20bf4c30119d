// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/hand_made.h"
#include "ui/timeline/hover_preview.h"
#include "ui/timeline/timeline_pictures.h"
#include "ui/timeline/timeline_view.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>
#include <atomic>
#include <mutex>

using namespace storyscope;
using namespace storyscope::ui;

namespace {

/// What was asked of a source's small pictures.
struct Requests {
    std::mutex mutex;
    std::vector<int> frames;
    std::atomic<int> delayMs = 0;
    std::atomic<int> fullFrames = 0;

    std::vector<int> asked() {
        const std::scoped_lock lock(mutex);
        return frames;
    }
};

/// A numbered video with a key frame every 10 frames, whose small pictures may take their time.
class KeyedSource : public NumberedSource {
public:
    explicit KeyedSource(int frames) : NumberedSource(frames) {}

    std::shared_ptr<Requests> requests = std::make_shared<Requests>();
    std::set<int> brokenSmall;
    bool hasAll = true;

    bool isComplete() const override { return hasAll; }
    int keyFrameNear(int number) const override {
        return std::min((number + 5) / 10 * 10, (frameCount() - 1) / 10 * 10);
    }
    Picture frame(int number, const std::stop_token& stop) override {
        ++requests->fullFrames;
        return NumberedSource::frame(number, stop);
    }

    std::unique_ptr<media::SmallPictureReader> openSmallPictures(const media::PictureBounds&) const override {
        class Reader : public media::SmallPictureReader {
        public:
            Reader(std::shared_ptr<Requests> requests, std::set<int> broken)
                : m_requests(std::move(requests)), m_broken(std::move(broken)) {}
            Picture picture(int number, const std::stop_token& stop) override {
                {
                    const std::scoped_lock lock(m_requests->mutex);
                    m_requests->frames.push_back(number);
                }
                for (int waited = 0; waited < m_requests->delayMs; ++waited) {
                    QThread::msleep(1);
                    throwIfStopped(stop);
                }
                if (m_broken.contains(number)) {
                    throw Error(ErrorCode::Malformed, "broken");
                }
                return pictureOf(number % 256);
            }

        private:
            std::shared_ptr<Requests> m_requests;
            std::set<int> m_broken;
        };
        return std::make_unique<Reader>(requests, brokenSmall);
    }
};

int numberIn(const QImage& image) {
    return image.isNull() ? -1 : image.pixelColor(3, 3).red();
}

/// A view on the screen and its pictures.
struct Shown {
    TimelineView view;
    TimelinePictures pictures{&view};

    Shown() {
        view.resize(900, 120);
        view.show();
        [[maybe_unused]] const bool isShown = QTest::qWaitForWindowExposed(&view, test::patienceMs);
    }

    void open(const std::shared_ptr<KeyedSource>& source) {
        TimelineContents contents;
        contents.frameCount = source->frameCount();
        view.setContents(contents);
        pictures.setSource(source);
    }
};

} // namespace

class TimelinePicturesTest : public QObject {
    Q_OBJECT

private slots:
    void thumbnails_are_key_frames_and_named_by_the_frame_they_show() {
        const auto source = std::make_shared<KeyedSource>(250);
        ThumbnailJob job;
        job.setSource(source);
        job.requestCells({{0, 24}, {25, 49}, {50, 74}, {101, 105}});
        QTRY_VERIFY(!job.isBusy());
        QCOMPARE(source->requests->asked(), (std::vector<int>{10, 40, 60, 103}));
        for (const int frame : source->requests->asked()) {
            QCOMPARE(numberIn(job.cache().find(frame)), frame);
        }
        QVERIFY(!job.cache().contains(12));
        QCOMPARE(job.cache().findWithin(0, 24)->frame, 10);
        QVERIFY(!job.cache().findWithin(75, 100));
    }

    void the_whole_is_seen_coarsely_first() {
        std::vector<ThumbnailCell> cells;
        for (int place = 0; place < 60; ++place) {
            cells.push_back({place, place});
        }
        const std::vector<ThumbnailCell> ordered = coarseToFine(cells);
        QCOMPARE(ordered.size(), cells.size());
        std::set<int> once;
        for (const ThumbnailCell& cell : ordered) {
            once.insert(cell.firstFrame);
        }
        QCOMPARE(once.size(), cells.size());
        QCOMPARE(ordered[1].firstFrame, 16);
        QCOMPARE(ordered[4].firstFrame, 8);
    }

    void a_frame_that_is_pointed_at_comes_before_thumbnails_and_the_latest_wins() {
        const auto source = std::make_shared<KeyedSource>(250);
        source->requests->delayMs = 300;
        ThumbnailJob job;
        job.setSource(source);
        std::vector<ThumbnailCell> cells;
        for (int place = 0; place < 25; ++place) {
            cells.push_back({10 * place, 10 * place + 9});
        }
        job.requestCells(cells);
        QTRY_VERIFY(!source->requests->asked().empty());
        for (const int frame : {101, 102, 103}) {
            job.requestFrame(frame);
        }
        QTRY_COMPARE(source->requests->asked().back(), 103);
        QCOMPARE(source->requests->asked().size(), 2U);
        job.requestFrame(151);
        QTRY_VERIFY(job.cache().contains(151));
        QVERIFY(!job.cache().contains(101) && !job.cache().contains(102) && !job.cache().contains(103));
    }

    void frames_that_cannot_be_decoded_stop_nothing_and_are_not_asked_for_again() {
        const auto source = std::make_shared<KeyedSource>(250);
        source->brokenSmall = {33};
        ThumbnailJob job;
        QSignalSpy failed(&job, &ThumbnailJob::thumbnailFailed);
        job.setSource(source);
        job.requestFrame(33);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(job.isBroken(33));
        job.requestFrame(33);
        job.requestFrame(34);
        QTRY_VERIFY(job.cache().contains(34));
        QCOMPARE(failed.size(), 1);
    }

    void pictures_of_the_media_before_are_never_shown() {
        const auto first = std::make_shared<KeyedSource>(250);
        first->requests->delayMs = 3'600'000; // for longer than anybody waits
        ThumbnailJob job;
        job.setSource(first);
        job.requestFrame(7);
        QTRY_VERIFY(!first->requests->asked().empty());
        job.setSource(std::make_shared<KeyedSource>(100));
        job.requestFrame(8);
        QTRY_VERIFY(job.cache().contains(8));
        QVERIFY(!job.cache().contains(7));
    }

    void pictures_stay_when_more_frames_are_known() {
        const auto part = std::make_shared<KeyedSource>(50);
        part->hasAll = false;
        ThumbnailJob job;
        job.setSource(part);
        job.requestFrame(7);
        QTRY_VERIFY(job.cache().contains(7));
        job.setSource(std::make_shared<KeyedSource>(250));
        QVERIFY(job.cache().contains(7));
        job.requestFrame(200);
        QTRY_VERIFY(job.cache().contains(200));
    }

    void the_cache_keeps_to_its_budget_and_forgets_what_was_not_used() {
        const QImage image(100, 100, QImage::Format_RGB888);
        const auto bytes = static_cast<std::size_t>(image.sizeInBytes());
        ThumbnailCache cache(4 * bytes);
        for (int frame = 0; frame < 4; ++frame) {
            cache.insert({frame, image});
        }
        QVERIFY(!cache.find(0).isNull());
        cache.insert({10, image});
        QVERIFY(cache.contains(0) && cache.contains(10) && !cache.contains(1));
        cache.insert({10, image});
        QCOMPARE(cache.sizeBytes(), 4 * bytes);
        QCOMPARE(cache.findWithin(0, 9)->frame, 3);
    }

    void the_timeline_fills_with_thumbnails_and_then_finds_the_shots() {
        const auto source = std::make_shared<KeyedSource>(240);
        Shown shown;
        QSignalSpy shots(&shown.pictures, &TimelinePictures::shotsChanged);
        shown.open(source);
        QVERIFY(!shown.view.missingCells().empty());
        QTRY_VERIFY(shown.view.missingCells().empty());
        QTRY_VERIFY(shots.size() == 2);
        QVERIFY(shots[0][0].value<std::vector<int>>().empty());
        QCOMPARE(shots[1][0].value<std::vector<int>>().front(), 0);
    }

    void of_part_of_a_video_there_are_thumbnails_but_no_shots() {
        const auto source = std::make_shared<KeyedSource>(240);
        source->hasAll = false;
        Shown shown;
        QSignalSpy shots(&shown.pictures, &TimelinePictures::shotsChanged);
        shown.open(source);
        QTRY_VERIFY(shown.view.missingCells().empty());
        QTest::qWait(80);
        QCOMPARE(shots.size(), 1);
    }

    void the_preview_shows_exactly_the_frame_under_the_mouse_or_nothing() {
        const auto source = std::make_shared<KeyedSource>(200);
        Shown shown;
        shown.open(source);
        QTRY_VERIFY(shown.view.missingCells().empty());
        source->requests->delayMs = 30;
        const auto moveTo = [&](int frame) {
            const QPointF place(shown.view.frameLayout().centreOf(frame),
                                shown.view.frameLayout().thumbnails().center().y());
            QTest::mouseMove(&shown.view, place.toPoint());
        };
        for (const int frame : {33, 34, 121, 77}) {
            moveTo(frame);
            QVERIFY(shown.pictures.preview()->isVisible());
            QVERIFY(shown.pictures.preview()->text().contains(QString::number(frame)));
            QVERIFY(numberIn(shown.pictures.preview()->picture()) == -1 ||
                    numberIn(shown.pictures.preview()->picture()) == frame);
        }
        QTRY_COMPARE(numberIn(shown.pictures.preview()->picture()), 77);
        QTest::mouseMove(&shown.view, QPoint(300, shown.view.height() - 4));
        QVERIFY(!shown.pictures.preview()->isVisible());
    }
};

QTEST_MAIN(TimelinePicturesTest)
#include "timeline_pictures_test.moc"
