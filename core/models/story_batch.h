// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/teacher_forcing.h"

#include <torch/types.h>

#include <cstdint>

namespace storyscope::models {

/// What a model is shown of B stories of K frames. Members that are not known stay undefined.
struct StoryInput {
    torch::Tensor pictures;         // (B, K, 3, H, W) float32 in [0, 1]; may be absent where `features` are given
    torch::Tensor features;         // (B, K, …) float32: StoryModel::frozenFeatures() of the pictures
    torch::Tensor texts;            // (B, K, T) int64: BOS … EOS PAD…: captions of the frames
    torch::Tensor textFeatures;     // (B, K, E) float32: StoryModel::frozenTextFeatures() of the texts
    torch::Tensor tags;             // (B, K, N) float32, 0 or 1
    std::int64_t firstPosition = 0; // of frame 0 in its story

    /// Nothing but pictures.
    static StoryInput of(torch::Tensor pictures, std::int64_t firstPosition = 0);
    std::int64_t stories() const { return (pictures.defined() ? pictures : features).size(0); }
    std::int64_t frames() const { return (pictures.defined() ? pictures : features).size(1); }
};

/// B stories of K frames each, with what is to be learned from them. Members that are not known stay undefined; the
/// loss terms that need them are left out then.
struct Batch {
    torch::Tensor pictures;         // (B, K, 3, H, W) float32 in [0, 1]
    torch::Tensor features;         // (B, K, …) float32, as StoryInput::features
    torch::Tensor textFeatures;     // (B, K, E) float32, as StoryInput::textFeatures of `captions`
    std::int64_t firstPosition = 0; // of frame 0 in its story
    std::int64_t contextFrames = 0; // the frame after so many is predicted, for the ordered stories; 0: none

    torch::Tensor captions;     // (B, K, T) int64: BOS … EOS PAD…; PAD only where there is no caption
    torch::Tensor ordered;      // (B′) int64: the rows of stories in which frame i + 1 really follows frame i
    torch::Tensor nextCaptions; // (B′, K − 1, T) int64: of frame i + 1 at i; PAD only where there is no caption
    torch::Tensor clipCaptions; // (B, T) int64: of all frames together
    torch::Tensor
        pointing; // (B, K, T, cells) float32, 0 or 1: cells that show the entity named by token t; all 0: no target
    torch::Tensor tags;        // (B, K, N) float32, 0 or 1
    torch::Tensor tagsKnown;   // (B, K) float32, 1 where the data has tags
    torch::Tensor scores;      // (B) float32 in [0, 1]
    torch::Tensor scoresKnown; // (B) float32, 1 where the data has a score

    nn::TextFeeding feeding; // of the decoders that learn these texts

    /// Frames 0…count − 1 as a model is shown them.
    StoryInput input(std::int64_t count) const;
    StoryInput input() const { return input(frames()); }
    std::int64_t stories() const { return (pictures.defined() ? pictures : features).size(0); }
    std::int64_t frames() const { return (pictures.defined() ? pictures : features).size(1); }
};

/// The same on another device.
Batch movedTo(const Batch& batch, torch::Device device);

} // namespace storyscope::models
