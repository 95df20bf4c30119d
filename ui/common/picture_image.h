// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"

#include <QImage>

namespace storyscope::ui {

/// The same pixels as a Qt image, without copying them.
QImage toImage(const Picture& picture);

} // namespace storyscope::ui
