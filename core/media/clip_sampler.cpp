// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/clip_sampler.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace storyscope::media {

namespace {

constexpr double stepSeconds = 0.25;
constexpr double rounding = 1e-6; // of times, in seconds and in steps

int stepsIn(double seconds, double step) {
    return static_cast<int>(std::floor(seconds / step + rounding));
}

} // namespace

ClipFrames clipFramesAround(const MediaSource& source, int number, int count) {
    if (source.kind() != MediaSource::Kind::Video || count < 1) {
        return {};
    }
    if (source.frameCount() <= count) {
        ClipFrames all{std::vector<int>(static_cast<std::size_t>(source.frameCount())), number};
        std::iota(all.numbers.begin(), all.numbers.end(), 0);
        return all;
    }
    const double begin = source.timeSeconds(0).value_or(0);
    const double end = source.timeSeconds(source.frameCount() - 1).value_or(begin);
    const double time = source.timeSeconds(number).value_or(begin);
    const double step = std::min(stepSeconds, (end - begin) / std::max(count - 1, 1));
    if (count == 1 || step <= 0) {
        return {{number}, 0};
    }
    const int possibleBefore = stepsIn(time - begin, step);
    const int after = std::min(count - 1 - std::min(count / 2, possibleBefore), stepsIn(end - time, step));
    const int before = std::min(count - 1 - after, possibleBefore);
    ClipFrames clip;
    for (int i = -before; i <= after; ++i) {
        const int shown = i == 0 ? number : source.frameAt(time + i * step + rounding);
        if (clip.numbers.empty() || clip.numbers.back() < shown) {
            clip.numbers.push_back(shown);
        }
    }
    const auto own = std::ranges::find(clip.numbers, number);
    clip.own = static_cast<int>(own - clip.numbers.begin());
    return clip;
}

} // namespace storyscope::media
