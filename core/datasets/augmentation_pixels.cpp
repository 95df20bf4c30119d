// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/datasets/augmented_preparation.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace storyscope::datasets {

namespace {

cv::Mat viewOf(const Picture& picture) {
    return cv::Mat(picture.height(), picture.width(), CV_8UC3, const_cast<std::uint8_t*>(picture.data()));
}

Picture pictureOf(const cv::Mat& picture) {
    return Picture(picture.cols, picture.rows, std::vector<std::uint8_t>(picture.datastart, picture.dataend));
}

/// Mirrors and turns counter-clockwise about the middle in one go.
cv::Matx23d turning(const PictureChange& change, cv::Size size) {
    const cv::Point2f middle(static_cast<float>(size.width - 1) / 2, static_cast<float>(size.height - 1) / 2);
    cv::Matx23d matrix = cv::getRotationMatrix2D(middle, change.rotationDegrees, 1);
    if (change.isMirrored) {
        for (int row = 0; row < 2; ++row) {
            matrix(row, 2) += matrix(row, 0) * (size.width - 1);
            matrix(row, 0) = -matrix(row, 0);
        }
    }
    return matrix;
}

// All three changes are linear, so they are one matrix: saturation mixes a colour with its grey, brightness scales, and
// contrast scales around the mean grey.
cv::Mat withOtherColours(const cv::Mat& source, const PictureChange& change) {
    const cv::Vec3d greyShares(0.299, 0.587, 0.114); // ITU-R BT.601
    const cv::Scalar means = cv::mean(source);
    const double meanGrey = change.brightness * greyShares.dot(cv::Vec3d(means[0], means[1], means[2]));
    const double scale = change.contrast * change.brightness;
    cv::Matx34f matrix;
    for (int to = 0; to < 3; ++to) {
        for (int from = 0; from < 3; ++from) {
            const double own = to == from ? change.saturation : 0;
            matrix(to, from) = static_cast<float>(scale * (own + (1 - change.saturation) * greyShares[from]));
        }
        matrix(to, 3) = static_cast<float>(meanGrey * (1 - change.contrast));
    }
    cv::Mat result;
    cv::transform(source, result, matrix);
    return result;
}

/// Sum of four uniform numbers of 16 bits: near enough to a normal distribution, with standard deviation 1.
float grainValue(Random& random) {
    const std::uint64_t bits = random.next();
    const auto sum =
        static_cast<float>((bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48));
    return (sum / 65535.0F - 2.0F) * 1.7320508F;
}

/// The same for the three colours of a pixel, as film has it.
void addGrain(cv::Mat& picture, float deviation, std::uint64_t seed) {
    Random random{seed};
    for (int y = 0; y < picture.rows; ++y) {
        for (int x = 0; x < picture.cols; ++x) {
            const float grain = 255 * deviation * grainValue(random);
            cv::Vec3b& pixel = picture.at<cv::Vec3b>(y, x);
            for (int c = 0; c < 3; ++c) {
                pixel[c] = cv::saturate_cast<std::uint8_t>(static_cast<float>(pixel[c]) + grain);
            }
        }
    }
}

} // namespace

Picture turned(const Picture& picture, const PictureChange& change) {
    if (picture.isEmpty() || (!change.isMirrored && change.rotationDegrees == 0)) {
        return picture;
    }
    const cv::Mat source = viewOf(picture);
    std::vector<std::uint8_t> pixels(picture.sizeBytes());
    cv::Mat target(source.size(), CV_8UC3, pixels.data());
    if (change.rotationDegrees == 0) {
        cv::flip(source, target, 1);
    } else {
        cv::warpAffine(source, target, turning(change, source.size()), source.size(), cv::INTER_LINEAR,
                       cv::BORDER_REFLECT);
    }
    return Picture(picture.width(), picture.height(), std::move(pixels));
}

Picture moved(const Picture& picture, const PictureChange& change) {
    if (picture.isEmpty()) {
        return picture;
    }
    const media::PictureSize size{picture.width(), picture.height()};
    return turned(media::cropped({picture, keptPart(size, change)}), change);
}

Picture movedWithin(const Picture& picture, const PictureChange& change) {
    const Picture part = moved(picture, change);
    if (part.width() == picture.width() && part.height() == picture.height()) {
        return part;
    }
    cv::Mat result;
    cv::resize(viewOf(part), result, {picture.width(), picture.height()}, 0, 0, cv::INTER_LINEAR);
    return pictureOf(result);
}

Picture recoloured(const Picture& picture, const PictureChange& change, std::size_t frame) {
    const bool isRecoloured = change.brightness != 1 || change.contrast != 1 || change.saturation != 1;
    if (picture.isEmpty() || (!isRecoloured && !change.isBlurred && change.noise == 0)) {
        return picture;
    }
    cv::Mat result = viewOf(picture).clone();
    if (change.isBlurred) {
        cv::GaussianBlur(result, result, {3, 3}, 0);
    }
    if (isRecoloured) {
        result = withOtherColours(result, change);
    }
    if (change.noise > 0) {
        addGrain(result, static_cast<float>(change.noise), change.noiseSeed + frame);
    }
    return pictureOf(result);
}

Picture changed(const Picture& picture, const PictureChange& change) {
    return recoloured(moved(picture, change), change);
}

} // namespace storyscope::datasets
