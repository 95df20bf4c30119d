// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/media/media_source.h"
#include "core/media/video_index.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

using namespace storyscope;
using namespace storyscope::media;

namespace {

constexpr int rounds = 20;

/// Ten seconds of 1280×720 H.264 with sound, repeated to ten minutes.
bool writeTenMinutes(const QTemporaryDir& folder, const QString& path) {
    const QString once = folder.filePath("once.mp4");
    return QProcess::execute(
               "ffmpeg",
               {"-v",   "error",   "-f",      "lavfi",    "-i",   "testsrc2=size=1280x720:rate=24,noise=alls=8:allf=t",
                "-f",   "lavfi",   "-i",      "sine=440", "-t",   "10",
                "-c:v", "libx264", "-preset", "veryfast", "-b:v", "2500k",
                "-g",   "250",     "-bf",     "3",        "-c:a", "aac",
                once}) == 0 &&
           QProcess::execute("ffmpeg", {"-v", "error", "-stream_loop", "59", "-i", once, "-c", "copy", path}) == 0;
}

double milliseconds(const std::function<void()>& work) {
    QElapsedTimer timer;
    timer.start();
    work();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void run() {
    const QTemporaryDir folder;
    const QString video = folder.filePath("ten minutes.mp4");
    if (!writeTenMinutes(folder, video)) {
        std::puts("index_bench: skipped, ffmpeg is not installed");
        return;
    }
    const std::filesystem::path path = video.toStdString();
    std::vector<double> probe;
    std::vector<double> index;
    std::vector<double> firstPicture;
    std::vector<double> cached;
    const MediaOptions options{.indexCacheFolder = folder.filePath("indexes").toStdString()};
    for (int round = 0; round < rounds; ++round) {
        probe.push_back(milliseconds([&] {
            QProcess ffprobe;
            ffprobe.start("ffprobe", {"-v", "quiet", "-count_packets", "-select_streams", "v:0", video});
            ffprobe.waitForFinished();
        }));
        index.push_back(milliseconds([&] { buildVideoIndex(path, {}, Progress::none()); }));
        firstPicture.push_back(milliseconds([&] { openMedia(path, {}, {}, Progress::none())->frame(0); }));
        cached.push_back(milliseconds([&] { openMedia(path, options, {}, Progress::none())->frame(0); }));
    }
    std::printf("index of a ten-minute 720p video, median of %d (ms): ffprobe -count_packets %.1f, index %.1f\n",
                rounds, median(probe), median(index));
    std::printf("index / ffprobe: %.2f (bound 1.2)\n", median(index) / median(probe));
    std::printf("open and decode its first frame: %.1f ms; with the index from the cache: %.1f ms\n",
                median(firstPicture), median(cached));
}

} // namespace

int main() {
    try {
        run();
    } catch (const Error& error) {
        std::fprintf(stderr, "index_bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
