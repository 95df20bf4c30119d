// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/windows.h"

#include <algorithm>
#include <numeric>

namespace storyscope::inference {

std::vector<int> Window::positions() const {
    std::vector<int> result(static_cast<std::size_t>(count));
    std::iota(result.begin(), result.end(), first);
    return result;
}

Window windowAround(int frame, int frameCount, int size) {
    const int count = std::min(frameCount, size);
    return {std::clamp(frame - size / 2, 0, frameCount - count), count};
}

Window windowBefore(int frame, int size) {
    const int first = std::max(0, frame - size);
    return {first, frame - first};
}

std::vector<Window> allWindows(int frameCount, int size) {
    const int count = std::min(frameCount, size);
    std::vector<Window> windows;
    for (int first = 0; first + count <= frameCount; ++first) {
        windows.push_back({first, count});
    }
    return windows;
}

} // namespace storyscope::inference
