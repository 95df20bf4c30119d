// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference_tiny_model.h"

#include "core/models/model_folder.h"
#include "core/text/word_tokenizer.h"

#include <torch/torch.h>

#include <random>

namespace storyscope::test {

const std::vector<std::string>& TinyModel::words() {
    static const std::vector<std::string> words{"[PAD]", "[UNK]", "[BOS]", "[EOS]", "a",  "cat", "dog",
                                                "ball",  "Mia",   "sees",  "runs",  "to", "the", "house",
                                                "with",  "and",   "then",  "it",    "is", "."};
    return words;
}

const std::vector<std::string>& TinyModel::tags() {
    static const std::vector<std::string> tags{"cat", "dog", "house"};
    return tags;
}

void writeTinyModel(const std::filesystem::path& folder, int seed) {
    const nlohmann::json decoder{
        {"part", "caption_decoder"}, {"layers", TinyModel::layers}, {"heads", TinyModel::heads}, {"inner_size", 32}};
    nlohmann::json nextDecoder = decoder;
    nextDecoder["visible_frames"] = "up_to_its_own";

    models::StoryConfig config;
    config.name = "Tiny";
    config.preparation = media::PicturePreparation::stretched(TinyModel::pictureSize, media::PictureFilter::Bilinear);
    config.maximumFrames = 6;
    config.contextFrames = TinyModel::contextFrames;
    config.hiddenSize = 16;
    config.maximumTokens = 12;
    config.vocabularySize = static_cast<std::int64_t>(TinyModel::words().size());
    config.tags = TinyModel::tags();
    config.parts = {
        {"frame_encoder", {{"part", "conv_frame_encoder"}, {"channels", {8, 8, 16}}, {"blocks", 1}, {"groups", 4}}},
        {"temporal_layer",
         {{"part", "temporal_transformer"},
          {"layers", TinyModel::temporalLayers},
          {"heads", TinyModel::heads},
          {"inner_size", 32}}},
        {"caption_decoder", decoder},
        {"next_caption_decoder", nextDecoder},
        {"picture_decoder", {{"part", "next_picture_decoder"}, {"channels", {8, 8, 8}}, {"blocks", 1}, {"groups", 4}}},
        {"tag_head", {{"part", "evidence_tag_head"}}},
        {"score_head", {{"part", "last_state_score_head"}}},
    };
    torch::manual_seed(static_cast<std::uint64_t>(seed));
    const auto model = models::makeStoryModel(config);
    {
        // Larger weights than training starts with, so that pictures and words make a difference.
        const torch::NoGradGuard noGradients;
        for (torch::Tensor& parameter : model->parameters()) {
            parameter.mul_(2.5);
        }
    }
    model->setFamiliarity(models::Familiarity::measure(torch::rand({200, model->featureCount()}),
                                                       torch::rand({50, model->featureCount()})));
    models::saveModelFolder(*model, text::WordTokenizer(TinyModel::words()), "# Tiny\n", folder);
}

Picture numberedPicture(int number) {
    constexpr int width = 40;
    constexpr int height = 24;
    constexpr int block = 8;
    std::mt19937 generator(static_cast<unsigned>(number) + 1);
    std::vector<std::uint8_t> colours((width / block) * (height / block) * 3);
    std::ranges::generate(colours, [&] { return static_cast<std::uint8_t>(generator() % 256); });
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int channel = 0; channel < 3; ++channel) {
                rgb.push_back(
                    colours[static_cast<std::size_t>(((y / block) * (width / block) + x / block) * 3 + channel)]);
            }
        }
    }
    return {width, height, std::move(rgb)};
}

std::vector<inference::InputFrame> numberedFrames(int count) {
    std::vector<inference::InputFrame> frames;
    for (int position = 0; position < count; ++position) {
        frames.push_back({numberedPicture(position), 10 * position, {}, "picture " + std::to_string(position)});
    }
    return frames;
}

} // namespace storyscope::test
