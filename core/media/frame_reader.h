// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/video_index.h"
#include "core/story/picture.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace storyscope::media {

struct FrameReaderOptions {
    int decoderThreads = 1; ///< 0: as many as the machine has
};

/// Decodes exactly the frame it is asked for, upright, in sRGB order, with the stream's own matrix and range. Going
/// forwards is cheapest; anything else seeks to the key frame before. One thread at a time.
class FrameReader {
public:
    /// Opens the file again; throws Error as buildVideoIndex does, or Mismatch if it is no longer the indexed file.
    explicit FrameReader(std::shared_ptr<const VideoIndex> index, FrameReaderOptions options = {});
    ~FrameReader();
    FrameReader(const FrameReader&) = delete;
    FrameReader& operator=(const FrameReader&) = delete;

    const VideoIndex& index() const;

    /// Frame `number` of the index. Throws Error{BadArgument} outside [0, frameCount), Error{Malformed} if this frame
    /// cannot be decoded, Error{Cancelled}.
    Picture frame(int number, const std::stop_token& stop = {});

    /// Receives a frame that was decoded on the way to the one asked for. `picture` converts it, which costs about as
    /// much as decoding it: call it only for frames that are wanted, and only inside this call.
    using Keep = std::function<void(int number, const std::function<Picture()>& picture)>;
    /// As frame(), and hands every other frame decoded on the way (from the key frame on) to `keep`.
    Picture frame(int number, const std::stop_token& stop, const Keep& keep);

private:
    class Decoder;
    std::unique_ptr<Decoder> m_decoder;
};

} // namespace storyscope::media
