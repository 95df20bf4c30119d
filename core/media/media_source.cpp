// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/media_source.h"

#include "core/base/error.h"
#include "core/media/image_file.h"
#include "core/media/picture_source.h"
#include "core/media/video_source.h"

#include <algorithm>

namespace storyscope::media {

namespace {

std::vector<std::filesystem::path> picturesIn(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> pictures;
    std::error_code error;
    std::filesystem::directory_iterator entries(folder, error);
    if (error) {
        throw Error(ErrorCode::Unreadable, "The folder cannot be read: " + error.message(), inFile(folder));
    }
    for (const std::filesystem::directory_entry& entry : entries) {
        std::error_code ignored;
        const bool isHidden = entry.path().filename().string().starts_with('.');
        if (!isHidden && entry.is_regular_file(ignored) && isPictureName(entry.path())) {
            pictures.push_back(entry.path());
        }
    }
    std::sort(pictures.begin(), pictures.end(), isNaturallyBefore);
    return pictures;
}

std::shared_ptr<MediaSource> openFolder(const std::filesystem::path& folder, const MediaOptions& options,
                                        const std::stop_token& stop, Progress& progress) {
    std::vector<std::filesystem::path> pictures = picturesIn(folder);
    if (pictures.empty()) {
        throw Error(ErrorCode::Unsupported, "The folder holds no JPEG, PNG, WebP, BMP or TIFF pictures",
                    inFile(folder));
    }
    return std::make_shared<PictureSource>(MediaSource::Kind::PictureFolder, folder, std::move(pictures), options, stop,
                                           progress);
}

std::shared_ptr<MediaSource> sourceOf(VideoIndex index, const MediaOptions& options) {
    return std::make_shared<VideoSource>(std::make_shared<const VideoIndex>(std::move(index)), options);
}

std::shared_ptr<MediaSource> openVideo(const std::filesystem::path& path, const MediaOptions& options,
                                       const std::stop_token& stop, Progress& progress,
                                       const MediaCallbacks& callbacks) {
    constexpr int attempts = 3; // for a file that is still being written
    bool hasFirstFrames = false;
    IndexOptions indexOptions{.cacheFolder = options.indexCacheFolder, .patience = options.patience};
    if (callbacks.firstFrames) {
        indexOptions.firstFrames = [&](const VideoIndex& index) {
            if (!hasFirstFrames) {
                const auto source = sourceOf(index, options);
                hasFirstFrames = true;
                callbacks.firstFrames(source);
            }
        };
    }
    for (int attempt = 1;; ++attempt) {
        try {
            return sourceOf(buildVideoIndex(path, stop, progress, indexOptions), options);
        } catch (const Error& error) {
            if (error.code() != ErrorCode::Mismatch || attempt == attempts) {
                throw;
            }
        }
    }
}

} // namespace

std::shared_ptr<MediaSource> openMedia(const std::filesystem::path& path, const MediaOptions& options,
                                       const std::stop_token& stop, Progress& progress,
                                       const MediaCallbacks& callbacks) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        return openFolder(path, options, stop, progress);
    }
    if (isPictureName(path) || beginsLikePicture(path)) {
        return std::make_shared<PictureSource>(MediaSource::Kind::Picture, path, std::vector{path}, options, stop,
                                               progress);
    }
    return openVideo(path, options, stop, progress, callbacks);
}

std::shared_ptr<MediaSource> openPictures(const std::vector<std::filesystem::path>& paths,
                                          const MediaOptions& options) {
    if (paths.empty()) {
        throw Error(ErrorCode::BadArgument, "No pictures were given");
    }
    return std::make_shared<PictureSource>(MediaSource::Kind::PictureList, paths.front().parent_path(), paths, options,
                                           std::stop_token(), Progress::none());
}

} // namespace storyscope::media
