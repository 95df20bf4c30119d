// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace storyscope::models {

/// A picture of any size as a model sees it: scaled to `size` × `size` with anti-aliased bilinear interpolation, its
/// aspect not kept, so that the patch grid covers the whole picture evenly. (3, size, size) uint8. An empty picture
/// throws Error{BadArgument}.
torch::Tensor prepare(const Picture& picture, std::int64_t size);

/// The pictures of one story as a model's input: (1, K, 3, size, size) float32 in [0, 1].
torch::Tensor prepareStory(const std::vector<Picture>& pictures, std::int64_t size);

/// (3, H, W) float32 in [0, 1], any device → 8-bit picture.
Picture toPicture(const torch::Tensor& tensor);

} // namespace storyscope::models
