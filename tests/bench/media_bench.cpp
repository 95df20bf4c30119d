// SPDX-License-Identifier: GPL-3.0-or-later
// How fast frames come, beside PyAV and FFmpeg's own tool. Each line is a ratio measured in turns inside one run, from
// medians of 20 unless it says otherwise, so that a busy machine slows both sides down.
#include "core/media/frame_reader.h"
#include "core/media/frame_sampler.h"
#include "core/media/image_file.h"
#include "core/media/video_source.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <random>
#include <thread>
#include <vector>

using namespace storyscope;
using namespace storyscope::media;

namespace {

constexpr int repeats = 20;
constexpr int videoFrames = 1200;

double millisecondsFor(const std::function<void()>& work) {
    QElapsedTimer clock;
    clock.start();
    work();
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

/// The value that `share` of the values do not exceed.
double quantile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

double median(const std::vector<double>& values) {
    return quantile(values, 0.5);
}

std::shared_ptr<const VideoIndex> indexOf(const QString& file) {
    return std::make_shared<const VideoIndex>(buildVideoIndex(file.toStdString(), {}, Progress::none()));
}

/// H.264 with groups of 250 pictures and 3 B-frames; the content moves everywhere.
QString writeVideo(const QTemporaryDir& folder, const QString& size, int frames) {
    const QString file = folder.filePath(QString("%1-%2.mp4").arg(size).arg(frames));
    const QString pattern = QString("testsrc2=s=%1:r=25,split[a][b];[b]scroll=h=0.01:v=0.007,negate[c];"
                                    "[a][c]blend=all_mode=average,format=yuv420p")
                                .arg(size);
    const QStringList arguments{
        "-v",          "error",   "-filter_complex", pattern,    "-frames:v", QString::number(frames),
        "-c:v",        "libx264", "-preset",         "veryfast", "-g",        "250",
        "-keyint_min", "250",     "-sc_threshold",   "0",        "-bf",       "3",
        file};
    return QProcess::execute("ffmpeg", arguments) == 0 ? file : QString();
}

/// PyAV in a process of its own, asked for one frame after the other.
class PyAv {
public:
    explicit PyAv(const QString& file) {
        m_process.start(STORYSCOPE_PYTHON, {STORYSCOPE_PYAV_SCRIPT, file});
        m_isThere = readLine() == "ready";
    }
    ~PyAv() {
        m_process.closeWriteChannel();
        m_process.waitForFinished();
    }

    bool isThere() const { return m_isThere; }
    double milliseconds(int number) {
        m_process.write(QByteArray::number(number) + '\n');
        return readLine().toDouble();
    }

private:
    QByteArray readLine() {
        constexpr int longestWait = 60000;
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(longestWait)) {
                return {};
            }
        }
        return m_process.readLine().trimmed();
    }

    QProcess m_process;
    bool m_isThere = false;
};

void measureRandomAccess(const QString& file, const char* size) {
    PyAv other(file);
    const auto index = indexOf(file);
    FrameReader reader(index, {.decoderThreads = 0});
    reader.frame(0);
    std::mt19937 random(1);
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int i = 0; i < repeats; ++i) {
        const int number = static_cast<int>(random() % static_cast<unsigned>(index->frameCount()));
        ours.push_back(millisecondsFor([&] { reader.frame(number); }));
        if (other.isThere()) {
            theirs.push_back(other.milliseconds(number));
        }
    }
    std::printf("random access, %s: %.1f ms", size, median(ours));
    if (theirs.empty()) {
        std::printf("; not measured beside PyAV: no PyAV\n");
    } else {
        std::printf("; PyAV %.1f ms; %.2f times as fast\n", median(theirs), median(theirs) / median(ours));
    }
}

/// A key held down at 30 Hz: what each step takes while the source prepares the next ones on another thread, which is
/// told to stop for a step that is not ready.
std::vector<double> holdKey(VideoSource& source, int from, int to) {
    constexpr std::chrono::microseconds period{33333};
    const int direction = to > from ? 1 : -1;
    const Travel travel = to > from ? Travel::Forwards : Travel::Backwards;
    std::vector<double> milliseconds;
    auto next = std::chrono::steady_clock::now();
    std::jthread preparing;
    for (int number = from; number != to; number += direction) {
        std::this_thread::sleep_until(next);
        next = std::max(next + period, std::chrono::steady_clock::now());
        milliseconds.push_back(millisecondsFor([&] {
            if (source.cachedFrame(number).isEmpty()) {
                preparing.request_stop();
                source.frame(number, {});
            }
        }));
        preparing.request_stop();
        if (preparing.joinable()) {
            preparing.join();
        }
        preparing = std::jthread(
            [&source, number, travel](const std::stop_token& stop) { source.prepare(number, travel, stop); });
    }
    return milliseconds;
}

