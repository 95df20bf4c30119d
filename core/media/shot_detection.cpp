// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_sampler.h"

#include "core/base/error.h"
#include "core/media/fade_detection.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace storyscope::media {

namespace {

constexpr int thumbnailSide = 64;
constexpr int blocksPerSide = 8;
constexpr int hues = 16;
constexpr int levels = 5;

/// What a frame looks like from far away.
struct Signature {
    std::array<std::array<float, levels>, hues + 1> histogram{}; ///< hue × value, the last hue is grey; sums to 1
    BlockColours blocks{};
};

/// Shares a pixel out between neighbouring bins, so that the coder's noise at the border of two bins moves little.
void addPixel(Signature& signature, const cv::Vec3b& hsv, float weight) {
    constexpr float fullyColoured = 64.0F;
    const float hue = static_cast<float>(hsv[0]) * hues / 256.0F;
    const float value = static_cast<float>(hsv[2]) * (levels - 1) / 256.0F;
    const float colour = std::min(1.0F, static_cast<float>(hsv[1]) / fullyColoured);
    const auto lowHue = static_cast<std::size_t>(hue);
    const auto lowValue = static_cast<std::size_t>(value);
    const float hueShare = hue - static_cast<float>(lowHue);
    const float valueShare = value - static_cast<float>(lowValue);
    const auto add = [&](std::size_t bin, float share) {
        signature.histogram[bin][lowValue] += weight * share * (1 - valueShare);
        signature.histogram[bin][lowValue + 1] += weight * share * valueShare;
    };
    add(lowHue, colour * (1 - hueShare));
    add((lowHue + 1) % hues, colour * hueShare);
    add(hues, 1 - colour);
}

Signature signatureOf(const Picture& picture) {
    const cv::Mat rgb(picture.height(), picture.width(), CV_8UC3, const_cast<std::uint8_t*>(picture.data()));
    cv::Mat hsv;
    cv::cvtColor(rgb, hsv, cv::COLOR_RGB2HSV_FULL);
    cv::Mat means;
    cv::resize(rgb, means, cv::Size(blocksPerSide, blocksPerSide), 0, 0, cv::INTER_AREA);
    Signature signature;
    const float weight = 1.0F / static_cast<float>(rgb.total());
    for (int y = 0; y < rgb.rows; ++y) {
        for (int x = 0; x < rgb.cols; ++x) {
            addPixel(signature, hsv.at<cv::Vec3b>(y, x), weight);
        }
    }
    for (int i = 0; i < blocksPerSide * blocksPerSide; ++i) {
        const auto mean = means.at<cv::Vec3b>(i / blocksPerSide, i % blocksPerSide);
        for (int c = 0; c < 3; ++c) {
            signature.blocks[static_cast<std::size_t>(3 * i + c)] = static_cast<float>(mean[c]) / 255.0F;
        }
    }
    return signature;
}

/// 0 for equal pictures, about 1 for pictures that have nothing in common.
double distance(const Signature& a, const Signature& b) {
    double histogram = 0;
    for (std::size_t hue = 0; hue < a.histogram.size(); ++hue) {
        for (std::size_t value = 0; value < levels; ++value) {
            histogram += std::abs(a.histogram[hue][value] - b.histogram[hue][value]);
        }
    }
    return 0.5 * histogram / 2.0 + 2.0 * difference(a.blocks, b.blocks);
}

/// Distances of the frames up to `reach` before and behind `place`.
std::vector<double> around(const std::vector<double>& distances, std::size_t place, std::size_t reach) {
    std::vector<double> values;
    const std::size_t first = place > reach ? place - reach : 1;
    const std::size_t last = std::min(distances.size() - 1, place + reach);
    for (std::size_t i = first; i <= last; ++i) {
        if (i != place) {
            values.push_back(distances[i]);
        }
    }
    return values;
}

/// The value that `share` of the values do not exceed; 0 if there are none.
double quantile(std::vector<double> values, double share) {
    if (values.empty()) {
        return 0;
    }
    const auto place = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(place), values.end());
    return values[place];
}

/// A cut is a jump in a course that is otherwise smooth. A large one must stand out from its neighbourhood; a small
/// one (the same place, its people moved) also from what is usual in this video.
bool isCut(const std::vector<double>& distances, std::size_t place, double usual) {
    const double here = distances[place];
    const double next = quantile(around(distances, place, 3), 1.0);
    const double near = quantile(around(distances, place, 8), 0.75);
    const bool isLarge = here >= 0.08 && here >= 1.8 * next && here >= 3.5 * near;
    const bool isSmall = here >= 0.015 && here >= 2.4 * next && here >= 1.5 * usual;
    return isLarge || isSmall;
}

/// A frame that cannot be decoded looks like the one before it: damage is no cut.
Signature signatureAt(SmallPictureReader& pictures, int number, const Signature& previous,
                      const std::stop_token& stop) {
    try {
        return signatureOf(pictures.picture(number, stop));
    } catch (const Error& error) {
        if (error.code() != ErrorCode::Malformed) {
            throw;
        }
        return previous;
    }
}

std::vector<int> findCuts(const std::vector<double>& distances) {
    const double usual = quantile(distances, 0.9);
    std::vector<int> cuts;
    for (std::size_t i = 1; i < distances.size(); ++i) {
        if (isCut(distances, i, usual)) {
            cuts.push_back(static_cast<int>(i));
        }
    }
    return cuts;
}

/// A fade is one change of shot, in its middle, whatever jumps inside it.
std::vector<int> startsOfShots(std::vector<int> cuts, const std::vector<FadeDetector::Fade>& fades) {
    for (const FadeDetector::Fade& fade : fades) {
        std::erase_if(cuts, [&](int cut) { return cut >= fade.first && cut <= fade.last; });
        if (fade.changesShot) {
            cuts.push_back(fade.middle());
        }
    }
    cuts.push_back(0);
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    return cuts;
}

} // namespace

std::vector<int> findShots(const MediaSource& source, const std::stop_token& stop, Progress& progress) {
    std::vector<double> distances{0.0}; // between each frame and the one before
    FadeDetector fades;
    Signature previous;
    const auto pictures = source.openSmallPictures({.width = thumbnailSide, .height = thumbnailSide});
    for (int number = 0; number < source.frameCount(); ++number) {
        throwIfStopped(stop);
        const Signature current = signatureAt(*pictures, number, previous, stop);
        fades.add(current.blocks);
        if (number > 0) {
            distances.push_back(distance(previous, current));
        }
        previous = current;
        progress.report("Looking for shots", number + 1, source.frameCount());
    }
    return startsOfShots(findCuts(distances), fades.finish());
}

} // namespace storyscope::media
