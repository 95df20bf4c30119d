// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/picture_converter.h"

#include "core/base/error.h"
#include "core/media/picture_header.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace storyscope::media {

namespace {

/// The deprecated "J" formats say full range by their name; swscale wants it said apart.
int withoutRange(int format) {
    switch (format) {
    case AV_PIX_FMT_YUVJ420P:
        return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_YUVJ422P:
        return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ444P:
        return AV_PIX_FMT_YUV444P;
    case AV_PIX_FMT_YUVJ440P:
        return AV_PIX_FMT_YUV440P;
    case AV_PIX_FMT_YUVJ411P:
        return AV_PIX_FMT_YUV411P;
    default:
        return format;
    }
}

/// What a stream does not say is guessed as players do: BT.709 from 720 lines or 1280 columns on, else BT.601.
int matrixOf(const AVFrame& frame) {
    switch (frame.colorspace) {
    case AVCOL_SPC_BT709:
        return SWS_CS_ITU709;
    case AVCOL_SPC_FCC:
        return SWS_CS_FCC;
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
        return SWS_CS_ITU601;
    case AVCOL_SPC_SMPTE240M:
        return SWS_CS_SMPTE240M;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL:
        return SWS_CS_BT2020;
    default:
        return frame.width >= 1280 || frame.height >= 720 ? SWS_CS_ITU709 : SWS_CS_ITU601;
    }
}

bool hasAlphaChannel(int format) {
    const AVPixFmtDescriptor* description = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(format));
    const bool isPaletted = format == AV_PIX_FMT_PAL8;
    return isPaletted || (description != nullptr && (description->flags & AV_PIX_FMT_FLAG_ALPHA) != 0);
}

int alignedTo64(int bytes) {
    return (bytes + 63) / 64 * 64;
}

/// One row of `width` pixels; four bytes per source pixel are laid over white.
void copyRow(const std::uint8_t* from, std::uint8_t* to, int width, bool hasAlpha) {
    if (!hasAlpha) {
        std::memcpy(to, from, std::size_t{3} * static_cast<std::size_t>(width));
        return;
    }
    for (int x = 0; x < width; ++x, from += 4, to += 3) {
        const int alpha = from[3];
        for (int c = 0; c < 3; ++c) {
            to[c] = static_cast<std::uint8_t>((from[c] * alpha + 255 * (255 - alpha) + 127) / 255);
        }
    }
}

/// (h, w, 3) → upright. A picture pixel (x, y) comes from source origin + x·columnStep + y·rowStep.
std::vector<std::uint8_t> turned(const std::vector<std::uint8_t>& source, int width, int height,
                                 const Orientation& orientation) {
    const std::ptrdiff_t right = orientation.isMirrored ? -3 : 3;
    const std::ptrdiff_t down = std::ptrdiff_t{3} * width;
    const std::ptrdiff_t firstColumn = orientation.isMirrored ? std::ptrdiff_t{3} * (width - 1) : 0;
    const std::ptrdiff_t lastRow = down * (height - 1);
    const std::ptrdiff_t lastColumn = firstColumn + right * (width - 1);
    std::ptrdiff_t origin = firstColumn;
    std::ptrdiff_t columnStep = right;
    std::ptrdiff_t rowStep = down;
    switch (orientation.rotationDegrees) {
    case 90:
        origin = firstColumn + lastRow, columnStep = -down, rowStep = right;
        break;
    case 180:
        origin = lastColumn + lastRow, columnStep = -right, rowStep = -down;
        break;
    case 270:
        origin = lastColumn, columnStep = down, rowStep = -right;
        break;
    default:
        break;
    }
    const bool swaps = orientation.rotationDegrees % 180 != 0;
    const int outWidth = swaps ? height : width;
    const int outHeight = swaps ? width : height;
    std::vector<std::uint8_t> result(source.size());
    std::uint8_t* to = result.data();
    for (int y = 0; y < outHeight; ++y) {
        const std::uint8_t* from = source.data() + origin + y * rowStep;
        for (int x = 0; x < outWidth; ++x, to += 3, from += columnStep) {
            std::memcpy(to, from, 3);
        }
    }
    return result;
}

} // namespace

ShownSize shownSize(int codedWidth, int codedHeight, AVRational sampleAspectRatio, const Orientation& orientation) {
    double width = codedWidth;
    double height = codedHeight;
    const double ratio = sampleAspectRatio.num > 0 && sampleAspectRatio.den > 0 ? av_q2d(sampleAspectRatio) : 1.0;
    if (ratio > 1.0 && ratio <= 8.0) {
        width *= ratio;
    } else if (ratio < 1.0 && ratio >= 0.125) {
        height /= ratio;
    }
    if (width * height > static_cast<double>(maximumVideoPixels)) {
        width = codedWidth;
        height = codedHeight;
    }
    const ShownSize size{static_cast<int>(std::lround(width)), static_cast<int>(std::lround(height))};
    return orientation.rotationDegrees % 180 == 0 ? size : ShownSize{size.height, size.width};
}

