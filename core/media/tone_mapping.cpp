// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/tone_mapping.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>

namespace storyscope::media {

namespace {

constexpr double peakNits = 1000;
constexpr double whiteNits = 203;
constexpr double pqNits = 10000;

constexpr std::size_t signalSteps = 4096;
constexpr std::size_t lightSteps = 16384;

/// SMPTE ST 2084: signal in [0, 1] → light in [0, 1] of 10,000 cd/m².
double pqToLight(double signal) {
    constexpr double m1 = 2610.0 / 16384;
    constexpr double m2 = 2523.0 / 4096 * 128;
    constexpr double c1 = 3424.0 / 4096;
    constexpr double c2 = 2413.0 / 4096 * 32;
    constexpr double c3 = 2392.0 / 4096 * 32;
    const double root = std::pow(signal, 1 / m2);
    return std::pow(std::max(0.0, root - c1) / (c2 - c3 * root), 1 / m1);
}

double lightToPq(double light) {
    constexpr double m1 = 2610.0 / 16384;
    constexpr double m2 = 2523.0 / 4096 * 128;
    constexpr double c1 = 3424.0 / 4096;
    constexpr double c2 = 2413.0 / 4096 * 32;
    constexpr double c3 = 2392.0 / 4096 * 32;
    const double power = std::pow(light, m1);
    return std::pow((c1 + c2 * power) / (1 + c3 * power), m2);
}

/// ITU-R BT.2100, table 5: signal in [0, 1] → scene light in [0, 1].
double hlgToLight(double signal) {
    constexpr double a = 0.17883277;
    constexpr double b = 1 - 4 * a;
    const double c = 0.5 - a * std::log(4 * a);
    return signal <= 0.5 ? signal * signal / 3 : (std::exp((signal - c) / a) + b) / 12;
}

/// ITU-R BT.2390, 5.4.1, black at 0: light in cd/m² on a display of peakNits → on one of whiteNits.
double compressed(double nits) {
    const double sourcePeak = lightToPq(peakNits / pqNits);
    const double target = lightToPq(whiteNits / pqNits) / sourcePeak;
    const double knee = 1.5 * target - 0.5;
    const double signal = std::min(1.0, lightToPq(nits / pqNits) / sourcePeak);
    if (signal <= knee) {
        return nits;
    }
    const double t = (signal - knee) / (1 - knee);
    const double t2 = t * t;
    const double t3 = t2 * t;
    const double mapped = (2 * t3 - 3 * t2 + 1) * knee + (t3 - 2 * t2 + t) * (1 - knee) + (-2 * t3 + 3 * t2) * target;
    return pqNits * pqToLight(mapped * sourcePeak);
}

double toSrgb(double light) {
    return light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
}

template <typename Value, typename Function>
std::vector<Value> table(std::size_t steps, Function valueAt) {
    std::vector<Value> values;
    values.reserve(steps);
    for (std::size_t i = 0; i < steps; ++i) {
        values.push_back(static_cast<Value>(valueAt(static_cast<double>(i) / static_cast<double>(steps - 1))));
    }
    return values;
}

/// The entry for a value in [0, 1].
template <typename Value>
Value entry(const std::vector<Value>& values, float share) {
    const auto last = static_cast<float>(values.size() - 1);
    return values[static_cast<std::size_t>(std::clamp(share, 0.0F, 1.0F) * last + 0.5F)];
}

} // namespace

ToneMapping::ToneMapping(Transfer transfer) : m_transfer(transfer) {
    if (transfer == Transfer::Pq) {
        m_light = table<float>(
            signalSteps, [](double signal) { return std::min(peakNits, pqNits * pqToLight(signal)) / whiteNits; });
    } else {
        // ITU-R BT.2100, table 5: system gamma 1.2 at 1,000 cd/m².
        m_light = table<float>(signalSteps, hlgToLight);
        m_displayGain = table<float>(
            lightSteps, [](double luminance) { return peakNits / whiteNits * std::pow(luminance, 1.2 - 1); });
    }
    m_highlightGain = table<float>(lightSteps, [](double share) {
        const double nits = std::max(share, 1e-6) * peakNits;
        return compressed(nits) / nits;
    });
    m_codes = table<std::uint8_t>(lightSteps, [](double light) { return std::lround(255 * toSrgb(light)); });
}

void ToneMapping::convert(const std::uint8_t* rgb48, std::uint8_t* rgb24, int pixels) const {
    constexpr auto peak = static_cast<float>(peakNits / whiteNits);
    for (int x = 0; x < pixels; ++x, rgb48 += 6, rgb24 += 3) {
        std::array<std::uint16_t, 3> signal{};
        std::memcpy(signal.data(), rgb48, sizeof signal);
        float red = m_light[signal[0] >> 4];
        float green = m_light[signal[1] >> 4];
        float blue = m_light[signal[2] >> 4];
        float gain = 1;
        if (m_transfer == Transfer::Hlg) {
            gain = entry(m_displayGain, 0.2627F * red + 0.6780F * green + 0.0593F * blue);
        }
        gain *= entry(m_highlightGain, gain * std::max({red, green, blue}) / peak);
        red *= gain, green *= gain, blue *= gain;
        rgb24[0] = entry(m_codes, 1.6605F * red - 0.5876F * green - 0.0728F * blue);
        rgb24[1] = entry(m_codes, -0.1246F * red + 1.1329F * green - 0.0083F * blue);
        rgb24[2] = entry(m_codes, -0.0182F * red - 0.1006F * green + 1.1187F * blue);
    }
}

} // namespace storyscope::media
