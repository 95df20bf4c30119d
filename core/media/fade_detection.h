// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <vector>

namespace storyscope::media {

/// Mean colours of a picture's parts in [0, 1], red, green and blue in turn.
using BlockColours = std::array<float, std::size_t{3} * 64>;

/// Mean absolute difference, in [0, 1].
float difference(const BlockColours& a, const BlockColours& b);

/// Finds the places where one shot fades into the next, across each other or through black. While pictures fade, every
/// part of them changes at a steady rate, and the picture stands comparatively still before and after. Feed it the
/// frames in their order; it remembers the last few seconds of them. One thread.
class FadeDetector {
public:
    struct Fade {
        int first = 0;           ///< the last frame before it
        int last = 0;            ///< the first frame after it
        bool changesShot = true; ///< false: the video only begins or ends in black
        int middle() const { return (first + last) / 2; }
    };

    void add(const BlockColours& blocks);
    /// All fades in ascending order, after the last frame.
    std::vector<Fade> finish();

private:
    struct Ramp {
        int first = 0;
        int last = 0;
        float clarity = 0; ///< how much it changes, less what it strays from a steady change
        bool isFromBlack = false;
        bool isToBlack = false;
    };

    const BlockColours& at(int number) const;
    void lookAt(int length);
    void keep(const Ramp& ramp);

    std::deque<BlockColours> m_recent; ///< the last of them is frame m_count - 1
    int m_count = 0;
    std::vector<Ramp> m_ramps; ///< ascending, without overlap
};

} // namespace storyscope::media
