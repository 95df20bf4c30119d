// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/hand_made.h"
#include "ui/common/story_document.h"
#include "ui/jobs/sound_player.h"
#include "ui/player/frame_view.h"
#include "ui/player/player_widget.h"

#include <QAction>
#include <QElapsedTimer>
#include <QLabel>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QThread>
#include <QTimer>
#include <atomic>
#include <mutex>

using namespace storyscope;
using namespace storyscope::ui;

namespace {

/// Runs only when the test says so.
class HandClock : public PlaybackClock {
public:
    void start(double seconds, double speed) override {
        now = seconds;
        speeds.append(speed);
        isRunning = true;
    }

    void halt() override { isRunning = false; }
    double seconds() const override { return now; }

    double now = 0;
    bool isRunning = false;
    QList<double> speeds; ///< of each start
};

/// Decodes slowly or waits for a permit, keeps what it has decoded, and says what was asked of it.
class SlowSource : public NumberedSource {
public:
    using NumberedSource::NumberedSource;

    Picture frame(int number, const std::stop_token& stop) override {
        QThread::msleep(static_cast<unsigned long>(decodeMs));
        Picture picture = NumberedSource::frame(number, stop);
        const std::scoped_lock lock(m_mutex);
        m_decoded.append(number);
        return picture;
    }
    QList<int> decoded() const {
        const std::scoped_lock lock(m_mutex);
        return m_decoded;
    }
    Picture cachedFrame(int number) const override {
        const std::scoped_lock lock(m_mutex);
        return m_decoded.contains(number) ? pictureOf(number) : Picture();
    }

    void prepare(int number, media::Travel travel, const std::stop_token& stop) override {
        const int direction = travel == media::Travel::Forwards ? 1 : -1;
        for (int ahead = 1; ahead <= preparedAhead && !stop.stop_requested(); ++ahead) {
            const int next = number + direction * ahead;
            if (next >= 0 && next < frameCount() && cachedFrame(next).isEmpty()) {
                frame(next, stop);
                prepared.fetch_add(1);
            }
        }
    }

    int decodeMs = 1;
    int preparedAhead = 0;
    std::atomic<int> prepared = 0;

private:
    mutable std::mutex m_mutex;
    QList<int> m_decoded;
};

/// Ten frames a second.
class UnhurriedSource : public NumberedSource {
public:
    using NumberedSource::NumberedSource;
    static constexpr int frameMs = 100;

    std::optional<double> timeSeconds(int number) const override { return number * frameMs / 1000.0; }
    int frameAt(double seconds) const override { return static_cast<int>(seconds * 1000 / frameMs); }
};

struct Player {
    explicit Player(std::shared_ptr<media::MediaSource> source) {
        QObject::connect(&controller, &PlayerController::frameReady, &controller,
                         [this](int number) { shown.append(number); });
        controller.setSource(std::move(source));
        isReady = QTest::qWaitFor([this] { return !controller.isWaiting(); }, test::patienceMs);
        shown.clear();
    }

    StorySelection selection;
    StoryDocument document;
    HandClock clock;
    PlayerController controller{&selection, &document, &clock};
    QList<int> shown;
    bool isReady = false;
};

QList<int> numbers(int first, int last) {
    QList<int> made;
    for (int number = first; first <= last ? number <= last : number >= last; number += first <= last ? 1 : -1) {
        made.append(number);
    }
    return made;
}

} // namespace

class PlayingTest : public QObject {
    Q_OBJECT

private slots:
    void in_real_time_the_clock_says_which_frame_is_shown() {
        Player player(std::make_shared<NumberedSource>(100));
        player.controller.setMode(PlayingMode::RealTime);
        player.controller.play();
        QCOMPARE(player.clock.speeds, QList<double>{1});
        QTest::qWait(60);
        QVERIFY(player.shown.isEmpty()); // the clock stands still
        for (const double seconds : {0.0151, 0.0251, 0.0351, 0.0951, 0.1051}) {
            player.clock.now = seconds;
            QTRY_COMPARE(player.selection.frame(), static_cast<int>(seconds * 100));
        }
        QTRY_COMPARE(player.shown, (QList<int>{1, 2, 3, 9, 10}));
        QCOMPARE(player.controller.droppedFrames(), 5);
    }

