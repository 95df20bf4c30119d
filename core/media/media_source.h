// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/issue.h"
#include "core/base/progress.h"
#include "core/media/damaged_range.h"
#include "core/media/small_picture_reader.h"
#include "core/story/picture.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::media {

enum class Travel { Forwards, Backwards };

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
    /// Where the file is damaged, in ascending order; grows when a frame turns out not to be decodable.
    virtual std::vector<DamagedRange> damagedRanges() const { return {}; }
    /// Why the picture of this frame only stands in for one that cannot be had: a sentence that names the file. Empty
    /// for a true picture, and for one that was not asked for yet.
    virtual std::string placeholderReason(int /*number*/) const { return {}; }
    /// False while only the first frames of a long video are known; the source that MediaCallbacks::firstFrames gave.
    virtual bool isComplete() const { return true; }

    /// The upright picture of frame `number`, from the cache if it is there. Throws as FrameReader::frame.
    virtual Picture frame(int number, const std::stop_token& stop = {}) = 0;
    /// The picture if it is in the cache already, else an empty one. Never blocks on decoding.
    virtual Picture cachedFrame(int number) const = 0;
    /// The frame that is on the screen at `seconds`; 0 for pictures.
    virtual int frameAt(double seconds) const = 0;

    /// Decodes ahead: puts the frames that follow `number` in this direction into the cache, until enough of them are
    /// there or a stop is asked for, which is no error. The frames around `number` stay cached.
    virtual void prepare(int number, Travel travel, const std::stop_token& stop) = 0;
    /// The frame closest to `number` that can be decoded without any other.
    virtual int keyFrameNear(int number) const = 0;
    /// Small pictures of the same frames by a decoder of their own, for work in the background (thumbnails, shots):
    /// neither waits for frame() nor touches its cache. Throws as openMedia.
    virtual std::unique_ptr<SmallPictureReader> openSmallPictures(const PictureBounds& bounds) const = 0;
};

enum class HardwareDecoding {
    Off,
    WhereExact, ///< VAAPI or NVDEC, as long as they give the same picture as the processor
};

struct MediaOptions {
    std::size_t cacheBytes = std::size_t{512} << 20; ///< decoded frames kept in memory
    int decoderThreads = 0;                          ///< 0: as many as are worth it on this machine
    HardwareDecoding hardware = HardwareDecoding::Off;
    std::filesystem::path indexCacheFolder{}; ///< where indexes of videos are kept between runs; empty: nowhere
    std::chrono::milliseconds patience{
        100}; ///< how long finding all frames may take before MediaCallbacks::firstFrames
};

struct MediaCallbacks {
    /// Called at most once, on the calling thread, if finding all frames takes long: a usable source of the first
    /// frames, which have the same numbers in the complete one unless the file's times are in disorder. It shares
    /// nothing with that.
    std::function<void(const std::shared_ptr<MediaSource>& source)> firstFrames{};
};

/// Throws Error with one clear sentence for everything that is neither a video nor pictures.
std::shared_ptr<MediaSource> openMedia(const std::filesystem::path& path, const MediaOptions& options,
                                       const std::stop_token& stop, Progress& progress,
                                       const MediaCallbacks& callbacks = {});
/// Several dropped pictures in the given order.
std::shared_ptr<MediaSource> openPictures(const std::vector<std::filesystem::path>& paths, const MediaOptions& options);

} // namespace storyscope::media
