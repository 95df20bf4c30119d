// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/frame_clip.h"
#include "core/models/vision_captioner.h"
#include "core/nn/git_decoder.h"

#include <memory>
#include <vector>

namespace storyscope::models {

/// GIT's captioner: a vision transformer sees each frame by itself, and one decoder reads the frames' tokens and writes
/// on. Architecture "GitForCausalLM", parts "vision" (visionPart()) and "text_decoder": "positions", "layers", "heads",
/// "inner_size", "dropout", "projection_epsilon", and "clip_frames", the frames that a model for video tells apart, 0
/// for one that knows single pictures. Published configurations become this one by git_config.h.
///
/// A model for pictures captions each frame by itself. One for video captions the story as a clip, and each frame by
/// the clip around it, clipAround().
///
/// Words look at the text before them, too: what their attention and the class tokens' share lack to one is the share
/// of the text. Source: Wang et al. 2022, "GIT: A generative image-to-text transformer for vision and language".
class GitCaptioner final : public VisionCaptioner {
public:
    /// Throws as makeStoryModel().
    explicit GitCaptioner(StoryConfig config);

    Abilities abilities() const override;

    using StoryModel::forward;
    StoryOutput forward(const Batch& batch, const std::set<std::string>& wanted) override;
    /// For captions of several frames it keeps the picture tokens: what the decoder makes of a frame's clip is computed
    /// when its caption is begun, and kept until the next one is.
    using StoryModel::remember;
    nn::TextMemory remember(CaptionKind kind, const EncodedStory& encoded, const std::stop_token& stop) override;
    using StoryModel::begin;
    nn::TextCache begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame, std::int64_t rows) override;
    nn::TextStep step(CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                      nn::TextCache& cache) override;

    nn::GitDecoder& decoder() const { return *m_decoder; }

private:
    /// What the decoder made of the clip whose caption was asked for last.
    struct KeptClip {
        torch::Tensor tokens; // of the story: tells stories apart
        std::int64_t frame = 0;
        nn::TextMemory memory;
    };

    nn::TextMemory rememberClip(const torch::Tensor& tokens, const FrameClip& clip, const std::stop_token& stop);
    const nn::TextMemory& keptClip(const torch::Tensor& tokens, std::int64_t frame);
    void require(CaptionKind kind) const;
    TextPrediction written(CaptionKind kind, const Batch& batch, const EncodedStory& encoded);
    nn::TextOutput frameCaptions(const torch::Tensor& tokens, const std::vector<nn::TextMemory>& clips);

    std::shared_ptr<nn::GitDecoder> m_decoder;
    KeptClip m_kept;
};

} // namespace storyscope::models
