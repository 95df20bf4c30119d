// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/sequence_parts.h"
#include "core/models/story_model.h"
#include "core/nn/heads.h"

#include <memory>

namespace storyscope::models {

/// A storyteller that makes each frame one vector and foretells the next one's: architecture "SequencePredictor".
/// Picture, text and tags of a frame are encoded and fused, a recurrence (or none) runs over the frames, a pooling
/// weighs them, a latent is drawn from both, and decoders write the next caption and draw the next picture from it. The
/// family of the Sheffield Hallam module's baseline, with and without temporal memory, and of what was made of it;
/// sequence_parts.h lists the parts. picture_encoder, recurrence, pooling, latent and text_decoder are needed.
///
/// Causal: what is foretold after frame i depends on frames 0…i only, their captions included. EncodedStory::states is
/// [picture latent, text latent], or the one latent for both; its temporalAttention is the pooling's, one layer and
/// head. The decoders see nothing but the latent: the attention of a word is the weights of the frames in the latent
/// that its caption was written from, the same for every word.
///
/// Own losses, of the ordered stories' frame Batch::contextFrames where nothing else is said:
/// "content_picture": L1 of the next picture (what training::lossTerms calls "next_picture" adds structure);
/// "context_picture": mean squared error of the same picture against the mean of the batch's input frames;
/// "picture_autoencoder": L1 of all pictures drawn from their own latents;
/// "text_autoencoder": cross-entropy per token of captions written from their own latents;
/// "latent_picture", "latent_text": nn::centredCosineLoss of the latents and those that frozen encoders make of the
/// next frame. The frozen ones follow the encoders while a forward pass wants named losses but neither of these, and
/// stay as they are from then on;
/// "kl": nats of a variational latent.
class SequencePredictor final : public StoryModel {
public:
    /// Throws as makeStoryModel().
    explicit SequencePredictor(StoryConfig config);

    Abilities abilities() const override;
    using StoryModel::forward;
    StoryOutput forward(const Batch& batch, const std::set<std::string>& wanted) override;
    EncodedStory encode(const StoryInput& input) override;
    /// keys[0] of the memory is the pooling's weights, (1, 1, K, K).
    using StoryModel::remember;
    nn::TextMemory remember(CaptionKind kind, const EncodedStory& encoded, const std::stop_token& stop) override;
    using StoryModel::begin;
    nn::TextCache begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame, std::int64_t rows) override;
    nn::TextStep step(CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                      nn::TextCache& cache) override;
    torch::Tensor nextPicture(const EncodedStory& encoded, std::int64_t lastFrame) override;
    torch::Tensor frozenTextFeatures(const torch::Tensor& texts) override;

private:
    std::set<std::string> ownLossNames() const override;
    struct Told {
        EncodedStory encoded;
        nn::NextLatents next; // after each frame
    };
    class Wishes;  // losses that a forward pass is to compute
    struct Target; // what is foretold of the ordered stories, and what is true

    void makeEncoders();
    void makeDecoders();
    Told tell(const StoryInput& input);
    torch::Tensor textLatents(const StoryInput& input);
    torch::Tensor starts(const torch::Tensor& textLatents);
    torch::Tensor pictureOf(const torch::Tensor& states) const;
    torch::Tensor textOf(const torch::Tensor& states) const;

    void addAutoencoders(const Batch& batch, const Wishes& wishes, StoryOutput& result);
    torch::Tensor textAutoencoderLoss(const Batch& batch);
    torch::Tensor autoencodedTexts(const torch::Tensor& captions) const;
    nn::TextOutput fed(nn::ForcedTokens& forced, const nn::TextFeeding& feeding, const torch::Tensor& states);
    TextPrediction written(const Told& told, const Batch& batch);
    void addPicture(const Target& target, const Wishes& wishes, StoryOutput& result);
    void addLatents(const Target& target, const Wishes& wishes, StoryOutput& result);
    void followEncoders();

    PredictionOptions m_options;
    std::shared_ptr<nn::ConvPictureEncoder> m_pictureEncoder;
    std::shared_ptr<nn::LstmTextEncoder> m_textEncoder;
    std::shared_ptr<nn::TagEmbedding> m_tagEncoder;
    std::shared_ptr<nn::FrameFusion> m_fusion;
    std::shared_ptr<nn::FrameRecurrence> m_recurrence;
    std::shared_ptr<nn::FramePooling> m_pooling;
    std::shared_ptr<nn::StoryLatent> m_latent;
    std::shared_ptr<nn::LatentPictureDecoder> m_pictureDecoder;
    torch::nn::Linear m_initialHidden = nullptr; // of the text decoder, where its condition is its first state
    torch::nn::Linear m_initialCell = nullptr;
    std::shared_ptr<nn::LstmTextDecoder> m_textDecoder;
    std::shared_ptr<nn::StoryScoreHead> m_scoreHead;
    std::shared_ptr<nn::ConvPictureEncoder> m_pictureTarget; // frozen
    std::shared_ptr<nn::LstmTextEncoder> m_textTarget;       // frozen
};

} // namespace storyscope::models