    void frames_that_come_too_late_are_left_out_and_counted() {
        const auto source = std::make_shared<SlowSource>(100);
        source->decodeMs = 30;
        StorySelection selection;
        PlayerController controller(&selection); // by the wall clock: 10 ms a frame
        QList<int> shown;
        connect(&controller, &PlayerController::frameReady, this, [&](int number) { shown.append(number); });
        QSignalSpy dropped(&controller, &PlayerController::droppedFramesChanged);
        controller.setMode(PlayingMode::RealTime);
        controller.setSource(source);
        QTRY_COMPARE(shown, QList<int>{0});
        controller.play();
        QTRY_VERIFY(!controller.isPlaying());
        QVERIFY(shown.size() < 60);
        QCOMPARE(controller.droppedFrames() + static_cast<int>(shown.size()), shown.last() + 1);
        QCOMPARE(dropped.last()[0].toInt(), controller.droppedFrames());
        QVERIFY(std::ranges::is_sorted(shown));
    }

    void every_frame_is_shown_however_slow_it_is() {
        const auto source = std::make_shared<SlowSource>(20);
        source->decodeMs = 15;
        Player player(source);
        player.controller.play();
        QTRY_VERIFY(!player.controller.isPlaying());
        QCOMPARE(player.shown, numbers(1, 19));
        QCOMPARE(player.controller.droppedFrames(), 0);
        QVERIFY(player.clock.speeds.isEmpty());
    }

    void every_frame_is_shown_at_the_medias_own_rate() {
        Player player(std::make_shared<UnhurriedSource>(8));
        QTimer beat; // comes late, too, where the machine is slow
        beat.setTimerType(Qt::PreciseTimer);
        int beats = 0;
        connect(&beat, &QTimer::timeout, this, [&] { ++beats; });
        QElapsedTimer timer;
        timer.start();
        beat.start(UnhurriedSource::frameMs);
        player.controller.play();
        QTRY_VERIFY(!player.controller.isPlaying());
        QCOMPARE(player.shown, numbers(1, 7));
        QVERIFY2(timer.elapsed() > 7.8 * UnhurriedSource::frameMs, qPrintable(QString::number(timer.elapsed())));
        QVERIFY2(beats < 12, qPrintable(QString::number(beats)));
    }

    void shuttling_doubles_the_speed_and_turns_around() {
        Player player(std::make_shared<NumberedSource>(2000));
        QSignalSpy speeds(&player.controller, &PlayerController::speedChanged);
        player.controller.goTo(1000);
        using media::Travel;
        for (const Travel travel : {Travel::Forwards, Travel::Forwards, Travel::Forwards, Travel::Forwards,
                                    Travel::Forwards, Travel::Backwards, Travel::Backwards, Travel::Forwards}) {
            player.controller.shuttle(travel);
        }
        QList<int> found;
        for (const auto& call : speeds) {
            found.append(call[0].toInt());
        }
        QCOMPARE(found, (QList<int>{1, 2, 4, 8, 8, -1, -2, 1}));
        player.controller.pause();
        player.controller.shuttle(Travel::Forwards);
        QCOMPARE(player.controller.speed(), 1);
    }

    void playing_backwards_shows_every_frame_in_reverse() {
        Player player(std::make_shared<NumberedSource>(30));
        player.controller.goTo(12);
        QTRY_VERIFY(!player.controller.isWaiting());
        player.shown.clear();
        player.controller.shuttle(media::Travel::Backwards);
        QTRY_VERIFY(!player.controller.isPlaying());
        QCOMPARE(player.shown, numbers(11, 0));
    }

