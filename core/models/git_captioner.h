// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/nn/git_decoder.h"
#include "core/nn/vision_transformer.h"

#include <memory>
#include <vector>

namespace storyscope::models {

/// GIT's captioner: a vision transformer sees each frame by itself, and one decoder reads the frames' tokens and writes
/// on. Architecture "GitForCausalLM", parts "vision" (visionPart()) and "text_decoder": "positions", "layers", "heads",
/// "inner_size", "dropout", "projection_epsilon", and "clip_frames", the frames that a model for video tells apart, 0
/// for one that knows single pictures. Published configurations become this one by git_config.h.
///
/// A model for pictures captions each frame by itself. One for video captions the story as a clip, and each frame by
/// the clip around it: up to `clip_frames` frames, of which half come before the frame. At a story's ends a clip has
/// fewer frames, which get the first embeddings. EncodedStory::states are what the vision transformer made of its class
/// token, EncodedStory::patches what it made of the patches.
///
/// Words look at class tokens and at the text before them, too, which are no places in a picture. Attention over the
/// grids leaves them out, so its rows sum to less than one; decoder().step() shows the class tokens, and what its rows
/// lack to one is the share of the text. Source: Wang et al. 2022, "GIT: A generative image-to-text transformer for
/// vision and language".
class GitCaptioner final : public StoryModel {
public:
    /// Throws as makeStoryModel().
    explicit GitCaptioner(StoryConfig config);

    Abilities abilities() const override;
    PatchGrid grid() const override;

    using StoryModel::forward;
    StoryOutput forward(const Batch& batch, const std::set<std::string>& wanted) override;
    EncodedStory encode(const StoryInput& input) override;
    /// For captions of several frames it keeps the picture tokens: what the decoder makes of a frame's clip is computed
    /// when its caption is begun, and kept until the next one is.
    nn::TextMemory remember(CaptionKind kind, const EncodedStory& encoded) override;
    using StoryModel::begin;
    nn::TextCache begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame, std::int64_t rows) override;
    nn::TextStep step(CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                      nn::TextCache& cache) override;
    /// All tokens of a picture, (N, 1 + cells, C), if the vision transformer is frozen.
    torch::Tensor frozenFeatures(const torch::Tensor& pictures) override;

    nn::VisionTransformer& vision() const { return *m_vision; }
    nn::GitDecoder& decoder() const { return *m_decoder; }

private:
    /// Neighbouring frames of a story.
    struct Clip {
        std::int64_t first = 0;
        std::int64_t count = 0;
    };
    /// What the decoder made of the clip whose caption was asked for last.
    struct KeptClip {
        torch::Tensor tokens; // of the story: tells stories apart
        std::int64_t frame = 0;
        nn::TextMemory memory;
    };

    Clip clipAround(std::int64_t frame, std::int64_t frames) const;
    nn::TextMemory rememberClip(const torch::Tensor& tokens, const Clip& clip);
    const nn::TextMemory& keptClip(const torch::Tensor& tokens, std::int64_t frame);
    void require(CaptionKind kind) const;
    torch::Tensor seen(const StoryInput& input);
    torch::Tensor ofPatches(const torch::Tensor& attention) const;
    TextPrediction written(CaptionKind kind, const Batch& batch, const EncodedStory& encoded);
    nn::TextOutput frameCaptions(const torch::Tensor& tokens, const std::vector<nn::TextMemory>& clips);

    std::shared_ptr<nn::VisionTransformer> m_vision;
    std::shared_ptr<nn::GitDecoder> m_decoder;
    KeptClip m_kept;
};

} // namespace storyscope::models
