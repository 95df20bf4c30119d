// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace storyscope {

enum class LogLevel { Debug, Info, Warning, Error };

/// Messages for the log on stderr, for developers and bug reports; what a person must know is an Error or an Issue.
/// Thread-safe. $STORYSCOPE_LOG (debug, info, warning, error) sets the lowest level shown, default warning.
void log(LogLevel level, std::string_view message);

} // namespace storyscope