    void real_time_runs_backwards_and_faster_too() {
        Player player(std::make_shared<NumberedSource>(100));
        player.controller.setMode(PlayingMode::RealTime);
        player.controller.goTo(50);
        player.controller.shuttle(media::Travel::Backwards);
        player.controller.shuttle(media::Travel::Backwards);
        QCOMPARE(player.clock.speeds, (QList<double>{-1, -2}));
        player.clock.now = 0.4551;
        QTRY_COMPARE(player.selection.frame(), 45);
        player.clock.now = -0.001;
        QTRY_VERIFY(!player.controller.isPlaying());
        QCOMPARE(player.selection.frame(), 0);
        QVERIFY(!player.clock.isRunning);
    }

    void a_loop_goes_round_between_the_marks() {
        Player player(std::make_shared<NumberedSource>(50));
        player.document.setMarkIn(10);
        player.document.setMarkOut(13);
        player.controller.setLooping(true);
        player.controller.play();
        QTRY_VERIFY(player.shown.size() >= 9);
        player.controller.pause();
        QCOMPARE(player.shown.mid(0, 9), (QList<int>{10, 11, 12, 13, 10, 11, 12, 13, 10}));
        QVERIFY(!player.document.undoStack()->undoText().contains(QLatin1String("Jump")));
    }

    void a_loop_in_real_time_begins_the_clock_anew() {
        Player player(std::make_shared<NumberedSource>(50));
        player.document.setMarkIn(10);
        player.document.setMarkOut(13);
        player.controller.setMode(PlayingMode::RealTime);
        player.controller.setLooping(true);
        player.controller.play();
        player.clock.now = 0.1351;
        QTRY_COMPARE(player.selection.frame(), 13);
        player.clock.now = 0.1401;
        QTRY_COMPARE(player.selection.frame(), 10);
        QCOMPARE(player.clock.now, 0.1);
        QCOMPARE(player.controller.droppedFrames(), 2);
    }

    void without_a_loop_playing_ends_at_the_last_frame() {
        Player player(std::make_shared<NumberedSource>(10));
        player.document.setMarkOut(5);
        player.controller.play();
        QTRY_VERIFY(!player.controller.isPlaying());
        QCOMPARE(player.selection.frame(), 9);
    }

    void a_second_is_a_second_of_the_video() {
        Player player(std::make_shared<NumberedSource>(350));
        player.controller.stepSeconds(1);
        QCOMPARE(player.selection.frame(), 100);
        player.controller.stepSeconds(1);
        QCOMPARE(player.selection.frame(), 200);
        player.controller.stepSeconds(-1);
        QCOMPARE(player.selection.frame(), 100);
        player.controller.goTo(320);
        player.controller.stepSeconds(1);
        QCOMPARE(player.selection.frame(), 349);
    }

    void jumps_can_be_undone_and_steps_need_not() {
        Player player(std::make_shared<NumberedSource>(200));
        player.controller.step(1);
        player.controller.step(10);
        player.controller.stepSeconds(1);
        QVERIFY(!player.document.undoStack()->canUndo());
        player.controller.goTo(20);
        player.selection.setFrame(150); // as a caption does
        QCOMPARE(player.document.undoStack()->count(), 2);
        player.document.undoStack()->undo();
        QCOMPARE(player.selection.frame(), 20);
        player.document.undoStack()->undo();
        QCOMPARE(player.selection.frame(), 111);
        player.document.undoStack()->redo();
        QCOMPARE(player.selection.frame(), 20);
        QCOMPARE(player.document.undoStack()->count(), 2);
    }

    void a_drag_is_one_jump() {
        Player player(std::make_shared<NumberedSource>(200));
        player.controller.goTo(30);
        for (const int number : {40, 90, 50, 120}) {
            player.controller.scrubTo(number);
        }
        player.controller.endScrub();
        QCOMPARE(player.document.undoStack()->count(), 2);
        player.document.undoStack()->undo();
        QCOMPARE(player.selection.frame(), 30);
    }

