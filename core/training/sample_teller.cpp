// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/sample_teller.h"

#include "core/models/picture_preprocessing.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::training {

namespace {

std::string tellCaption(models::StoryModel& model, const text::Tokenizer& tokenizer,
                        const models::EncodedStory& encoded, const nn::TextMemory& memory, std::int64_t frame) {
    const auto kind = models::CaptionKind::Caption;
    nn::TextCache cache = model.begin(kind, encoded, frame);
    torch::Tensor token =
        torch::full({1}, tokenizer.beginId(), torch::TensorOptions(torch::kLong).device(model.device()));
    std::vector<std::int64_t> ids;
    for (std::int64_t written = 0; written + 1 < model.config().maximumTokens; ++written) {
        token = model.step(kind, token, memory, cache).logits.argmax(-1);
        if (token.item<std::int64_t>() == tokenizer.endId()) {
            break;
        }
        ids.push_back(token.item<std::int64_t>());
    }
    return tokenizer.decode(ids);
}

} // namespace

SampleStory tellSample(models::StoryModel& model, const text::Tokenizer& tokenizer, const torch::Tensor& pictures) {
    torch::NoGradGuard noGrad;
    SampleStory sample;
    const models::EncodedStory encoded = model.encode(pictures);
    const nn::TextMemory memory = model.remember(models::CaptionKind::Caption, encoded);
    for (std::int64_t frame = 0; frame < pictures.size(1); ++frame) {
        sample.pictures.push_back(models::toPicture(pictures[0][frame]));
        sample.captions.push_back(tellCaption(model, tokenizer, encoded, memory, frame));
    }
    const std::int64_t lastContext = std::max<std::int64_t>(pictures.size(1) - 2, 0);
    sample.predictedNext = models::toPicture(model.nextPicture(encoded, lastContext)[0]);
    return sample;
}

} // namespace storyscope::training
