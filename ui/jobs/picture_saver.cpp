// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/picture_saver.h"

#include "core/media/image_file.h"
#include "ui/common/text.h"

namespace storyscope::ui {

void PictureSaver::save(const Picture& picture, const FrameOverlay& overlay, const QString& path) {
    start(Running::Finishes, [this, picture, overlay, path](Run& run) {
        run.report(tr("Writing the picture").toStdString(), 0, 0);
        media::writePng(toPath(path), overlay.isEmpty() ? picture : withOverlay(picture, overlay));
        run.deliver([this, path] { emit saved(path); });
    });
}

} // namespace storyscope::ui
