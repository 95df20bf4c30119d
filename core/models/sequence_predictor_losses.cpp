// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/sequence_predictor.h"
#include "core/nn/latent_losses.h"
#include "core/nn/teacher_forcing.h"
#include "core/nn/token_loss.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::models {

class SequencePredictor::Wishes {
public:
    explicit Wishes(const std::set<std::string>& wanted) : m_wanted(wanted) {}
    bool has(const std::string& name) const { return m_wanted.empty() || m_wanted.contains(name); }
    bool hasAny(std::initializer_list<const char*> names) const {
        return std::any_of(names.begin(), names.end(), [&](const char* name) { return has(name); });
    }
    bool isAutoencodersOnly() const {
        return !m_wanted.empty() && std::all_of(m_wanted.begin(), m_wanted.end(), [](const std::string& name) {
            return name == "picture_autoencoder" || name == "text_autoencoder";
        });
    }

private:
    const std::set<std::string>& m_wanted;
};

struct SequencePredictor::Target {
    torch::Tensor pictureLatent; // (B′, P′)
    torch::Tensor textLatent;    // (B′, E′)
    torch::Tensor kl;            // (B′); undefined if nothing is variational
    torch::Tensor picture;       // (B′, 3, H, W): the target frame
    torch::Tensor meanPicture;   // (3, H, W): of all input frames of the batch
    torch::Tensor caption;       // (B′, T): the target's; undefined if unknown
};

StoryOutput SequencePredictor::forward(const Batch& batch, const std::set<std::string>& wanted) {
    const Wishes wishes(wanted);
    if (m_pictureTarget && !wishes.hasAny({"latent_picture", "latent_text"})) {
        followEncoders();
    }
    StoryOutput result;
    addAutoencoders(batch, wishes, result);
    if (wishes.isAutoencodersOnly()) {
        return result;
    }
    const std::int64_t context = batch.contextFrames;
    const bool needsAll = context == 0 || (m_scoreHead && wishes.has("score"));
    const Told told = tell(batch.input(needsAll ? batch.frames() : context));
    result.encoded = told.encoded;
    if (context == 0 || !batch.ordered.defined() || batch.ordered.numel() == 0) {
        return result;
    }
    const bool hasCaptions = batch.nextCaptions.defined() && batch.nextCaptions.size(1) >= context;
    if (hasCaptions && wishes.has("next_caption")) {
        result.nextCaptions = written(told, batch);
    }
    const auto after = [&](const torch::Tensor& latents) {
        return latents.defined() ? latents.select(1, context - 1).index_select(0, batch.ordered) : latents;
    };
    const Target target{.pictureLatent = after(told.next.picture),
                        .textLatent = after(told.next.text),
                        .kl = after(told.next.kl),
                        .picture = batch.pictures.select(1, context).index_select(0, batch.ordered),
                        .meanPicture = batch.pictures.narrow(1, 0, context).mean(std::vector<std::int64_t>{0, 1}),
                        .caption = hasCaptions ? batch.nextCaptions.select(1, context - 1) : torch::Tensor()};
    addPicture(target, wishes, result);
    addLatents(target, wishes, result);
    return result;
}

std::set<std::string> SequencePredictor::ownLossNames() const {
    std::set<std::string> names;
    if (m_pictureDecoder) {
        names.insert({"content_picture", "context_picture", "picture_autoencoder"});
    }
    if (m_textEncoder) {
        names.insert("text_autoencoder");
    }
    if (m_pictureTarget) {
        names.insert("latent_picture");
    }
    if (m_textTarget) {
        names.insert("latent_text");
    }
    if (!m_latent->isShared()) {
        names.insert("kl");
    }
    return names;
}

void SequencePredictor::addAutoencoders(const Batch& batch, const Wishes& wishes, StoryOutput& result) {
    if (m_pictureDecoder && wishes.has("picture_autoencoder")) {
        const torch::Tensor pictures = batch.pictures.flatten(0, 1);
        const torch::Tensor drawn = m_pictureDecoder->forward(m_pictureEncoder->forward(pictures));
        result.ownLosses["picture_autoencoder"] = (drawn - pictures).abs().mean();
    }
    if (m_textEncoder && batch.captions.defined() && wishes.has("text_autoencoder")) {
        const torch::Tensor loss = textAutoencoderLoss(batch);
        if (loss.defined()) {
            result.ownLosses["text_autoencoder"] = loss;
        }
    }
}

/// Those of the batch's captions, (B, K, T), that are written again: (N, T).
torch::Tensor SequencePredictor::autoencodedTexts(const torch::Tensor& captions) const {
    if (m_options.autoencodedTexts == PredictionOptions::AutoencodedTexts::All) {
        return captions.flatten(0, 1);
    }
    const std::int64_t stories = captions.size(0);
    const auto whole = torch::TensorOptions().dtype(torch::kLong).device(captions.device());
    const torch::Tensor row = torch::arange(stories, whole);
    const torch::Tensor frame =
        is_training() ? torch::randint(captions.size(1), {stories}, whole) : row.remainder(captions.size(1));
    return captions.index({row, frame});
}

