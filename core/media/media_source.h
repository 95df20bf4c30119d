// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/issue.h"
#include "core/base/progress.h"
#include "core/story/picture.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::media {

/// Anything a person can drop on the window that has numbered pictures: a video, a GIF, one picture, several pictures,
/// or a folder of pictures (natural order). All calls are thread-safe; decoding is serialised inside.
class MediaSource {
public:
    enum class Kind { Video, Picture, PictureFolder, PictureList };

    virtual ~MediaSource() = default;

    virtual Kind kind() const = 0;
    virtual std::filesystem::path path() const = 0;
    virtual int frameCount() const = 0;
    virtual int width() const = 0; ///< of the first frame, in pixels
    virtual int height() const = 0;
    /// Presentation time; none for pictures.
    virtual std::optional<double> timeSeconds(int number) const = 0;
    /// The picture's file name; empty for a video frame.
    virtual std::string pictureName(int number) const = 0;
    /// "h264, 640×360, 24.00 frames/s": for the status line.
    virtual std::string description() const = 0;
    virtual std::vector<Issue> issues() const = 0;

    /// The upright picture of frame `number`, from the cache if it is there. Throws as FrameReader::frame.
    virtual Picture frame(int number, const std::stop_token& stop = {}) = 0;
    /// The picture if it is in the cache already, else an empty one. Never blocks on decoding.
    virtual Picture cachedFrame(int number) const = 0;
    /// The frame that is on the screen at `seconds`; 0 for pictures.
    virtual int frameAt(double seconds) const = 0;
};

struct MediaOptions {
    std::size_t cacheBytes = std::size_t{512} << 20; ///< decoded frames kept in memory
    int decoderThreads = 1;                          ///< 0: as many as the machine has
};

/// Throws Error with one clear sentence for everything that is neither a video nor pictures.
std::shared_ptr<MediaSource> openMedia(const std::filesystem::path& path, const MediaOptions& options,
                                       const std::stop_token& stop, Progress& progress);
/// Several dropped pictures in the given order.
std::shared_ptr<MediaSource> openPictures(const std::vector<std::filesystem::path>& paths, const MediaOptions& options);

} // namespace storyscope::media
