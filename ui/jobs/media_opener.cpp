// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/media_opener.h"

#include "core/media/image_file.h"
#include "ui/common/text.h"

#include <algorithm>

namespace storyscope::ui {

namespace {

struct Opening {
    const std::vector<std::filesystem::path>& paths;
    const media::MediaOptions& options;
    const media::MediaCallbacks& callbacks;
};

std::shared_ptr<media::MediaSource> openAll(const Opening& opening, const std::stop_token& stop, Progress& progress) {
    if (opening.paths.size() == 1) {
        return media::openMedia(opening.paths.front(), opening.options, stop, progress, opening.callbacks);
    }
    const auto stranger = std::ranges::find_if_not(opening.paths, &media::isPictureName);
    if (stranger != opening.paths.end()) {
        throw Error(ErrorCode::Unsupported, "Several files can be opened together only if all of them are pictures",
                    inFile(*stranger));
    }
    return media::openPictures(opening.paths, opening.options);
}

} // namespace

void MediaOpener::open(const QStringList& paths) {
    std::vector<std::filesystem::path> files;
    std::ranges::transform(paths, std::back_inserter(files), [](const QString& path) { return toPath(path); });
    start(Running::IsStopped, [this, files, paths, options = m_options](Run& run) {
        run.report(tr("Opening").toStdString(), 0, 0);
        bool hasFirstFrames = false;
        media::MediaCallbacks callbacks;
        callbacks.firstFrames = [&](const std::shared_ptr<media::MediaSource>& source) {
            hasFirstFrames = true;
            run.deliver([this, source, paths] { emit opened(source, paths); });
        };
        const auto source = openAll({files, options, callbacks}, run.stopToken(), run);
        if (hasFirstFrames) {
            run.deliver([this, source] { emit completed(source); });
        } else {
            run.deliver([this, source, paths] { emit opened(source, paths); });
        }
    });
}

} // namespace storyscope::ui