PictureConverter::PictureConverter(ShownSize size, Orientation orientation)
    : m_size(size), m_uprightSize(orientation.rotationDegrees % 180 == 0 ? size : ShownSize{size.height, size.width}),
      m_orientation(orientation) {}

AVPixelFormat PictureConverter::scaledFormat() const {
    if (m_toneMapping) {
        return AV_PIX_FMT_RGB48;
    }
    return m_hasAlpha ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24;
}

void PictureConverter::prepare(const Source& source) {
    m_hasAlpha = hasAlphaChannel(source.format);
    m_toneMapping.reset();
    if (source.transfer == AVCOL_TRC_SMPTE2084) {
        m_toneMapping.emplace(ToneMapping::Transfer::Pq);
    } else if (source.transfer == AVCOL_TRC_ARIB_STD_B67) {
        m_toneMapping.emplace(ToneMapping::Transfer::Hlg);
    }
    const bool shrinks = m_uprightSize.width < source.width && m_uprightSize.height < source.height;
    m_scaler.reset(sws_getContext(source.width, source.height, static_cast<AVPixelFormat>(source.format),
                                  m_uprightSize.width, m_uprightSize.height, scaledFormat(),
                                  shrinks ? SWS_AREA : SWS_BICUBIC, nullptr, nullptr, nullptr));
    if (!m_scaler) {
        throw Error(ErrorCode::Malformed, "The video's pictures cannot be converted");
    }
    const int* matrix = sws_getCoefficients(source.matrix);
    constexpr int one = 1 << 16;
    sws_setColorspaceDetails(m_scaler.get(), matrix, source.isFullRange ? 1 : 0, matrix, 1, 0, one, one);
    m_source = source;
}

void PictureConverter::scale(const AVFrame& frame, std::uint8_t* target, int strideBytes) {
    const std::array<std::uint8_t*, 4> planes{target, nullptr, nullptr, nullptr};
    const std::array<int, 4> strides{strideBytes, 0, 0, 0};
    if (sws_scale(m_scaler.get(), frame.data, frame.linesize, 0, frame.height, planes.data(), strides.data()) <= 0) {
        throw Error(ErrorCode::Malformed, "The video's pictures cannot be converted");
    }
}

/// Through rows of our own: padded, since swscale may write past the end of a row, and of another pixel format.
void PictureConverter::scaleThroughRows(const AVFrame& frame, std::uint8_t* target) {
    const int width = m_uprightSize.width;
    const int height = m_uprightSize.height;
    const int bytesPerPixel = m_toneMapping ? 6 : m_hasAlpha ? 4 : 3;
    const int stride = alignedTo64(bytesPerPixel * width + 64);
    m_rows.resize(static_cast<std::size_t>(stride) * static_cast<std::size_t>(height) + 64);
    scale(frame, m_rows.data(), stride);
    for (int y = 0; y < height; ++y, target += std::ptrdiff_t{3} * width) {
        const std::uint8_t* row = m_rows.data() + std::ptrdiff_t{stride} * y;
        if (m_toneMapping) {
            m_toneMapping->convert(row, target, width);
        } else {
            copyRow(row, target, width, m_hasAlpha);
        }
    }
}

Picture PictureConverter::convert(const AVFrame& frame) {
    if (frame.width <= 0 || frame.height <= 0 || frame.format < 0) {
        throw Error(ErrorCode::Malformed, "The video's pictures have no size");
    }
    const Source source{.width = frame.width,
                        .height = frame.height,
                        .format = withoutRange(frame.format),
                        .matrix = matrixOf(frame),
                        .isFullRange =
                            frame.color_range == AVCOL_RANGE_JPEG || withoutRange(frame.format) != frame.format,
                        .transfer = frame.color_trc};
    if (!m_scaler || source != m_source) {
        prepare(source);
    }
    const int width = m_uprightSize.width;
    const int height = m_uprightSize.height;
    std::vector<std::uint8_t> pixels(std::size_t{3} * static_cast<std::size_t>(width) *
                                     static_cast<std::size_t>(height));
    if (!m_hasAlpha && !m_toneMapping && width % 16 == 0) {
        scale(frame, pixels.data(), 3 * width);
    } else {
        scaleThroughRows(frame, pixels.data());
    }
    if (m_orientation.rotationDegrees != 0 || m_orientation.isMirrored) {
        pixels = turned(pixels, width, height, m_orientation);
    }
    return Picture(m_size.width, m_size.height, std::move(pixels));
}

} // namespace storyscope::media
