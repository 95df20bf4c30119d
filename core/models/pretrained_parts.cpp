// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/pretrained_parts.h"

#include "core/base/error.h"
#include "core/models/named_value.h"
#include "core/models/pretrained_catalogue.h"
#include "core/nn/pretrained_frame_encoder.h"

#include <torch/torch.h>

namespace storyscope::models {

namespace {

constexpr std::int64_t smallestPicture = 64;
constexpr std::size_t hashDigits = 64;

std::int64_t pictureSide(const StoryConfig& config, const JsonObject& part) {
    const media::PictureSize size = config.pictureSize();
    if (size.width != size.height || size.width < smallestPicture) {
        throw Error(ErrorCode::Mismatch, part.place() + " works on square pictures of 64 pixels a side and more");
    }
    return size.width;
}

} // namespace

PretrainedRequest pretrainedRequest(JsonObject& part) {
    PretrainedRequest request{.source = part.text("weights", ""), .sha256 = part.text("sha256", "")};
    const bool isHash = request.sha256.size() == hashDigits &&
                        request.sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!request.sha256.empty() && !isHash) {
        throw Error(ErrorCode::Malformed, part.place() + ": \"sha256\" must be 64 lower-case digits");
    }
    return request;
}

void loadAndFreeze(nn::PretrainedModule& network, const PretrainedRequest& request, JsonObject& part) {
    if (!request.source.empty()) {
        loadPretrained(network, request);
    }
    if (part.boolean("frozen", true)) {
        network.freeze();
    }
}

std::shared_ptr<nn::PretrainedBackbone> backbonePart(JsonObject& part) {
    auto backbone = makeBackbone(part.text("backbone", ""), nn::Classifier::LeftOut);
    loadAndFreeze(*backbone, pretrainedRequest(part), part);
    return backbone;
}

std::shared_ptr<nn::FrameEncoder> pretrainedFrameEncoder(JsonObject& part, const StoryConfig& config) {
    nn::PretrainedFrameEncoderOptions options;
    options.pictureSize = pictureSide(config, part);
    options.summarySize = part.integer("summary_size", config.hiddenSize, {0, 4096});
    const std::string grid = part.text("grid", "last_stage");
    if (grid != "last_stage" && grid != "pooled") {
        throw Error(ErrorCode::Malformed, part.place() + ": \"grid\" must be last_stage or pooled");
    }
    using Grid = nn::PretrainedFrameEncoderOptions::Grid;
    options.grid = grid == "pooled" ? Grid::Pooled : Grid::LastStage;
    using Patches = nn::PretrainedFrameEncoderOptions::Patches;
    options.patches =
        namedValue<Patches>(part, "patches", {{"plain", Patches::Plain}, {"normalized", Patches::Normalized}});
    options.backbone = backbonePart(part);
    return std::make_shared<nn::PretrainedFrameEncoder>(options);
}

} // namespace storyscope::models
