// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/ffmpeg_tool.h"

#include "tests/support/numbered_video.h"

#include <QProcess>
#include <QStandardPaths>

namespace storyscope::test {

bool hasFfmpeg() {
    return !QStandardPaths::findExecutable("ffmpeg").isEmpty() && !QStandardPaths::findExecutable("ffprobe").isEmpty();
}

bool convert(const QString& source, const QStringList& arguments, const QString& target) {
    return QProcess::execute("ffmpeg", QStringList{"-v", "fatal", "-y", "-nostdin", "-i", source} + arguments +
                                           QStringList{target}) == 0;
}

std::optional<int> readStretchedNumber(const Picture& picture) {
    constexpr double width = 320;
    constexpr double height = 240;
    NumberStrip strip = numberStrip(width, height);
    strip.width *= picture.width() / width;
    strip.height *= picture.height() / height;
    return readFrameNumber({.data = picture.data(),
                            .width = picture.width(),
                            .height = picture.height(),
                            .strideBytes = picture.strideBytes(),
                            .bytesPerPixel = 3},
                           strip);
}

} // namespace storyscope::test
