// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/picture_preparation.h"
#include "core/story/picture.h"

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace storyscope::models {

/// A picture of any size as a model sees it: (3, H, W) uint8. An empty picture throws Error{BadArgument}.
torch::Tensor prepare(const Picture& picture, const media::PicturePreparation& preparation);

/// The pictures of one story as a model's input: (1, K, 3, H, W) float32 in [0, 1].
torch::Tensor prepareStory(const std::vector<Picture>& pictures, const media::PicturePreparation& preparation);

/// (3, H, W) float32 in [0, 1], any device → 8-bit picture.
Picture toPicture(const torch::Tensor& tensor);

} // namespace storyscope::models
