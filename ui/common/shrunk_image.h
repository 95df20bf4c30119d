// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

namespace storyscope::ui {

/// A picture of Format_RGB888 in a size that is not larger, each pixel the mean of the area it stands for. Works on the
/// calling thread alone: QImage::scaled() lets it wait for a pool of threads that compete with the decoders. About 2 ms
/// per million pixels; any thread.
QImage shrunkImage(const QImage& picture, const QSize& size);

} // namespace storyscope::ui
