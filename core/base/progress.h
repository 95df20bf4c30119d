// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stop_token>
#include <string_view>

namespace storyscope {

/// Receives how far a long core call has come. Called on the thread that does the work, so keep it short.
class Progress {
public:
    virtual ~Progress() = default;
    /// `stage` says what is being done ("Reading frames"); `total` 0 means that the end is not known.
    virtual void report(std::string_view stage, std::int64_t done, std::int64_t total) = 0;

    /// A receiver that ignores everything.
    static Progress& none();
};

/// Throws Error{Cancelled} if a stop was asked for. Long loops call it at least every 100 ms.
void throwIfStopped(const std::stop_token& stop);

} // namespace storyscope
