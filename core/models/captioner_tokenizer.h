// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_config.h"
#include "core/text/tokenizer.h"

#include <memory>

namespace storyscope::models {

/// The tokenizer of a model folder, as text::loadTokenizer() reads it. Where the text decoder names a "begin_token_id"
/// of its own, captions begin with that; the two tokens that BLIP adds to BERT's vocabulary, [DEC], which begins a
/// caption, and [ENC], are added if the folder's vocabulary lacks them. Throws Error.
std::unique_ptr<text::Tokenizer> captionerTokenizer(const StoryConfig& config, const std::filesystem::path& folder);

} // namespace storyscope::models
