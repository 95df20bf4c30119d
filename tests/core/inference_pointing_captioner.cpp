// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference_pointing_captioner.h"

#include "core/base/error.h"
#include "core/models/captioner_tokenizer.h"
#include "core/models/model_folder.h"
#include "core/models/published_config.h"
#include "tests/support/blip_folder.h"
#include "tests/support/git_folder.h"

#include <torch/torch.h>

#include <cmath>

namespace storyscope::test {

namespace {

constexpr std::int64_t heads = 4;
constexpr std::int64_t headSize = 8;
constexpr double loud = 10;
// Directions of the hidden states.
constexpr int brightness = 0;
constexpr int ground = 1; // the same everywhere, so that normalising keeps what is bright apart from what is dark
constexpr int word = 2;
constexpr int textGround = 3;
constexpr int special = 4; // of one cell
constexpr int said = 200;

torch::Tensor parameter(models::StoryModel& model, const std::string& begin, const std::string& end) {
    for (auto& item : model.named_parameters()) {
        if (item.key().starts_with(begin) && item.key().ends_with(end)) {
            return item.value();
        }
    }
    throw Error(ErrorCode::Internal, "No parameter " + begin + "…" + end);
}

void clear(models::StoryModel& model) {
    for (auto& item : model.named_parameters()) {
        const std::string& name = item.key();
        const bool isScale = name.find("norm") != std::string::npos || name.find("Norm") != std::string::npos;
        item.value().fill_(isScale && name.ends_with("weight") ? 1 : 0);
    }
}

void setVision(models::StoryModel& model) {
    torch::Tensor patches = parameter(model, "vision.patches", "weight");
    patches[brightness].fill_(1.0 / static_cast<double>(patches[brightness].numel()));
    parameter(model, "vision.positions", "").select(1, ground).fill_(1);
}

/// All heads look where the tokens' `direction` is largest.
void lookAt(models::StoryModel& model, const std::string& attention, int direction) {
    for (std::int64_t head = 0; head < heads; ++head) {
        parameter(model, attention + ".query", "bias")[head * headSize] = loud;
        parameter(model, attention + ".key", "weight")[head * headSize][direction] = 1;
    }
}

void setBlip(models::StoryModel& model, const PointingCaptioner& captioner) {
    const std::string layers = "text_decoder.layers.";
    for (const std::string layer : {"0", "1"}) {
        const std::string cross = layers + layer + ".cross_attention";
        if (!captioner.looksEverywhere) {
            const bool isSpecial = layer == "1" && captioner.lastLayerLooksAt;
            lookAt(model, cross, isSpecial ? special : brightness);
        }
        if (layer == "0" && captioner.dependsOnBrightness) {
            parameter(model, cross + ".value", "weight")[0][brightness] = 1;
            parameter(model, cross + ".merge", "weight")[word][0] = 1;
            // What is mixed of all cells is dark; here it is lifted to where the next layers tell shades apart.
            parameter(model, cross + ".value", "bias")[0] = captioner.looksEverywhere ? 8 : 0;
            parameter(model, cross + ".merge", "bias")[textGround] = captioner.looksEverywhere ? 4 : 1;
        }
    }
    if (captioner.lastLayerLooksAt) {
        parameter(model, "vision.positions", "")[1 + *captioner.lastLayerLooksAt][special] = 3;
    }
    parameter(model, "text_decoder.transform.", "weight").flatten(1).copy_(torch::eye(heads * headSize));
    parameter(model, "text_decoder.output.", "weight")[said][word] = 1;
    parameter(model, "text_decoder.output.", "bias")[said] = 2;
}

void setGit(models::StoryModel& model, const PointingCaptioner& captioner) {
    torch::Tensor projection = parameter(model, "text_decoder.projection.", "weight");
    projection[brightness][brightness] = 1;
    projection[ground][ground] = 1;
    for (const std::string layer : {"0", "1", "2"}) {
        if (!captioner.looksEverywhere) {
            lookAt(model, "text_decoder.layers." + layer + ".attention", brightness);
        }
    }
    parameter(model, "text_decoder.output.", "bias")[said] = 5;
}

} // namespace

void writePointingCaptioner(const std::filesystem::path& folder, const PointingCaptioner& captioner) {
    const torch::NoGradGuard noGradients;
    const bool isBlip = captioner.kind == PointingCaptioner::Kind::Blip;
    nlohmann::json published =
        isBlip ? tinyBlipConfig() : tinyGitConfig(captioner.kind == PointingCaptioner::Kind::GitVideo ? 2 : 0);
    published["vision_config"]["image_size"] = 8 * captioner.cells;
    if (isBlip) {
        writeTinyBlipFolder(folder, published);
    } else {
        writeTinyGitFolder(folder, published);
    }
    const models::StoryConfig config = models::publishedConfig(published, "config.json");
    const auto tokenizer = models::captionerTokenizer(config, folder);
    const auto model = models::makeStoryModel(config);
    clear(*model);
    setVision(*model);
    if (isBlip) {
        setBlip(*model, captioner);
    } else {
        setGit(*model, captioner);
    }
    std::filesystem::remove_all(folder);
    models::exportModelFolder(*model, *tokenizer, "# Pointing", folder);
}

Picture blackPicture(int width, int height, const WhiteRectangle& white) {
    std::vector<std::uint8_t> pixels;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const bool isWhite =
                x + 0.5 >= white.left && x + 0.5 < white.right && y + 0.5 >= white.top && y + 0.5 < white.bottom;
            pixels.insert(pixels.end(), 3, isWhite ? 255 : 0);
        }
    }
    return {width, height, std::move(pixels)};
}

} // namespace storyscope::test
