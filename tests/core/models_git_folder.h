// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace storyscope::tests {

/// A tiny GIT's config.json as the Hugging Face library writes one: 32 × 32 pixels in 16 patches, three layers, 300
/// words; for clips of so many frames, 0: for pictures.
nlohmann::json tinyGitConfig(std::int64_t clipFrames);

/// 300 words, BERT's special tokens in their published places.
std::vector<std::string> tinyGitWords();

/// Writes config.json and vocab.txt.
void writeTinyGitFolder(const std::filesystem::path& folder, const nlohmann::json& config);

} // namespace storyscope::tests
