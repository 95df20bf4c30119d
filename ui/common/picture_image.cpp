// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/picture_image.h"

namespace storyscope::ui {

QImage toImage(const Picture& picture) {
    if (picture.isEmpty()) {
        return {};
    }
    auto* owner = new Picture(picture);
    return QImage(
        picture.data(), picture.width(), picture.height(), picture.strideBytes(), QImage::Format_RGB888,
        [](void* held) { delete static_cast<Picture*>(held); }, owner);
}

} // namespace storyscope::ui