// Captions without text are left out. Undefined if none is left.
torch::Tensor SequencePredictor::textAutoencoderLoss(const Batch& batch) {
    const torch::Tensor captions = autoencodedTexts(batch.captions); // (N, T)
    const torch::Tensor known = captions.ne(config().padId).any(1).nonzero().squeeze(1);
    if (known.numel() == 0) {
        return {};
    }
    const torch::Tensor texts = captions.index_select(0, known);
    const nn::LstmTextEncoder::Output read = m_textEncoder->forward(texts);
    const torch::Tensor state = m_initialHidden.is_empty() ? read.hidden : torch::cat({read.hidden, read.cell}, -1);
    nn::ForcedTokens forced = nn::forcedTokens(texts.unsqueeze(1), config().padId);
    const nn::TextOutput output = fed(forced, batch.feeding, state.unsqueeze(1));
    return nn::tokenLoss(m_textDecoder->logits(forced.real(output.hidden)), forced.targets);
}

/// What the text decoder makes of texts, beginning with `states`: (N, Q, its state's size).
nn::TextOutput SequencePredictor::fed(nn::ForcedTokens& forced, const nn::TextFeeding& feeding,
                                      const torch::Tensor& states) {
    return nn::forwardFed(forced, feeding, *m_textDecoder,
                          [&](const torch::Tensor& tokens) { return m_textDecoder->forward(tokens, states, {}); });
}

TextPrediction SequencePredictor::written(const Told& told, const Batch& batch) {
    const bool isEvery = m_options.captions == PredictionOptions::Captions::AfterEveryFrame;
    const std::int64_t first = isEvery ? 0 : batch.contextFrames - 1;
    const std::int64_t rows = isEvery ? std::min(batch.nextCaptions.size(1), told.encoded.frames()) : 1;
    const torch::Tensor latents = told.next.text.index_select(0, batch.ordered).narrow(1, first, rows);
    nn::ForcedTokens forced = nn::forcedTokens(batch.nextCaptions.narrow(1, first, rows), config().padId);
    const nn::TextOutput output = fed(forced, batch.feeding, starts(latents));
    const torch::Tensor weights =
        told.encoded.temporalAttention.front().index_select(0, batch.ordered).narrow(2, first, rows);
    return {.logits = m_textDecoder->logits(forced.real(output.hidden)),
            .targets = forced.targets,
            .attention = weights.unsqueeze(3).expand({-1, -1, -1, forced.inputs.size(2), -1})};
}

void SequencePredictor::addPicture(const Target& target, const Wishes& wishes, StoryOutput& result) {
    if (!m_pictureDecoder || !wishes.hasAny({"next_picture", "content_picture", "context_picture"})) {
        return;
    }
    result.nextPicture = m_pictureDecoder->forward(target.pictureLatent);
    if (wishes.has("content_picture")) {
        result.ownLosses["content_picture"] = (result.nextPicture - target.picture).abs().mean();
    }
    if (wishes.has("context_picture")) {
        result.ownLosses["context_picture"] = (result.nextPicture - target.meanPicture).square().mean();
    }
}

void SequencePredictor::addLatents(const Target& target, const Wishes& wishes, StoryOutput& result) {
    if (m_pictureTarget && wishes.has("latent_picture")) {
        const torch::Tensor truth = m_pictureTarget->forward(target.picture);
        result.ownLosses["latent_picture"] = nn::centredCosineLoss(target.pictureLatent, truth);
    }
    if (m_textTarget && target.caption.defined() && wishes.has("latent_text")) {
        const torch::Tensor truth = m_textTarget->forward(target.caption).hidden;
        result.ownLosses["latent_text"] = nn::centredCosineLoss(target.textLatent, truth);
    }
    if (target.kl.defined() && wishes.has("kl")) {
        result.ownLosses["kl"] = target.kl.mean();
    }
}

void SequencePredictor::followEncoders() {
    const torch::NoGradGuard noGradients;
    const auto copy = [](const torch::nn::Module& from, const torch::nn::Module& to) {
        const std::vector<torch::Tensor> sources = from.parameters();
        std::vector<torch::Tensor> copies = to.parameters();
        for (std::size_t i = 0; i < copies.size(); ++i) {
            copies[i].copy_(sources[i]);
        }
    };
    copy(*m_pictureEncoder, *m_pictureTarget);
    if (m_textTarget) {
        copy(*m_textEncoder, *m_textTarget);
    }
}

} // namespace storyscope::models
