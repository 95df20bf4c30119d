// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/image_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/media/frame_reader.h"
#include "core/media/jpeg_decoder.h"
#include "core/media/picture_header.h"
#include "core/media/video_index.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <string_view>

namespace storyscope::media {

namespace {

ErrorPlace placeOf(const std::filesystem::path& path) {
    return inFile(path);
}

PictureHeader checkedHeader(std::span<const std::uint8_t> bytes, const std::filesystem::path& name) {
    if (bytes.empty()) {
        throw Error(ErrorCode::Malformed, "The picture file is empty", placeOf(name));
    }
    const PictureHeader header = readPictureHeader(bytes);
    if (header.format == PictureHeader::Format::Unknown) {
        throw Error(ErrorCode::Malformed, "This is not a JPEG, PNG, WebP, BMP or TIFF picture", placeOf(name));
    }
    if (header.width <= 0 || header.height <= 0) {
        throw Error(ErrorCode::Malformed, "The picture is damaged: it has no size", placeOf(name));
    }
    if (header.width > maximumPixels / header.height) {
        throw Error(ErrorCode::Unsupported,
                    "The picture is too large: " + std::to_string(header.width) + "×" + std::to_string(header.height) +
                        " pixels, at most 200 megapixels are read",
                    placeOf(name));
    }
    if (header.isAnimated && header.format == PictureHeader::Format::WebP) {
        throw Error(ErrorCode::Unsupported, "Animated WebP pictures are not supported", placeOf(name));
    }
    return header;
}

/// (H, W, 4) of any integer depth, blue first → (H, W, 3) 8 bit, blue first, over white.
cv::Mat overWhite(const cv::Mat& source) {
    cv::Mat bytes = source;
    if (source.depth() == CV_16U) {
        source.convertTo(bytes, CV_8U, 1.0 / 257.0);
    }
    cv::Mat opaque(bytes.size(), CV_8UC3);
    for (int y = 0; y < bytes.rows; ++y) {
        const auto* from = bytes.ptr<cv::Vec4b>(y);
        auto* to = opaque.ptr<cv::Vec3b>(y);
        for (int x = 0; x < bytes.cols; ++x) {
            const int alpha = from[x][3];
            for (int c = 0; c < 3; ++c) {
                to[x][c] = static_cast<std::uint8_t>((from[x][c] * alpha + 255 * (255 - alpha) + 127) / 255);
            }
        }
    }
    return opaque;
}

cv::Mat decodeBlueFirst(std::span<const std::uint8_t> bytes, const PictureHeader& header) {
    const cv::Mat encoded(1, static_cast<int>(bytes.size()), CV_8U, const_cast<std::uint8_t*>(bytes.data()));
    if (header.mayHaveAlpha) {
        const cv::Mat picture = cv::imdecode(encoded, cv::IMREAD_UNCHANGED);
        if (picture.channels() == 4 && (picture.depth() == CV_8U || picture.depth() == CV_16U)) {
            return overWhite(picture);
        }
    }
    return cv::imdecode(encoded, cv::IMREAD_COLOR);
}

Picture decode(std::span<const std::uint8_t> bytes, const std::filesystem::path& name, const PictureWish& wish) {
    const PictureHeader header = checkedHeader(bytes, name);
    if (header.format == PictureHeader::Format::Jpeg) {
        if (std::optional<Picture> picture = decodeJpeg(bytes, name, wish)) {
            return *std::move(picture);
        }
    }
    try {
        const cv::Mat picture = decodeBlueFirst(bytes, header);
        if (picture.empty()) {
            throw Error(ErrorCode::Malformed, "The picture is damaged and cannot be decoded", placeOf(name));
        }
        std::vector<std::uint8_t> pixels(picture.total() * 3);
        cv::Mat rgb(picture.size(), CV_8UC3, pixels.data());
        cv::cvtColor(picture, rgb, cv::COLOR_BGR2RGB);
        return Picture(picture.cols, picture.rows, std::move(pixels));
    } catch (const cv::Exception& error) {
        throw Error(ErrorCode::Malformed, "The picture cannot be decoded: " + error.err, placeOf(name));
    }
}

Picture firstFrameOf(const std::filesystem::path& path) {
    const auto index = std::make_shared<const VideoIndex>(buildVideoIndex(path, {}, Progress::none()));
    return FrameReader(index).frame(0);
}

cv::Mat viewOf(const Picture& picture) {
    return cv::Mat(picture.height(), picture.width(), CV_8UC3, const_cast<std::uint8_t*>(picture.data()));
}

} // namespace

Picture readPicture(const std::filesystem::path& path, const PictureWish& wish) {
    const std::string bytes = readFile(path);
    if (bytes.starts_with("GIF8")) {
        return firstFrameOf(path);
    }
    return decode({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, path, wish);
}

Picture decodePicture(const std::vector<std::uint8_t>& bytes, const std::filesystem::path& name,
                      const PictureWish& wish) {
    return decode(bytes, name, wish);
}

bool isPictureName(const std::filesystem::path& path) {
    static constexpr std::array<std::string_view, 9> endings{".jpg", ".jpeg", ".jpe", ".png", ".webp",
                                                             ".bmp", ".dib",  ".tif", ".tiff"};
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return std::tolower(c); });
    return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

std::vector<std::uint8_t> encodePng(const Picture& picture) {
    if (picture.isEmpty()) {
        throw Error(ErrorCode::BadArgument, "An empty picture cannot be saved as PNG");
    }
    cv::Mat blueFirst;
    cv::cvtColor(viewOf(picture), blueFirst, cv::COLOR_RGB2BGR);
    std::vector<std::uint8_t> bytes;
    cv::imencode(".png", blueFirst, bytes);
    return bytes;
}

void writePng(const std::filesystem::path& path, const Picture& picture) {
    const std::vector<std::uint8_t> bytes = encodePng(picture);
    writeFileAtomically(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Picture resized(const Picture& picture, int width, int height) {
    if (picture.isEmpty() || width <= 0 || height <= 0 || width > maximumPixels / height) {
        throw Error(ErrorCode::BadArgument,
                    "A picture cannot be resized to " + std::to_string(width) + "×" + std::to_string(height));
    }
    if (width == picture.width() && height == picture.height()) {
        return picture;
    }
    std::vector<std::uint8_t> pixels(std::size_t{3} * static_cast<std::size_t>(width) *
                                     static_cast<std::size_t>(height));
    cv::Mat target(height, width, CV_8UC3, pixels.data());
    const bool shrinks = width <= picture.width() && height <= picture.height();
    cv::resize(viewOf(picture), target, target.size(), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
    return Picture(width, height, std::move(pixels));
}

Picture fitted(const Picture& picture, const PictureBounds& bounds) {
    const PictureBounds size = fittedSize(picture.width(), picture.height(), bounds);
    const bool fits = size.width == picture.width() && size.height == picture.height();
    return fits ? picture : resized(picture, size.width, size.height);
}

} // namespace storyscope::media
