// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/media_opener.h"

#include "core/media/image_file.h"
#include "ui/common/text.h"

#include <algorithm>

namespace storyscope::ui {

namespace {

std::shared_ptr<media::MediaSource> openAll(const std::vector<std::filesystem::path>& paths,
                                            const media::MediaOptions& options, const std::stop_token& stop,
                                            Progress& progress) {
    if (paths.size() == 1) {
        return media::openMedia(paths.front(), options, stop, progress);
    }
    const auto stranger = std::ranges::find_if_not(paths, &media::isPictureName);
    if (stranger != paths.end()) {
        throw Error(ErrorCode::Unsupported, "Several files can be opened together only if all of them are pictures",
                    {.file = *stranger, .byteOffset = {}, .row = {}});
    }
    return media::openPictures(paths, options);
}

} // namespace

void MediaOpener::open(const QStringList& paths) {
    std::vector<std::filesystem::path> files;
    std::ranges::transform(paths, std::back_inserter(files), [](const QString& path) { return toPath(path); });
    start(Running::IsStopped, [this, files, paths, options = m_options](Run& run) {
        run.report(tr("Opening").toStdString(), 0, 0);
        const auto source = openAll(files, options, run.stopToken(), run);
        run.deliver([this, source, paths] { emit opened(source, paths); });
    });
}

} // namespace storyscope::ui
