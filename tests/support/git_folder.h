// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>

namespace storyscope::test {

/// A tiny GIT's config.json as the Hugging Face library writes one: 32 × 32 pixels in 16 patches, three layers, 300
/// words; for clips of so many frames, 0: for pictures.
nlohmann::json tinyGitConfig(std::int64_t clipFrames);

/// Writes config.json and vocab.txt, of 300 words.
void writeTinyGitFolder(const std::filesystem::path& folder, const nlohmann::json& config);

} // namespace storyscope::test
