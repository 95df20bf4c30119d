// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/media_source.h"
#include "core/media/video_index.h"
#include "core/story/picture.h"

#include <functional>
#include <memory>
#include <set>
#include <stop_token>
#include <string>

namespace storyscope::media {

struct FrameReaderOptions {
    int decoderThreads = 1; ///< 0: as many as are worth it on this machine
    HardwareDecoding hardware = HardwareDecoding::Off;
};

/// Decodes exactly the frame it is asked for, upright, in sRGB order, with the stream's own matrix and range; HDR is
/// toned down to SDR. Going forwards is cheapest; anything else seeks to the key frame before. One thread at a time.
class FrameReader {
public:
    /// Opens the file again; throws Error as buildVideoIndex does, or Mismatch if it is no longer the indexed file.
    explicit FrameReader(std::shared_ptr<const VideoIndex> index, FrameReaderOptions options = {});
    /// Gives pictures of this size instead of the full one: they are made without it, at a fraction of the cost.
    FrameReader(std::shared_ptr<const VideoIndex> index, FrameReaderOptions options, PictureBounds size);
    ~FrameReader();
    FrameReader(const FrameReader&) = delete;
    FrameReader& operator=(const FrameReader&) = delete;

    const VideoIndex& index() const;
    /// "VAAPI" or "NVDEC"; empty without hardware.
    std::string hardwareName() const;
    /// Frames in which the decoder found damage so far, ascending.
    const std::set<int>& damagedFrames() const;

    /// Frame `number` of the index. Throws Error{BadArgument} outside [0, frameCount), Error{Malformed} if this frame
    /// cannot be decoded, Error{Cancelled}. After a stop the next call goes on where it came.
    Picture frame(int number, const std::stop_token& stop = {});

    struct Wanted {
        int number = 0;
        int keepFrom = 0; ///< frames from this one on are handed to `keep` if they are decoded on the way to `number`
    };
    /// Receives a frame that was decoded on the way to the one asked for. `picture` converts it, which costs about as
    /// much as decoding it: call it only for frames that are wanted, and only inside this call.
    using Keep = std::function<void(int number, const std::function<Picture()>& picture)>;
    /// As frame(). What lies before the wanted frames is decoded only as far as others refer to it.
    Picture frame(const Wanted& wanted, const std::stop_token& stop, const Keep& keep);

private:
    class Decoder;
    std::unique_ptr<Decoder> m_decoder;
};

} // namespace storyscope::media
