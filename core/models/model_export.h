// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <filesystem>
#include <stop_token>

namespace storyscope::models {

/// Writes the model of the folder `source` into the folder `target`, which must be empty or absent, with all of its
/// weights and its model card: ours, or a captioner's published layout, which other programs read, too (see
/// saveModelFolder()). Whatever happens, `target` is complete or as it was. Free of LibTorch. Throws Error: BadArgument
/// for a target that is in use, OutOfSpace, Cancelled, and as loadModelFolder().
void exportModel(const std::filesystem::path& source, const std::filesystem::path& target, const std::stop_token& stop,
                 Progress& progress);

} // namespace storyscope::models
