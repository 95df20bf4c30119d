// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/losses.h"

#include "core/nn/token_loss.h"

#include <torch/torch.h>

#include <optional>

namespace storyscope::training {

namespace F = torch::nn::functional;

namespace {

constexpr double ssimShare = 0.2;
constexpr double smallestShare = 1e-6; // of attention, so that its logarithm stays finite

std::optional<torch::Tensor> meanOverKnown(const torch::Tensor& losses, const torch::Tensor& known) {
    const double count = known.sum().item<double>();
    if (count == 0) {
        return {};
    }
    return (losses * known).sum() / count;
}

std::optional<torch::Tensor> textLoss(const models::TextPrediction& text) {
    if (text.targets.numel() == 0) {
        return {};
    }
    return nn::tokenLoss(text.logits, text.targets);
}

std::optional<torch::Tensor> pointingLoss(const models::StoryOutput& output, const models::Batch& batch) {
    const std::int64_t frames = batch.frames();
    const std::int64_t tokens = batch.captions.size(2) - 1;
    const torch::Tensor boxes = batch.pointing.narrow(2, 1, tokens); // (B, K, T − 1, G·G)
    const torch::Tensor named = boxes.amax(-1);                      // (B, K, T − 1)
    if (named.sum().item<double>() == 0) {
        return {};
    }
    const torch::Tensor all = output.captions.attention.mean(1); // (B, K, T − 1, K·G·G)
    const torch::Tensor perFrame = all.view({all.size(0), frames, tokens, frames, -1});
    const torch::Tensor own = torch::diagonal(perFrame, 0, 1, 3).permute({0, 3, 1, 2}); // (B, K, T − 1, G·G)
    return meanOverKnown(-torch::log((own * boxes).sum(-1) + smallestShare), named);
}

std::optional<torch::Tensor> pictureLoss(const torch::Tensor& predicted, const models::Batch& batch) {
    const torch::Tensor truth = batch.pictures.select(1, batch.contextFrames).index_select(0, batch.ordered);
    return (predicted - truth).abs().mean() + ssimShare * (1.0 - structuralSimilarity(predicted, truth));
}

std::optional<torch::Tensor> tagLoss(const models::StoryOutput& output, const models::Batch& batch) {
    const auto options = F::BinaryCrossEntropyWithLogitsFuncOptions().reduction(torch::kNone);
    return meanOverKnown(F::binary_cross_entropy_with_logits(output.encoded.tagLogits, batch.tags, options).mean(-1),
                         batch.tagsKnown);
}

std::optional<torch::Tensor> scoreLoss(const models::StoryOutput& output, const models::Batch& batch) {
    const auto options = F::BinaryCrossEntropyWithLogitsFuncOptions().reduction(torch::kNone);
    return meanOverKnown(F::binary_cross_entropy_with_logits(output.encoded.scoreLogits, batch.scores, options),
                         batch.scoresKnown);
}

} // namespace

LossTerms lossTerms(const models::StoryOutput& output, const models::Batch& batch, const LossOptions& options) {
    LossTerms terms;
    const auto add = [&](const std::string& name, bool possible, const auto& compute) {
        const auto weight = options.weights.find(name);
        if (!possible || weight == options.weights.end() || weight->second == 0) {
            return;
        }
        if (const std::optional<torch::Tensor> term = compute()) {
            terms[name] = *term;
        }
    };
    add("caption", output.captions.logits.defined(), [&] { return textLoss(output.captions); });
    add("next_caption", output.nextCaptions.logits.defined(), [&] { return textLoss(output.nextCaptions); });
    add("clip_caption", output.clipCaptions.logits.defined(), [&] { return textLoss(output.clipCaptions); });
    add("pointing", output.captions.attention.defined() && batch.pointing.defined(),
        [&] { return pointingLoss(output, batch); });
    add("next_picture", output.nextPicture.defined(), [&] { return pictureLoss(output.nextPicture, batch); });
    add("tags", output.encoded.tagLogits.defined() && batch.tags.defined(), [&] { return tagLoss(output, batch); });
    add("score", output.encoded.scoreLogits.defined() && batch.scores.defined(),
        [&] { return scoreLoss(output, batch); });
    for (const auto& [name, loss] : output.ownLosses) {
        add(name, loss.defined(), [&] { return std::optional(loss); });
    }
    return terms;
}

std::set<std::string> wantedTerms(const LossOptions& options) {
    std::set<std::string> wanted;
    for (const auto& [name, weight] : options.weights) {
        if (weight != 0) {
            wanted.insert(name);
        }
    }
    return wanted;
}

torch::Tensor totalLoss(const LossTerms& terms, const LossOptions& options) {
    torch::Tensor total;
    for (const auto& [name, term] : terms) {
        const torch::Tensor weighted = term * options.weights.at(name);
        total = total.defined() ? total + weighted : weighted;
    }
    return total;
}

torch::Tensor structuralSimilarity(const torch::Tensor& a, const torch::Tensor& b) {
    constexpr double c1 = 0.01 * 0.01;
    constexpr double c2 = 0.03 * 0.03;
    const auto mean = [](const torch::Tensor& x) { return torch::avg_pool2d(x, {7, 7}, {2, 2}); };
    const torch::Tensor meanA = mean(a);
    const torch::Tensor meanB = mean(b);
    const torch::Tensor varianceA = mean(a * a) - meanA * meanA;
    const torch::Tensor varianceB = mean(b * b) - meanB * meanB;
    const torch::Tensor covariance = mean(a * b) - meanA * meanB;
    const torch::Tensor numerator = (2 * meanA * meanB + c1) * (2 * covariance + c2);
    const torch::Tensor denominator = (meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2);
    return (numerator / denominator).mean();
}

} // namespace storyscope::training