/// Inside the group: without the first second, in which the person arrives there.
std::vector<double> stepsInside(const std::shared_ptr<const VideoIndex>& index, int from, int to) {
    constexpr int arriving = 30;
    VideoSource source(index, {});
    source.frame(from, {});
    const std::vector<double> all = holdKey(source, from, to);
    return {all.begin() + arriving, all.end()};
}

void measureSteps(const QString& file, const char* size) {
    const auto index = indexOf(file);
    const std::vector<double> forwards = stepsInside(index, 320, 650);
    const std::vector<double> backwards = stepsInside(index, 650, 320); // across the border of groups at 500
    FrameReader plain(index, {.decoderThreads = 0});
    plain.frame(400);
    std::vector<double> decoded;
    for (int number = 401; number < 500; ++number) {
        decoded.push_back(millisecondsFor([&] { plain.frame(number); }));
    }
    std::printf("300 steps at 30 Hz, %s, across the border of groups: back p95 %.3f ms, longest %.1f; forward p95 "
                "%.3f ms, longest %.1f; forward without decoding ahead p95 %.1f ms\n",
                size, quantile(backwards, 0.95), quantile(backwards, 1), quantile(forwards, 0.95),
                quantile(forwards, 1), quantile(decoded, 0.95));
}

void measureSequential(const QString& file, const char* size) {
    const auto index = indexOf(file);
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int i = 0; i < repeats; ++i) {
        ours.push_back(millisecondsFor([&] {
            FrameReader reader(index, {.decoderThreads = 1});
            for (int number = 0; number < index->frameCount(); ++number) {
                reader.frame(number);
            }
        }));
        theirs.push_back(millisecondsFor([&] {
            QProcess::execute("ffmpeg", {"-v", "error", "-threads", "1", "-filter_threads", "1", "-i", file, "-f",
                                         "rawvideo", "-pix_fmt", "rgb24", "-y", "/dev/null"});
        }));
    }
    std::printf("decoding all to RGB on one thread, %s: %.0f frames/s; ffmpeg %.0f; %.2f times its speed\n", size,
                1000.0 * index->frameCount() / median(ours), 1000.0 * index->frameCount() / median(theirs),
                median(theirs) / median(ours));
}

void measureShots(const QString& file) {
    const auto index = indexOf(file);
    std::vector<double> shots;
    std::vector<double> plain;
    for (int i = 0; i < repeats; ++i) {
        const VideoSource source(index, {});
        shots.push_back(millisecondsFor([&] { findShots(source, {}, Progress::none()); }));
        plain.push_back(millisecondsFor([&] {
            FrameReader reader(index, {.decoderThreads = 1});
            for (int number = 0; number < index->frameCount(); ++number) {
                resized(reader.frame(number), 64, 64);
            }
        }));
    }
    std::printf(
        "finding shots, 1280×720: %.0f frames/s; through whole pictures on one thread %.0f; %.2f times its speed\n",
        1000.0 * index->frameCount() / median(shots), 1000.0 * index->frameCount() / median(plain),
        median(plain) / median(shots));
}

} // namespace

int main() {
    const QTemporaryDir folder;
    const QString small = writeVideo(folder, "640x360", videoFrames);
    const QString large = writeVideo(folder, "1920x1080", videoFrames);
    const QString medium = writeVideo(folder, "1280x720", videoFrames / 4);
    if (small.isEmpty() || large.isEmpty() || medium.isEmpty()) {
        std::printf("media: not measured: ffmpeg with libx264 is needed\n");
        return 0;
    }
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    measureRandomAccess(small, "640×360");
    measureRandomAccess(large, "1920×1080");
    measureSteps(small, "640×360");
    measureSteps(large, "1920×1080");
    measureSequential(small, "640×360");
    measureShots(medium);
    return 0;
}
