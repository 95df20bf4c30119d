// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/losses.h"

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

// `captions`: (B, Q, T) with BOS; `logits`: (B, Q, T − 1, V).
std::optional<torch::Tensor> captionLoss(const torch::Tensor& logits, const torch::Tensor& captions,
                                         std::int64_t padId) {
    const torch::Tensor targets = captions.narrow(2, 1, captions.size(2) - 1).flatten();
    const std::int64_t count = (targets != padId).sum().item<std::int64_t>();
    if (count == 0) {
        return {};
    }
    const auto options = F::CrossEntropyFuncOptions().ignore_index(padId).reduction(torch::kSum);
    return F::cross_entropy(logits.flatten(0, 2), targets, options) / static_cast<double>(count);
}

std::optional<torch::Tensor> pointingLoss(const models::StoryOutput& output, const models::Batch& batch) {
    const std::int64_t frames = batch.pictures.size(1);
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
    add("caption", batch.captions.defined(),
        [&] { return captionLoss(output.captions.logits, batch.captions, options.padId); });
    add("next_caption", output.nextCaptions.logits.defined(),
        [&] { return captionLoss(output.nextCaptions.logits, batch.nextCaptions, options.padId); });
    add("pointing", batch.captions.defined() && batch.pointing.defined(), [&] { return pointingLoss(output, batch); });
    add("next_picture", output.nextPicture.defined(), [&] { return pictureLoss(output.nextPicture, batch); });
    add("tags", batch.tags.defined(), [&] { return tagLoss(output, batch); });
    add("score", batch.scores.defined(), [&] { return scoreLoss(output, batch); });
    return terms;
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
