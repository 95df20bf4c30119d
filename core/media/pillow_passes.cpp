// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/pillow_passes.h"

#include <algorithm>
#include <cstring>

// Written with GCC's and Clang's vector types: eight 32-bit sums at a time on every processor, and compiled a second
// time for AVX2 where that exists, since it has the 32-bit multiplication that SSE2 lacks.
#if defined(__x86_64__)
#define STORYSCOPE_HAS_AVX2_COPY 1
#else
#define STORYSCOPE_HAS_AVX2_COPY 0
#endif

namespace storyscope::media {

namespace {

using Ints = std::int32_t __attribute__((vector_size(32)));
using Bytes8 = std::uint8_t __attribute__((vector_size(8)));

constexpr int weightBits = 22;
constexpr std::int32_t half = 1 << (weightBits - 1);

#define STORYSCOPE_INLINE inline __attribute__((always_inline))

STORYSCOPE_INLINE std::uint8_t toByte(std::int32_t sum) {
    return static_cast<std::uint8_t>(std::clamp(sum >> weightBits, 0, 255));
}

STORYSCOPE_INLINE void storeClipped(const Ints& sums, Bytes8& target) {
    Ints levels = sums >> weightBits;
    levels = levels < 0 ? Ints{} : levels;
    levels = levels > 255 ? Ints{} + 255 : levels;
    target = __builtin_convertvector(levels, Bytes8);
}

/// Two rows at once: red, green, blue and the next pixel's red, which is not used, of each. Both rows have a byte to
/// spare behind their end.
STORYSCOPE_INLINE void acrossTwoRows(const std::uint8_t* upper, const std::uint8_t* lower, const FixedTaps& taps,
                                     std::uint8_t* upperTarget, std::uint8_t* lowerTarget) {
    const std::size_t outputs = taps.first.size();
    for (std::size_t x = 0; x < outputs; ++x) {
        const std::int32_t* weights = taps.weights.data() + x * static_cast<std::size_t>(taps.count);
        const std::size_t offset = 3 * static_cast<std::size_t>(taps.first[x]);
        const std::size_t used = static_cast<std::size_t>(taps.used[x]);
        Ints sums = Ints{} + half;
        for (std::size_t tap = 0; tap < used; ++tap) {
            Bytes8 pixels;
            std::memcpy(&pixels, upper + offset + 3 * tap, 4);
            std::memcpy(reinterpret_cast<char*>(&pixels) + 4, lower + offset + 3 * tap, 4);
            sums += __builtin_convertvector(pixels, Ints) * weights[tap];
        }
        Bytes8 levels;
        storeClipped(sums, levels);
        std::memcpy(upperTarget + 3 * x, &levels, 3);
        std::memcpy(lowerTarget + 3 * x, reinterpret_cast<const char*>(&levels) + 4, 3);
    }
}

STORYSCOPE_INLINE void across(const RowsView& source, const FixedTaps& taps, std::uint8_t* target) {
    const std::size_t rowBytes = 3 * static_cast<std::size_t>(source.width);
    const std::size_t targetStride = 3 * taps.first.size();
    std::vector<std::uint8_t> lastRow(rowBytes + 1);
    for (int y = 0; y < source.height; y += 2) {
        const int below = std::min(y + 1, source.height - 1);
        const std::uint8_t* rows[2] = {source.bytes + static_cast<std::size_t>(y) * source.strideBytes,
                                       source.bytes + static_cast<std::size_t>(below) * source.strideBytes};
        if (below == source.height - 1) {
            std::memcpy(lastRow.data(), rows[1], rowBytes);
            rows[0] = y == below ? lastRow.data() : rows[0];
            rows[1] = lastRow.data();
        }
        acrossTwoRows(rows[0], rows[1], taps, target + static_cast<std::size_t>(y) * targetStride,
                      target + static_cast<std::size_t>(below) * targetStride);
    }
}

STORYSCOPE_INLINE void downOneRow(const RowsView& rows, const std::int32_t* weights, std::size_t used,
                                  std::uint8_t* target) {
    const std::size_t rowBytes = 3 * static_cast<std::size_t>(rows.width);
    std::size_t x = 0;
    for (; x + 16 <= rowBytes; x += 16) {
        Ints sums[2] = {Ints{} + half, Ints{} + half};
        for (std::size_t tap = 0; tap < used; ++tap) {
            Bytes8 levels[2];
            std::memcpy(levels, rows.bytes + tap * rows.strideBytes + x, 16);
            sums[0] += __builtin_convertvector(levels[0], Ints) * weights[tap];
            sums[1] += __builtin_convertvector(levels[1], Ints) * weights[tap];
        }
        Bytes8 levels[2];
        storeClipped(sums[0], levels[0]);
        storeClipped(sums[1], levels[1]);
        std::memcpy(target + x, levels, 16);
    }
    for (; x < rowBytes; ++x) {
        std::int32_t sum = half;
        for (std::size_t tap = 0; tap < used; ++tap) {
            sum += weights[tap] * rows.bytes[tap * rows.strideBytes + x];
        }
        target[x] = toByte(sum);
    }
}

STORYSCOPE_INLINE void down(const RowsView& source, const FixedTaps& taps, std::uint8_t* target) {
    const std::size_t targetStride = 3 * static_cast<std::size_t>(source.width);
    for (std::size_t y = 0; y < taps.first.size(); ++y) {
        RowsView rows = source;
        rows.bytes += static_cast<std::size_t>(taps.first[y]) * source.strideBytes;
        downOneRow(rows, taps.weights.data() + y * static_cast<std::size_t>(taps.count),
                   static_cast<std::size_t>(taps.used[y]), target + y * targetStride);
    }
}

#if STORYSCOPE_HAS_AVX2_COPY
__attribute__((target("avx2"))) void acrossAvx2(const RowsView& source, const FixedTaps& taps, std::uint8_t* target) {
    across(source, taps, target);
}

__attribute__((target("avx2"))) void downAvx2(const RowsView& source, const FixedTaps& taps, std::uint8_t* target) {
    down(source, taps, target);
}

bool hasAvx2() {
    return __builtin_cpu_supports("avx2") != 0;
}
#else
void acrossAvx2(const RowsView& source, const FixedTaps& taps, std::uint8_t* target) {
    across(source, taps, target);
}

void downAvx2(const RowsView& source, const FixedTaps& taps, std::uint8_t* target) {
    down(source, taps, target);
}

bool hasAvx2() {
    return false;
}
#endif

} // namespace

void resampleAcross(const RowsView& source, const FixedTaps& taps, std::uint8_t* target) {
    hasAvx2() ? acrossAvx2(source, taps, target) : across(source, taps, target);
}

void resampleDown(const RowsView& source, const FixedTaps& taps, std::uint8_t* target) {
    hasAvx2() ? downAvx2(source, taps, target) : down(source, taps, target);
}

} // namespace storyscope::media
