// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the window follows a person: a cached step from the key to the painted frame, a dropped video to its first
// frame, and the longest time the GUI thread is away while the timeline is scrubbed wildly. Videos come from ffmpeg.
#include "tests/bench/event_loop_gaps.h"
#include "tests/e2e/real_window.h"
#include "ui/player/frame_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>
#include <algorithm>
#include <cstdio>
#include <unistd.h>
#include <vector>

using namespace storyscope;

namespace {

constexpr int steps = 200;
constexpr int drops = 5;
constexpr int scrubbingMs = 30'000;

struct Videos {
    QTemporaryDir folder;
    QString fullHd;     ///< 1080p, 10 s, H.264 with B-frames, a key frame every 50 frames
    QString tenMinutes; ///< 720p, 10 min, H.264, a key frame every 250 frames
};

bool runFfmpeg(const QStringList& arguments) {
    return QProcess::execute(QStringLiteral("ffmpeg"),
                             QStringList{QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-y")} +
                                 arguments) == 0;
}

QStringList words(const QString& text) {
    return text.split(QLatin1Char(' '));
}

bool makeVideos(Videos& videos) {
    videos.fullHd = videos.folder.filePath(QStringLiteral("1080p.mp4"));
    videos.tenMinutes = videos.folder.filePath(QStringLiteral("720p.mp4"));
    const QString clip = videos.folder.filePath(QStringLiteral("clip.mp4"));
    return runFfmpeg(words(QStringLiteral("-f lavfi -i testsrc2=s=1920x1080:r=25:d=10 -c:v libx264 -preset ultrafast "
                                          "-bf 2 -g 50 -pix_fmt yuv420p")) +
                     QStringList{videos.fullHd}) &&
           runFfmpeg(words(QStringLiteral("-f lavfi -i testsrc2=s=1280x720:r=25:d=20 -c:v libx264 -preset ultrafast "
                                          "-g 250 -pix_fmt yuv420p")) +
                     QStringList{clip}) &&
           runFfmpeg(words(QStringLiteral("-stream_loop 29 -i")) + QStringList{clip} +
                     words(QStringLiteral("-c copy")) + QStringList{videos.tenMinutes});
}

double percentile(std::vector<double> values, int percent) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[(values.size() - 1) * static_cast<std::size_t>(percent) / 100];
}

double residentMebibytes() {
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly)) {
        return 0;
    }
    const double pages = file.readAll().split(' ').value(1).toDouble();
    return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

bool measureSteps(const Videos& videos) {
    test::RealWindow person;
    if (!person.openQuietly(videos.fullHd)) {
        return false;
    }
    auto* player = person.window().player();
    constexpr int first = 60;
    constexpr int frames = 12;
    for (int number = first; number <= first + frames; ++number) {
        player->goTo(number);
        person.painted().waitFor(number);
    }
    player->step(-1);
    QTest::qWait(2000); // until nothing is decoded ahead any more, in either direction
    player->step(1);
    person.painted().waitFor(first + frames);
    QTest::qWait(500);
    std::vector<double> forwards;
    std::vector<double> backwards;
    int number = first + frames;
    int direction = -1;
    int uncached = 0;
    for (int step = 0; step < steps; ++step) {
        direction = number == first ? 1 : number == first + frames ? -1 : direction;
        uncached += player->source()->cachedFrame(number + direction).isEmpty() ? 1 : 0;
        QElapsedTimer clock;
        clock.start();
        person.typeKey(direction > 0 ? "period" : "comma");
        number += direction;
        if (!person.painted().waitFor(number)) {
            return false;
        }
        (direction > 0 ? forwards : backwards).push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
        QTest::qWait(20);
    }
    const double forward = percentile(forwards, 95);
    const double back = percentile(backwards, 95);
    std::printf("cached step at 1080p, key press to painted frame: forward p50 %.1f ms, p95 %.1f ms; back p50 %.1f ms, "
                "p95 %.1f ms (budget 16 ms; view %dx%d, %d of %d steps not cached)\n"
                "p95 of a step back / p95 of a step forward: %.2f (bound 1.5)\n",
                percentile(forwards, 50), forward, percentile(backwards, 50), back, person.frameView()->width(),
                person.frameView()->height(), uncached, steps, back / forward);
    return true;
}

