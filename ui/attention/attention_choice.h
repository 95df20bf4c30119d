// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/story_selection.h"
#include "ui/common/told_story.h"

#include <memory>

namespace storyscope::ui {

/// One layer and head of a model's attention, both from 0.
struct LayerAndHead {
    int layer = Attention::averaged; ///< averaged: the last one, which is the one to read; or Attention::rolledOut
    int head = Attention::averaged;  ///< averaged: the mean over the layer's heads
};

/// Layers and heads that captions have separate attention for; 0 if the model gave only one attention.
int captionLayerCount(const StoryResult& result);
int captionHeadCount(const StoryResult& result);

/// The attention of a word's caption in exactly that layer and head: a record of the story, or the mean of a layer's
/// records. Null if the model gave none.
std::shared_ptr<const Attention> chooseAttention(const ToldStoryPtr& story, const WordRef& word, LayerAndHead choice);

} // namespace storyscope::ui
