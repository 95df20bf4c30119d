// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace storyscope::ui {

/// What programs can still take of this machine's memory without others being pushed out to disk, in bytes; nothing
/// where the system does not say. Any thread. Source: proc(5), MemAvailable.
std::optional<std::int64_t> freeMemoryBytes();

} // namespace storyscope::ui
