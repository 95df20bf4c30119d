// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/weights_file.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace storyscope::test {

/// A tiny captioner's config.json as the Hugging Face library writes one: 32 × 32 pixels in 16 patches, two layers, 300
/// words of which captions begin with 298.
nlohmann::json tinyBlipConfig();

/// BERT's special tokens in their published places, and other words: `count` in all, 298 without the two of BLIP.
std::vector<std::string> tinyBertWords(std::size_t count = 298);

/// Random weights for that configuration under their published names.
models::NamedTensors tinyBlipWeights();

/// Writes config.json and vocab.txt.
void writeTinyBlipFolder(const std::filesystem::path& folder, const nlohmann::json& config = tinyBlipConfig());

} // namespace storyscope::test