    void more_frames_of_the_same_media_disturb_nothing() {
        Player player(std::make_shared<NumberedSource>(30));
        player.document.setMarkIn(4);
        player.controller.goTo(7);
        player.controller.play();
        QSignalSpy playing(&player.controller, &PlayerController::playingChanged);
        player.controller.replaceSource(std::make_shared<NumberedSource>(60));
        QVERIFY(player.controller.isPlaying());
        QCOMPARE(player.document.marks().in, std::optional(4));
        QCOMPARE(player.document.frameCount(), 60);
        QTRY_COMPARE(player.selection.frame(), 59);
        QTRY_VERIFY(!player.controller.isPlaying());
        QCOMPARE(playing.size(), 1);
        QCOMPARE(player.shown, numbers(7, 59));
    }

    void other_media_reset_the_document() {
        Player player(std::make_shared<NumberedSource>(30));
        player.document.setMarkIn(4);
        player.controller.goTo(20);
        player.controller.setSource(std::make_shared<NumberedSource>(10));
        QVERIFY(!player.document.marks().in);
        QVERIFY(!player.document.undoStack()->canUndo());
        QCOMPARE(player.document.frameCount(), 10);
        QCOMPARE(player.selection.frame(), 0);
    }

    void frames_ahead_are_decoded_before_they_are_asked_for() {
        const auto source = std::make_shared<SlowSource>(100);
        source->preparedAhead = 5;
        Player player(source);
        QTRY_COMPARE(source->prepared, 5);
        player.controller.goTo(50);
        QTRY_COMPARE(source->prepared, 10);
        QTRY_VERIFY(!player.controller.isWaiting());
        for (int number = 51; number <= 55; ++number) {
            player.controller.step(1);
            QCOMPARE(player.shown.last(), number); // at once, from the cache
        }
        player.controller.step(-20);
        QTRY_COMPARE(player.shown.last(), 35);
        QTRY_VERIFY(!source->cachedFrame(30).isEmpty());
        QVERIFY(source->cachedFrame(36).isEmpty());
    }

    void a_key_press_waits_for_one_decoded_frame_at_most() {
        const auto source = std::make_shared<SlowSource>(1000);
        source->decodeMs = 40;
        source->preparedAhead = 100;
        Player player(source);
        QTRY_VERIFY(source->prepared > 0); // deep in decoding ahead
        const qsizetype before = source->decoded().size();
        player.controller.goTo(500);
        QTRY_COMPARE(player.shown, QList<int>{500});
        QVERIFY2(source->decoded().indexOf(500) <= before + 1, "one frame ahead was being decoded, no more");
    }

    void what_was_left_out_is_said_beside_the_time() {
        StorySelection selection;
        HandClock clock;
        PlayerController controller(&selection, nullptr, &clock);
        PlayerWidget widget(&controller, &selection);
        SoundPlayer sound;
        QAction realTime;
        QAction mute;
        widget.setSound(&realTime, &mute, &sound);
        widget.resize(1000, 600);
        widget.show();
        controller.setSource(std::make_shared<NumberedSource>(100));
        const auto label = [&](const char* name) { return widget.findChild<QLabel*>(QString::fromLatin1(name)); };
        QVERIFY(!label("droppedLabel")->isVisible());
        QVERIFY(!widget.findChild<QSlider*>(QStringLiteral("volumeSlider"))->isVisible());
        controller.setMode(PlayingMode::RealTime);
        QVERIFY(widget.findChild<QSlider*>(QStringLiteral("volumeSlider"))->isVisible());
        controller.shuttle(media::Travel::Forwards);
        controller.shuttle(media::Travel::Forwards);
        QCOMPARE(label("speedLabel")->text(), QStringLiteral("2×"));
        clock.now = 0.1351;
        QTRY_COMPARE(label("droppedLabel")->text(), QStringLiteral("12 dropped"));
        QVERIFY(label("droppedLabel")->isVisible());
        controller.play();
        QVERIFY(!label("droppedLabel")->isVisible());
    }
};

QTEST_MAIN(PlayingTest)
#include "playing_test.moc"
