// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/demuxer.h"
#include "core/media/ffmpeg_handles.h"
#include "core/media/tone_mapping.h"
#include "core/story/picture.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace storyscope::media {

/// Size of a video's pictures as they are shown: stretched to square pixels (never losing any), then turned.
struct ShownSize {
    int width = 0;
    int height = 0;
};
ShownSize shownSize(int codedWidth, int codedHeight, AVRational sampleAspectRatio, const Orientation& orientation);

/// Turns decoded frames of any pixel format into upright RGB pictures of one size, with each frame's own matrix and
/// range; transparency over white, HDR toned down to SDR. Shrinking averages areas. One thread at a time.
class PictureConverter {
public:
    PictureConverter(ShownSize size, Orientation orientation);
    /// Throws Error{Malformed} for a frame that cannot be converted.
    Picture convert(const AVFrame& frame);

private:
    struct Source {
        int width = 0;
        int height = 0;
        int format = AV_PIX_FMT_NONE;
        int matrix = 0;
        bool isFullRange = false;
        int transfer = 0; ///< AVColorTransferCharacteristic
        bool operator==(const Source&) const = default;
    };
    void prepare(const Source& source);
    void scale(const AVFrame& frame, std::uint8_t* target, int strideBytes);
    void scaleThroughRows(const AVFrame& frame, std::uint8_t* target);
    AVPixelFormat scaledFormat() const;

    ShownSize m_size;        ///< of the finished picture
    ShownSize m_uprightSize; ///< before it is turned
    Orientation m_orientation;
    Source m_source;
    ffmpeg::Scaler m_scaler;
    bool m_hasAlpha = false;
    std::optional<ToneMapping> m_toneMapping; ///< for HDR; m_rows then holds 16 bits per colour
    std::vector<std::uint8_t> m_rows;         ///< padded for swscale, which may write past the end of a row
};

} // namespace storyscope::media
