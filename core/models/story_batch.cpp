// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/story_batch.h"

#include <torch/torch.h>

namespace storyscope::models {

StoryInput StoryInput::of(torch::Tensor pictures, std::int64_t firstPosition) {
    StoryInput input;
    input.pictures = std::move(pictures);
    input.firstPosition = firstPosition;
    return input;
}

StoryInput Batch::input(std::int64_t count) const {
    const auto first = [&](const torch::Tensor& all) { return all.defined() ? all.narrow(1, 0, count) : all; };
    return {.pictures = first(pictures),
            .features = first(features),
            .texts = first(captions),
            .textFeatures = first(textFeatures),
            .tags = first(tags),
            .firstPosition = firstPosition};
}

Batch movedTo(const Batch& batch, torch::Device device) {
    Batch moved = batch;
    for (torch::Tensor* tensor :
         {&moved.pictures, &moved.features, &moved.textFeatures, &moved.captions, &moved.ordered, &moved.nextCaptions,
          &moved.clipCaptions, &moved.pointing, &moved.tags, &moved.tagsKnown, &moved.scores, &moved.scoresKnown}) {
        if (tensor->defined()) {
            *tensor = tensor->to(device);
        }
    }
    return moved;
}

} // namespace storyscope::models
