// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/models/blip_captioner.h"
#include "core/models/fused_story_model.h"
#include "core/models/git_captioner.h"
#include "core/models/patch_story_model.h"
#include "core/models/sequence_predictor.h"
#include "core/models/story_model.h"
#include "core/models/video_transformer.h"
#include "core/models/vision_gpt2_captioner.h"

#include <functional>
#include <map>

namespace storyscope::models {

namespace {

using ModelFactory = std::function<std::shared_ptr<StoryModel>(const StoryConfig&)>;

template <typename Model>
std::shared_ptr<StoryModel> make(const StoryConfig& config) {
    return std::make_shared<Model>(config);
}

const std::map<std::string, ModelFactory>& architectures() {
    static const std::map<std::string, ModelFactory> known{{"BlipForConditionalGeneration", make<BlipCaptioner>},
                                                           {"FusedStoryModel", make<FusedStoryModel>},
                                                           {"GitForCausalLM", make<GitCaptioner>},
                                                           {"SequencePredictor", make<SequencePredictor>},
                                                           {"StoryModel", make<PatchStoryModel>},
                                                           {"VideoTransformer", make<VideoTransformer>},
                                                           {"VisionEncoderDecoderModel", make<VisionGpt2Captioner>}};
    return known;
}

} // namespace

std::shared_ptr<StoryModel> makeStoryModel(const StoryConfig& config) {
    const auto found = architectures().find(config.architecture);
    if (found == architectures().end()) {
        std::string names;
        for (const std::string& name : knownArchitectures()) {
            names += (names.empty() ? "" : ", ") + name;
        }
        throw Error(ErrorCode::Unsupported,
                    "The architecture \"" + config.architecture + "\" is not known; there is: " + names);
    }
    return found->second(config);
}

std::vector<std::string> knownArchitectures() {
    std::vector<std::string> names;
    for (const auto& [name, factory] : architectures()) {
        names.push_back(name);
    }
    return names;
}

} // namespace storyscope::models
