// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <deque>
#include <optional>

namespace storyscope::ui {

/// Speed of a transfer over its last seconds. A plain value.
class TransferRate {
public:
    /// `milliseconds` of any steady clock, never falling.
    void add(qint64 milliseconds, qint64 doneBytes);
    /// Nothing until there is enough to go by.
    std::optional<double> bytesPerSecond() const;
    /// Until the rest has come.
    std::optional<double> secondsLeft(qint64 totalBytes) const;

private:
    struct Sample {
        qint64 milliseconds;
        qint64 bytes;
    };
    std::deque<Sample> m_samples;
};

} // namespace storyscope::ui
