// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace storyscope::cli {

inline constexpr int exitSuccess = 0;
inline constexpr int exitFailure = 1;       ///< an Error, told on stderr
inline constexpr int exitWrongUsage = 2;    ///< the command line makes no sense
inline constexpr int exitInterrupted = 130; ///< stopped by Ctrl+C or SIGTERM; what was done is kept

} // namespace storyscope::cli
