// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/transfer_rate.h"

#include <algorithm>

namespace storyscope::ui {

namespace {

constexpr qint64 windowMs = 5000;
constexpr qint64 shortestMs = 500;

} // namespace

void TransferRate::add(qint64 milliseconds, qint64 doneBytes) {
    m_samples.push_back({milliseconds, doneBytes});
    while (m_samples.size() > 2 && milliseconds - m_samples[1].milliseconds >= windowMs) {
        m_samples.pop_front();
    }
}

std::optional<double> TransferRate::bytesPerSecond() const {
    if (m_samples.size() < 2) {
        return std::nullopt;
    }
    const qint64 passed = m_samples.back().milliseconds - m_samples.front().milliseconds;
    if (passed < shortestMs) {
        return std::nullopt;
    }
    const auto bytes = static_cast<double>(m_samples.back().bytes - m_samples.front().bytes);
    return bytes * 1000 / static_cast<double>(passed);
}

std::optional<double> TransferRate::secondsLeft(qint64 totalBytes) const {
    const auto rate = bytesPerSecond();
    if (!rate || *rate <= 0) {
        return std::nullopt;
    }
    return static_cast<double>(std::max<qint64>(0, totalBytes - m_samples.back().bytes)) / *rate;
}

} // namespace storyscope::ui
