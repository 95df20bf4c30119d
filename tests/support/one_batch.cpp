// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/one_batch.h"

#include "core/models/pretrained_files.h"

#include <torch/torch.h>

namespace storyscope::test {

std::shared_ptr<models::StoryModel> presetModel(const std::string& preset, std::int64_t vocabularySize,
                                                const nlohmann::json& changes) {
    nlohmann::json description = models::readPreset(preset).model;
    for (nlohmann::json& part : description["parts"]) {
        if (part.contains("weights") && models::isPublishedName(part["weights"])) {
            part["weights"] = "";
        }
    }
    description["vocabulary_size"] = vocabularySize;
    description.merge_patch(changes);
    return models::makeStoryModel(models::storyConfigFromJson(description, preset));
}

torch::Tensor lossOf(models::StoryModel& model, const models::Batch& batch, const std::set<std::string>& wanted) {
    namespace F = torch::nn::functional;
    const models::StoryOutput output = model.forward(batch, wanted);
    torch::Tensor loss = torch::zeros({});
    for (const models::TextPrediction* text : {&output.captions, &output.nextCaptions, &output.clipCaptions}) {
        loss = text->logits.defined() ? loss + F::cross_entropy(text->logits, text->targets) : loss;
    }
    for (const auto& [name, own] : output.ownLosses) {
        loss = loss + own;
    }
    if (output.encoded.tagLogits.defined() && wanted.contains("tags")) {
        loss = loss + F::binary_cross_entropy_with_logits(output.encoded.tagLogits, batch.tags);
    }
    return loss;
}

double learnByHeart(models::StoryModel& model, const models::Batch& batch, const std::set<std::string>& wanted,
                    int steps) {
    model.train();
    torch::optim::Adam optimizer(model.parameters(), torch::optim::AdamOptions(0.01));
    for (int step = 0; step < steps; ++step) {
        for (auto& group : optimizer.param_groups()) {
            group.options().set_lr(0.01 * (1.0 - 0.95 * step / steps));
        }
        optimizer.zero_grad();
        lossOf(model, batch, wanted).backward();
        optimizer.step();
    }
    model.eval();
    torch::NoGradGuard noGrad;
    return lossOf(model, batch, wanted).item<double>();
}

std::vector<std::int64_t> writeGreedily(models::StoryModel& model, models::CaptionKind kind,
                                        const models::StoryInput& story, std::int64_t frame) {
    torch::NoGradGuard noGrad;
    const models::EncodedStory encoded = model.encode(story);
    const nn::TextMemory memory = model.remember(kind, encoded);
    nn::TextCache cache = model.begin(kind, encoded, frame);
    std::vector<std::int64_t> written{2};
    while (written.back() != 3 && static_cast<std::int64_t>(written.size()) < model.config().maximumTokens) {
        const nn::TextStep step = model.step(kind, torch::tensor({written.back()}, torch::kLong), memory, cache);
        written.push_back(step.logits[0].argmax().item<std::int64_t>());
    }
    return written;
}

std::vector<std::int64_t> unpadded(const torch::Tensor& text) {
    const auto length = text.ne(0).sum().item<std::int64_t>();
    return {text.data_ptr<std::int64_t>(), text.data_ptr<std::int64_t>() + length};
}

models::Batch colouredStories(std::int64_t stories, std::int64_t frames, std::int64_t side) {
    models::Batch batch;
    batch.pictures = torch::rand({stories, frames, 3, 1, 1}).expand({-1, -1, -1, side, side}).contiguous();
    batch.captions = torch::zeros({stories * frames, 6}, torch::kLong);
    for (std::int64_t i = 0; i < stories * frames; ++i) {
        const std::vector<std::int64_t> words{4 + i % 8, 4 + i / 8 % 8, 4 + i * 3 % 8, 4 + i * 5 % 8};
        const std::int64_t count = 2 + i % 3;
        torch::Tensor text = batch.captions[i];
        text[0] = 2;
        for (std::int64_t word = 0; word < count; ++word) {
            text[1 + word] = words[static_cast<std::size_t>(word)];
        }
        text[1 + count] = 3;
    }
    batch.captions = batch.captions.view({stories, frames, 6});
    batch.nextCaptions = batch.captions.narrow(1, 1, frames - 1).contiguous();
    batch.clipCaptions = batch.captions.select(1, 0).contiguous();
    batch.ordered = torch::arange(stories, torch::kLong);
    batch.contextFrames = frames - 1;
    return batch;
}

models::StoryInput context(const models::Batch& batch, std::int64_t story) {
    models::StoryInput input =
        models::StoryInput::of(batch.pictures.narrow(0, story, 1).narrow(1, 0, batch.contextFrames));
    input.texts = batch.captions.narrow(0, story, 1).narrow(1, 0, batch.contextFrames);
    return input;
}

} // namespace storyscope::test
