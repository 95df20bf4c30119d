// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/augmentation.h"

#include "core/base/error.h"
#include "core/datasets/side_words.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace storyscope::datasets {

namespace {

/// SplitMix64, as in Steele et al. 2014, "Fast splittable pseudorandom number generators".
class Chance {
public:
    explicit Chance(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t next() {
        m_state += 0x9E3779B97F4A7C15U;
        std::uint64_t value = m_state;
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9U;
        value = (value ^ value >> 27) * 0x94D049BB133111EBU;
        return value ^ value >> 31;
    }
    double uniform(double lowest, double highest) {
        return lowest + (highest - lowest) * static_cast<double>(next() >> 11) * 0x1.0p-53;
    }

private:
    std::uint64_t m_state;
};

bool hasSides(const Story& story) {
    const auto nameASide = [](const std::vector<std::string>& texts) { return std::ranges::any_of(texts, namesASide); };
    return nameASide(story.captions) || std::ranges::any_of(story.frames, [&](const StoryFrame& frame) {
               return namesASide(frame.caption) || nameASide(frame.references);
           });
}

void checkRange(const char* name, double value, double lowest, double highest) {
    if (!(value >= lowest && value <= highest)) {
        throw Error(ErrorCode::BadArgument, std::string(name) + " must lie between " + cv::format("%g", lowest) +
                                                " and " + cv::format("%g", highest) + ", not " +
                                                cv::format("%g", value));
    }
}

cv::Mat viewOf(const Picture& picture) {
    return cv::Mat(picture.height(), picture.width(), CV_8UC3, const_cast<std::uint8_t*>(picture.data()));
}

Picture pictureOf(const cv::Mat& picture) {
    return Picture(picture.cols, picture.rows, std::vector<std::uint8_t>(picture.datastart, picture.dataend));
}

cv::Rect cropOf(cv::Size size, const PictureChange& change) {
    const auto pixels = [](double share, int whole) { return static_cast<int>(std::lround(share * whole)); };
    const int width = std::max(1, pixels(change.cropSize, size.width));
    const int height = std::max(1, pixels(change.cropSize, size.height));
    return {std::clamp(pixels(change.cropLeft, size.width), 0, size.width - width),
            std::clamp(pixels(change.cropTop, size.height), 0, size.height - height), width, height};
}

/// The box that surrounds a box turned about the middle, without regard to the picture's aspect: small angles.
Box turned(const Box& box, double degrees) {
    const double radians = degrees * std::numbers::pi / 180;
    const auto cosine = static_cast<float>(std::cos(radians));
    const auto sine = static_cast<float>(std::abs(std::sin(radians)));
    const auto signedSine = static_cast<float>(std::sin(radians));
    const float x = box.left + box.width / 2 - 0.5F;
    const float y = box.top + box.height / 2 - 0.5F;
    const float width = box.width * cosine + box.height * sine;
    const float height = box.height * cosine + box.width * sine;
    return {.left = 0.5F + x * cosine + y * signedSine - width / 2,
            .top = 0.5F + y * cosine - x * signedSine - height / 2,
            .width = width,
            .height = height};
}

std::optional<Box> changedBox(const Box& box, const PictureChange& change) {
    const auto size = static_cast<float>(change.cropSize);
    Box part{.left = (box.left - static_cast<float>(change.cropLeft)) / size,
             .top = (box.top - static_cast<float>(change.cropTop)) / size,
             .width = box.width / size,
             .height = box.height / size};
    if (change.isMirrored) {
        part.left = 1 - part.left - part.width;
    }
    if (change.rotationDegrees != 0) {
        part = turned(part, change.rotationDegrees);
    }
    const float right = std::min(part.left + part.width, 1.0F);
    const float bottom = std::min(part.top + part.height, 1.0F);
    const float left = std::max(part.left, 0.0F);
    const float top = std::max(part.top, 0.0F);
    if (right <= left || bottom <= top) {
        return std::nullopt;
    }
    return Box{.left = left, .top = top, .width = right - left, .height = bottom - top};
}

void swapSides(StoryFrame& frame) {
    const SwappedSides swapped = swapSideWords(frame.caption);
    frame.caption = swapped.text;
    for (Grounding& grounding : frame.groundings) {
        grounding.begin = swapped.position(grounding.begin);
        grounding.end = swapped.position(grounding.end);
    }
    for (std::string& reference : frame.references) {
        reference = swapSideWords(reference).text;
    }
}

} // namespace

void AugmentationOptions::check() const {
    checkRange("The share of mirrored stories", mirrorShare, 0, 1);
    checkRange("The smallest crop", smallestCrop, 0.05, 1);
    checkRange("The variation of colours", colour, 0, 0.99);
    checkRange("The rotation in degrees", rotationDegrees, 0, 45);
}

PictureChange drawChange(const AugmentationOptions& options, std::uint64_t seed, const Story& story) {
    options.check();
    Chance chance(seed);
    PictureChange change;
    const bool mayMirror = options.sides == AugmentationOptions::Sides::SwapWords || !hasSides(story);
    // Drawn whether it may or not, so that a caption changes nothing else.
    change.isMirrored = chance.uniform(0, 1) < options.mirrorShare && mayMirror;
    change.cropSize = chance.uniform(options.smallestCrop, 1);
    change.cropLeft = chance.uniform(0, 1 - change.cropSize);
    change.cropTop = chance.uniform(0, 1 - change.cropSize);
    for (double* factor : {&change.brightness, &change.contrast, &change.saturation}) {
        *factor = 1 + chance.uniform(-options.colour, options.colour);
    }
    change.rotationDegrees = chance.uniform(-options.rotationDegrees, options.rotationDegrees);
    return change;
}

std::uint64_t sampleSeed(std::uint64_t runSeed, std::uint64_t epoch, std::uint64_t storyIndex) {
    std::uint64_t seed = 0;
    for (const std::uint64_t key : {runSeed, epoch, storyIndex}) {
        seed = Chance(seed ^ key).next();
    }
    return seed;
}

Picture moved(const Picture& picture, const PictureChange& change) {
    const bool isMoved = change.isMirrored || change.cropSize != 1 || change.rotationDegrees != 0;
    if (picture.isEmpty() || !isMoved) {
        return picture;
    }
    const cv::Mat source = viewOf(picture);
    cv::Mat result = source(cropOf(source.size(), change)).clone();
    if (change.isMirrored) {
        cv::flip(result, result, 1);
    }
    if (change.rotationDegrees != 0) {
        const cv::Point2f middle(static_cast<float>(result.cols - 1) / 2, static_cast<float>(result.rows - 1) / 2);
        cv::Mat turnedPicture;
        cv::warpAffine(result, turnedPicture, cv::getRotationMatrix2D(middle, change.rotationDegrees, 1), result.size(),
                       cv::INTER_LINEAR, cv::BORDER_REFLECT);
        result = turnedPicture;
    }
    return pictureOf(result);
}

// All three changes are linear, so they are one matrix: saturation mixes a colour with its grey, brightness scales, and
// contrast scales around the mean grey.
Picture recoloured(const Picture& picture, const PictureChange& change) {
    const bool isRecoloured = change.brightness != 1 || change.contrast != 1 || change.saturation != 1;
    if (picture.isEmpty() || !isRecoloured) {
        return picture;
    }
    const cv::Mat source = viewOf(picture);
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
    return pictureOf(result);
}

Picture changed(const Picture& picture, const PictureChange& change) {
    return recoloured(moved(picture, change), change);
}

Story changed(Story story, const PictureChange& change) {
    for (StoryFrame& frame : story.frames) {
        for (Entity& entity : frame.entities) {
            entity.box = entity.box ? changedBox(*entity.box, change) : std::nullopt;
        }
        if (change.isMirrored) {
            swapSides(frame);
        }
    }
    for (std::string& caption : story.captions) {
        caption = change.isMirrored ? swapSideWords(caption).text : caption;
    }
    return story;
}

bool namesASide(const std::string& text) {
    return !swapSideWords(text).places.empty();
}

} // namespace storyscope::datasets
