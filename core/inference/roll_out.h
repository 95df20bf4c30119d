// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/retold_caption.h"

namespace storyscope::inference {

/// What reached each of a caption's tokens from the picture through all layers, if every layer passes on half of what
/// it gets and takes the other half from where it looks, its heads averaged: the vision transformer's layers, then the
/// decoder's with its looks at the picture (BLIP, vit-gpt2), or those of the decoder that reads picture and text
/// together (GIT). `classShares` is what began in class tokens, `textShares` what began in the words before. Source:
/// Abnar & Zuidema 2020, "Quantifying attention flow in transformers".
///
/// Keeps all attention of one picture while it works: 200 MB for BLIP, for GIT's six frames 400 MB. Throws
/// Error{Unsupported} for models without a vision transformer, Error{Cancelled}.
Attention rollOut(const StoryEngine& engine, const StudiedStory& story, const ToldText& text, const Study& study);

} // namespace storyscope::inference
