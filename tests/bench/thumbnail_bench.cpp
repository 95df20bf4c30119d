// SPDX-License-Identifier: GPL-3.0-or-later
// How long the timeline's thumbnails take: 60 of a 10-minute 720p video (H.264, a key frame every 250 frames), and the
// longest time the GUI thread was away from its event loop meanwhile, while the timeline shows each as it comes.
#include "tests/bench/event_loop_gaps.h"
#include "ui/jobs/thumbnail_job.h"
#include "ui/timeline/timeline_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <cstdio>

using namespace storyscope;

namespace {

constexpr int thumbnails = 60;

/// False if ffmpeg is not there.
bool writeVideo(const QString& path) {
    const QStringList arguments = {QStringLiteral("-v"),
                                   QStringLiteral("error"),
                                   QStringLiteral("-f"),
                                   QStringLiteral("lavfi"),
                                   QStringLiteral("-i"),
                                   QStringLiteral("testsrc2=size=1280x720:rate=25:duration=600"),
                                   QStringLiteral("-c:v"),
                                   QStringLiteral("libx264"),
                                   QStringLiteral("-preset"),
                                   QStringLiteral("ultrafast"),
                                   QStringLiteral("-g"),
                                   QStringLiteral("250"),
                                   QStringLiteral("-bf"),
                                   QStringLiteral("3"),
                                   QStringLiteral("-crf"),
                                   QStringLiteral("30"),
                                   QStringLiteral("-pix_fmt"),
                                   QStringLiteral("yuv420p"),
                                   path};
    return QProcess::execute(QStringLiteral("ffmpeg"), arguments) == 0;
}

std::vector<ui::ThumbnailCell> cellsOf(int frameCount) {
    std::vector<ui::ThumbnailCell> cells;
    for (int place = 0; place < thumbnails; ++place) {
        cells.push_back({frameCount * place / thumbnails, frameCount * (place + 1) / thumbnails - 1});
    }
    return ui::coarseToFine(cells);
}

int measure(const std::shared_ptr<media::MediaSource>& source) {
    ui::ThumbnailJob job;
    ui::TimelineView view;
    ui::TimelineContents contents;
    contents.frameCount = source->frameCount();
    view.setContents(contents);
    view.setPictures(&job.cache(), 16.0 / 9);
    view.resize(1280, 120);
    view.show();
    bench::EventLoopGaps gaps;
    QElapsedTimer clock;
    double firstSeconds = -1;
    int made = 0;
    QObject::connect(&job, &ui::ThumbnailJob::thumbnailReady, &view, [&] {
        firstSeconds = made++ == 0 ? static_cast<double>(clock.elapsed()) / 1000 : firstSeconds;
        view.picturesChanged();
    });
    QObject::connect(&job, &ui::Job::busyChanged, &view, [](bool isBusy) {
        if (!isBusy) {
            QApplication::quit();
        }
    });
    job.setSource(source);
    QTimer::singleShot(500, &view, [&] {
        gaps.restart();
        clock.start();
        job.requestCells(cellsOf(source->frameCount()));
    });
    QApplication::exec();
    std::printf("%d thumbnails of a 10-minute 720p video: %.2f s, the first after %.2f s (target: all within 8 s)\n",
                made, static_cast<double>(clock.elapsed()) / 1000, firstSeconds);
    std::printf("longest GUI gap while thumbnails are made: %.1f ms (99 %% of gaps within %.1f ms)\n",
                gaps.longestMilliseconds(), gaps.percentile99Milliseconds());
    return made == thumbnails ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("ten-minutes.mp4"));
    if (!writeVideo(path)) {
        std::fputs("thumbnail_bench: ffmpeg with libx264 is needed to make the video\n", stderr);
        return 1;
    }
    try {
        return measure(media::openMedia(path.toStdString(), {}, {}, Progress::none()));
    } catch (const Error& error) {
        std::fprintf(stderr, "thumbnail_bench: %s\n", error.what());
        return 1;
    }
}
