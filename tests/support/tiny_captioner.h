// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace storyscope::test {

/// Writes a BLIP captioner in the published layout, so small that it answers at once, with weights by chance and a
/// card. Free of LibTorch.
void writeTinyCaptioner(const std::filesystem::path& folder);

} // namespace storyscope::test
