// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/pretrained_files.h"

#include <filesystem>
#include <string>

namespace storyscope::models {

/// The vocabulary that `source` means, for text::TokenizerChoice: a file, a folder with vocab.txt or tokenizer.json, or
/// a repository of the Hugging Face hub in its cache, "bert-base-uncased". Nothing is downloaded. Throws
/// Error{NotFound} that lists where it looked.
std::filesystem::path findVocabulary(const std::string& source,
                                     const WeightsPlaces& places = WeightsPlaces::fromEnvironment());

} // namespace storyscope::models