/// Starts the clock when a drop arrives at the window.
class DropClock : public QObject {
public:
    QElapsedTimer clock;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Drop && !clock.isValid()) {
            clock.start();
        }
        return QObject::eventFilter(watched, event);
    }
};

/// Milliseconds from the drop to the first frame on the screen, a negative number if it did not come.
double measureDrop(test::RealWindow& person, const QString& video) {
    DropClock drop;
    QCoreApplication::instance()->installEventFilter(&drop);
    double milliseconds = -1;
    QObject::connect(&person.painted(), &test::PaintWatch::painted, &drop, [&](int number) {
        if (drop.clock.isValid() && milliseconds < 0 && number == 0 &&
            person.frameView()->shownImage().width() == 1280) {
            milliseconds = static_cast<double>(drop.clock.nsecsElapsed()) / 1e6;
        }
    });
    if (!person.dragFiles({video}, &person.window())) {
        std::fputs("window_bench: the drop was not accepted\n", stderr);
        return -1;
    }
    if (!QTest::qWaitFor([&] { return milliseconds >= 0; }, 20'000)) {
        std::fprintf(stderr, "window_bench: after the drop frame %d is shown; %s\n", person.painted().frame(),
                     qPrintable(person.bannerText()));
    }
    return milliseconds;
}

bool measureDrops(const Videos& videos) {
    std::vector<double> milliseconds;
    std::vector<double> again;
    for (int time = 0; time < drops; ++time) {
        test::RealWindow person; // with an empty cache of indexes
        milliseconds.push_back(measureDrop(person, videos.tenMinutes));
        person.window().session()->stopTelling();
        if (!person.openQuietly(videos.fullHd)) {
            return false;
        }
        again.push_back(measureDrop(person, videos.tenMinutes));
    }
    if (std::ranges::min(milliseconds) < 0 || std::ranges::min(again) < 0) {
        return false;
    }
    std::printf("10-minute 720p video, drop to first frame on screen: median %.0f ms, slowest %.0f ms (budget 300 ms); "
                "a second time median %.0f ms\n",
                percentile(milliseconds, 50), percentile(milliseconds, 100), percentile(again, 50));
    return true;
}

bool measureScrubbing(const Videos& videos) {
    test::RealWindow person;
    if (!person.openQuietly(videos.tenMinutes)) {
        return false;
    }
    auto* timeline = person.find<QWidget>("timeline");
    QTest::qWait(8000); // thumbnails
    const double before = residentMebibytes();
    double most = before;
    bench::EventLoopGaps gaps;
    QRandomGenerator random(3);
    QTimer mouse;
    int painted = 0;
    QObject::connect(&person.painted(), &test::PaintWatch::painted, &mouse, [&] { ++painted; });
    QObject::connect(&mouse, &QTimer::timeout, &mouse, [&] {
        const QPoint to = timeline->mapToGlobal(QPoint(20 + random.bounded(timeline->width() - 40), 8));
        person.input().moveTo(to.x(), to.y());
        most = std::max(most, residentMebibytes());
    });
    const QPoint from = timeline->mapToGlobal(QPoint(timeline->width() / 2, 8));
    person.input().moveTo(from.x(), from.y());
    person.input().pressButton();
    QTest::qWait(100);
    mouse.start(8);
    gaps.restart();
    QEventLoop loop; // QTest::qWait() would sleep in between
    QTimer::singleShot(scrubbingMs, &loop, &QEventLoop::quit);
    loop.exec();
    mouse.stop();
    person.input().releaseButton();
    std::printf(
        "30 s of wild scrubbing: longest GUI gap %.0f ms (budget 50 ms; computing %.0f ms of it), 99 %% of gaps "
        "within %.1f ms, %d frames painted, memory %.0f MiB, at most %.0f MiB (frames may take 512 MiB of it)\n",
        gaps.longestMilliseconds(), gaps.longestBusyMilliseconds(), gaps.percentile99Milliseconds(), painted, before,
        most);
    return true;
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    Videos videos;
    if (!makeVideos(videos)) {
        std::fputs("window_bench: ffmpeg could not write the videos\n", stderr);
        return 1;
    }
    if (!measureSteps(videos) || !measureDrops(videos) || !measureScrubbing(videos)) {
        std::fputs("window_bench: a frame that was asked for was not shown\n", stderr);
        return 1;
    }
    return 0;
}
