// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace storyscope::bench {

enum class WeightsFormat { Safetensors, Pickled };

/// Writes the folder of a published captioner at its full size, config.json, vocab.txt and weights by chance, as its
/// authors laid it out: what it tells is nonsense. `kind`: "blip" (BLIP base) or "git" (GIT base, six frames). Returns
/// the number of its weights. Throws Error. Source of names and shapes: the tables of the library `transformers`,
/// modeling_blip.py, modeling_blip_text.py, modeling_git.py.
std::int64_t writeRehearsalFolder(const std::string& kind, WeightsFormat format, const std::filesystem::path& folder);

} // namespace storyscope::bench
