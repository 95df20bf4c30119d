// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/shrunk_image.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace storyscope::ui {

namespace {

constexpr int one = 256; ///< sum of the weights in one direction, so that sums of bytes fit into 16 bits

/// The pixels of a line that one pixel of the shorter line is made of.
struct Taps {
    int first = 0;
    std::vector<std::uint16_t> weights; ///< sum to `one`
};

std::vector<Taps> tapsFor(int length, int shorter) {
    std::vector<Taps> taps(static_cast<std::size_t>(shorter));
    const double width = static_cast<double>(length) / shorter;
    for (int place = 0; place < shorter; ++place) {
        const double begin = place * width;
        const double end = begin + width;
        Taps& tap = taps[static_cast<std::size_t>(place)];
        tap.first = static_cast<int>(begin);
        const int last = std::min(length, static_cast<int>(std::ceil(end - 1e-9)));
        long given = 0;
        for (int pixel = tap.first; pixel < last; ++pixel) {
            const long upTo = std::lround((std::min<double>(pixel + 1, end) - begin) / width * one);
            tap.weights.push_back(static_cast<std::uint16_t>(upTo - given));
            given = upTo;
        }
    }
    return taps;
}

/// Blocks of a fixed size become vector instructions.
void addRow(std::uint16_t* __restrict sums, const std::uint8_t* __restrict row, std::size_t count,
            std::uint16_t weight) {
    constexpr std::size_t block = 16;
    std::size_t place = 0;
    for (; place + block <= count; place += block) {
        for (std::size_t i = 0; i < block; ++i) {
            sums[place + i] = static_cast<std::uint16_t>(sums[place + i] + row[place + i] * weight);
        }
    }
    for (; place < count; ++place) {
        sums[place] = static_cast<std::uint16_t>(sums[place] + row[place] * weight);
    }
}

void writeRow(const std::vector<std::uint16_t>& sums, const std::vector<Taps>& columns, QRgb* out) {
    constexpr std::uint32_t half = one * one / 2;
    for (const Taps& column : columns) {
        std::uint32_t red = half;
        std::uint32_t green = half;
        std::uint32_t blue = half;
        const std::uint16_t* sum = sums.data() + std::ptrdiff_t{3} * column.first;
        for (const std::uint32_t weight : column.weights) {
            red += sum[0] * weight;
            green += sum[1] * weight;
            blue += sum[2] * weight;
            sum += 3;
        }
        *out++ = qRgb(static_cast<int>(red >> 16), static_cast<int>(green >> 16), static_cast<int>(blue >> 16));
    }
}

} // namespace

QImage shrunkImage(const QImage& picture, const QSize& size) {
    QImage result(size, QImage::Format_RGB32);
    const std::vector<Taps> columns = tapsFor(picture.width(), size.width());
    const std::vector<Taps> rows = tapsFor(picture.height(), size.height());
    std::vector<std::uint16_t> sums(static_cast<std::size_t>(picture.width()) * 3);
    for (int y = 0; y < size.height(); ++y) {
        std::ranges::fill(sums, std::uint16_t{0});
        const Taps& row = rows[static_cast<std::size_t>(y)];
        int from = row.first;
        for (const std::uint16_t weight : row.weights) {
            addRow(sums.data(), picture.constScanLine(from++), sums.size(), weight);
        }
        writeRow(sums, columns, reinterpret_cast<QRgb*>(result.scanLine(y)));
    }
    return result;
}

} // namespace storyscope::ui
