// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_sampler.h"

#include "core/base/error.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace storyscope::media {

namespace {

struct Shot {
    int start = 0;
    int length = 0;
    int frames = 0; ///< how many of them are taken
};

std::vector<Shot> shotsFrom(int frameCount, const std::vector<int>& starts) {
    std::vector<Shot> shots;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const int end = i + 1 < starts.size() ? starts[i + 1] : frameCount;
        if (starts[i] < 0 || end <= starts[i] || end > frameCount) {
            throw Error(ErrorCode::BadArgument, "The starts of shots must ascend and lie inside the video");
        }
        shots.push_back({.start = starts[i], .length = end - starts[i], .frames = 0});
    }
    return shots;
}

/// i-th middle of `count` equal parts of `length` frames.
int middle(int length, int count, int i) {
    return static_cast<int>((2 * std::int64_t{i} + 1) * length / (2 * std::int64_t{count}));
}

std::vector<int> allFrames(int frameCount) {
    std::vector<int> frames(static_cast<std::size_t>(std::max(0, frameCount)));
    std::iota(frames.begin(), frames.end(), 0);
    return frames;
}

/// Gives each next frame to the shot in which frames would then stand farthest apart; the earlier one among equals.
void distribute(std::vector<Shot>& shots, int count) {
    for (int given = 0; given < count; ++given) {
        const auto gap = [](const Shot& shot) {
            return shot.frames < shot.length ? static_cast<double>(shot.length) / (shot.frames + 1) : 0.0;
        };
        auto best = std::max_element(shots.begin(), shots.end(), [&](const Shot& a, const Shot& b) {
            const bool aWaits = a.frames == 0;
            const bool bWaits = b.frames == 0;
            return aWaits != bWaits ? bWaits : gap(a) < gap(b);
        });
        ++best->frames;
    }
}

} // namespace

std::vector<int> sampleUniform(int frameCount, int count) {
    if (count <= 0 || frameCount <= count) {
        return count <= 0 ? std::vector<int>() : allFrames(frameCount);
    }
    const int step = frameCount / count;
    std::vector<int> frames;
    for (int i = 0; i < count; ++i) {
        frames.push_back(i * step);
    }
    return frames;
}

std::vector<int> sampleMiddles(int frameCount, int count) {
    if (count <= 0 || frameCount <= count) {
        return count <= 0 ? std::vector<int>() : allFrames(frameCount);
    }
    std::vector<int> frames;
    for (int i = 0; i < count; ++i) {
        frames.push_back(middle(frameCount, count, i));
    }
    return frames;
}

std::vector<int> sampleShots(int frameCount, const std::vector<int>& shotStarts, int count) {
    if (count <= 0 || frameCount <= count) {
        return count <= 0 ? std::vector<int>() : allFrames(frameCount);
    }
    std::vector<Shot> shots = shotsFrom(frameCount, shotStarts.empty() ? std::vector<int>{0} : shotStarts);
    if (shots.size() > static_cast<std::size_t>(count)) {
        std::stable_sort(shots.begin(), shots.end(), [](const Shot& a, const Shot& b) { return a.length > b.length; });
        shots.resize(static_cast<std::size_t>(count));
        std::sort(shots.begin(), shots.end(), [](const Shot& a, const Shot& b) { return a.start < b.start; });
    }
    distribute(shots, count);
    std::vector<int> frames;
    for (const Shot& shot : shots) {
        for (int i = 0; i < shot.frames; ++i) {
            frames.push_back(shot.start + middle(shot.length, shot.frames, i));
        }
    }
    return frames;
}

} // namespace storyscope::media
