// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/fade_detection.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace storyscope::media {

namespace {

/// Lengths in frames that are looked for; each also stands for those up to a fifth longer or shorter.
constexpr std::array<int, 8> lengths{6, 8, 11, 16, 23, 32, 45, 64};
constexpr std::size_t remembered = 2 * 64 + 1;

constexpr float leastChange = 0.06F;
constexpr float mostCurved = 0.12F; ///< by how much a fade may stray from a steady change, as a share of it
constexpr float mostAround = 0.25F; ///< what may change in half its length before and after, as a share of it
constexpr float black = 0.03F;      ///< mean colour

float meanOf(const BlockColours& blocks) {
    return std::accumulate(blocks.begin(), blocks.end(), 0.0F) / static_cast<float>(blocks.size());
}

/// Black, or nearly so beside the picture that fades into it.
bool isBlackBeside(const BlockColours& dark, const BlockColours& bright) {
    return meanOf(dark) < black + 0.1F * meanOf(bright);
}

/// How far a picture is from the one that lies at `share` on the straight way from a to b.
float strayed(const BlockColours& picture, const BlockColours& a, const BlockColours& b, float share) {
    float sum = 0;
    for (std::size_t i = 0; i < picture.size(); ++i) {
        sum += std::abs(picture[i] - (a[i] + share * (b[i] - a[i])));
    }
    return sum / static_cast<float>(picture.size());
}

} // namespace

float difference(const BlockColours& a, const BlockColours& b) {
    return strayed(a, b, b, 0);
}

const BlockColours& FadeDetector::at(int number) const {
    const int first = m_count - static_cast<int>(m_recent.size());
    return m_recent[static_cast<std::size_t>(std::max(0, number - first))];
}

void FadeDetector::add(const BlockColours& blocks) {
    m_recent.push_back(blocks);
    if (m_recent.size() > remembered) {
        m_recent.pop_front();
    }
    ++m_count;
    for (const int length : lengths) {
        lookAt(length);
    }
}

/// Looks at the frames of which half of `length` more are known.
void FadeDetector::lookAt(int length) {
    const int last = m_count - 1 - length / 2;
    const int first = last - length;
    if (first < 0) {
        return;
    }
    const BlockColours& from = at(first);
    const BlockColours& to = at(last);
    const float change = difference(from, to);
    if (change < leastChange) {
        return;
    }
    const bool isFromBlack = isBlackBeside(from, to);
    const bool isToBlack = isBlackBeside(to, from);
    const float before = isFromBlack ? 0 : difference(at(std::max(0, first - length / 2)), from);
    const float after = isToBlack ? 0 : difference(to, at(m_count - 1));
    if (std::max(before, after) > mostAround * change) {
        return;
    }
    float mostStrayed = 0;
    for (int quarter = 1; quarter <= 3; ++quarter) {
        const int place = first + length * quarter / 4;
        const float share = static_cast<float>(place - first) / static_cast<float>(length);
        mostStrayed = std::max(mostStrayed, strayed(at(place), from, to, share));
    }
    if (mostStrayed <= mostCurved * change) {
        keep({.first = first,
              .last = last,
              .clarity = change - 4 * mostStrayed,
              .isFromBlack = isFromBlack,
              .isToBlack = isToBlack});
    }
}

void FadeDetector::keep(const Ramp& ramp) {
    while (!m_ramps.empty() && m_ramps.back().last > ramp.first) {
        if (m_ramps.back().clarity >= ramp.clarity) {
            return;
        }
        m_ramps.pop_back();
    }
    m_ramps.push_back(ramp);
}

std::vector<FadeDetector::Fade> FadeDetector::finish() {
    const int frameCount = m_count;
    for (int i = 0; i < lengths.back() / 2 && frameCount > 0; ++i) {
        add(BlockColours(m_recent.back()));
    }
    std::vector<Fade> fades;
    bool isBlackNow = false;
    for (const Ramp& ramp : m_ramps) {
        if (ramp.isFromBlack && isBlackNow) {
            fades.back().last = ramp.last;
            fades.back().changesShot = true;
        } else {
            fades.push_back(
                {.first = ramp.first, .last = ramp.last, .changesShot = !ramp.isFromBlack && !ramp.isToBlack});
        }
        isBlackNow = ramp.isToBlack;
    }
    return fades;
}

} // namespace storyscope::media
