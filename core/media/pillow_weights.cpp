// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/pillow_weights.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace storyscope::media {

namespace {

double boxKernel(double x) {
    return x > -0.5 && x <= 0.5 ? 1.0 : 0.0;
}

double bilinearKernel(double x) {
    x = std::abs(x);
    return x < 1.0 ? 1.0 - x : 0.0;
}

double bicubicKernel(double x) {
    constexpr double a = -0.5;
    x = std::abs(x);
    if (x < 1.0) {
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
    }
    return x < 2.0 ? (((x - 5) * x + 8) * x - 4) * a : 0.0;
}

double sinc(double x) {
    x *= std::numbers::pi;
    return x == 0.0 ? 1.0 : std::sin(x) / x;
}

double lanczosKernel(double x) {
    return x >= -3.0 && x < 3.0 ? sinc(x) * sinc(x / 3) : 0.0;
}

struct Kernel {
    double (*value)(double) = nullptr;
    double support = 0; ///< it is zero further away from 0
};

Kernel kernelOf(PictureFilter filter) {
    switch (filter) {
    case PictureFilter::Box:
        return {boxKernel, 0.5};
    case PictureFilter::Bicubic:
        return {bicubicKernel, 2.0};
    case PictureFilter::Lanczos:
        return {lanczosKernel, 3.0};
    case PictureFilter::Bilinear:
    case PictureFilter::Nearest:
        break;
    }
    return {bilinearKernel, 1.0};
}

// The position is added up, not multiplied: where both differ in the last bit, Pillow's choice is this one.
std::vector<PillowTaps> nearestTaps(int inputSize, int outputSize) {
    const double step = static_cast<double>(inputSize) / outputSize;
    std::vector<PillowTaps> taps;
    double position = step * 0.5;
    for (int i = 0; i < outputSize; ++i, position += step) {
        taps.push_back({.first = std::min(static_cast<int>(position), inputSize - 1), .weights = {1.0}});
    }
    return taps;
}

} // namespace

const char* filterName(PictureFilter filter) {
    switch (filter) {
    case PictureFilter::Nearest:
        return "nearest";
    case PictureFilter::Box:
        return "box";
    case PictureFilter::Bilinear:
        return "bilinear";
    case PictureFilter::Bicubic:
        return "bicubic";
    case PictureFilter::Lanczos:
        return "lanczos";
    }
    return "";
}

std::vector<PillowTaps> pillowTaps(int inputSize, int outputSize, PictureFilter filter) {
    if (filter == PictureFilter::Nearest) {
        return nearestTaps(inputSize, outputSize);
    }
    const Kernel kernel = kernelOf(filter);
    const double scale = static_cast<double>(inputSize) / outputSize;
    const double filterScale = std::max(scale, 1.0);
    const double support = kernel.support * filterScale;
    std::vector<PillowTaps> taps(static_cast<std::size_t>(outputSize));
    for (int i = 0; i < outputSize; ++i) {
        PillowTaps& tap = taps[static_cast<std::size_t>(i)];
        const double centre = (i + 0.5) * scale;
        tap.first = std::max(static_cast<int>(centre - support + 0.5), 0);
        const int end = std::min(static_cast<int>(centre + support + 0.5), inputSize);
        double sum = 0;
        for (int j = tap.first; j < end; ++j) {
            tap.weights.push_back(kernel.value((j - centre + 0.5) * (1.0 / filterScale)));
            sum += tap.weights.back();
        }
        for (double& weight : tap.weights) {
            weight = sum != 0.0 ? weight / sum : weight;
        }
    }
    return taps;
}

} // namespace storyscope::media
