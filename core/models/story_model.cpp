// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/story_model.h"

#include "core/base/error.h"

#include <torch/torch.h>

namespace storyscope::models {

std::int64_t StoryModel::parameterCount() const {
    std::int64_t count = 0;
    for (const torch::Tensor& parameter : parameters()) {
        count += parameter.numel();
    }
    return count;
}

std::int64_t StoryModel::trainableParameterCount() const {
    std::int64_t count = 0;
    for (const torch::Tensor& parameter : parameters()) {
        count += parameter.requires_grad() ? parameter.numel() : 0;
    }
    return count;
}

torch::Device StoryModel::device() const {
    return parameters().front().device();
}

std::set<std::string> StoryModel::lossNames() const {
    std::set<std::string> names = ownLossNames();
    const Abilities can = abilities();
    if (can.captions.contains(CaptionKind::Caption)) {
        names.insert({"caption", "pointing"});
    }
    if (can.captions.contains(CaptionKind::NextCaption)) {
        names.insert("next_caption");
    }
    if (can.captions.contains(CaptionKind::ClipCaption)) {
        names.insert("clip_caption");
    }
    if (can.predictsPictures) {
        names.insert("next_picture");
    }
    if (can.labelsTags) {
        names.insert("tags");
    }
    if (can.judgesStories) {
        names.insert("score");
    }
    return names;
}

torch::Tensor StoryModel::nextPicture(const EncodedStory&, std::int64_t) {
    throw Error(ErrorCode::Unsupported, "This model predicts no pictures");
}

torch::Tensor StoryModel::nextFeatures(const EncodedStory&, std::int64_t) {
    throw Error(ErrorCode::Unsupported, "This model predicts no picture features");
}

torch::Tensor StoryModel::pictureFeatures(const torch::Tensor&, const std::stop_token&) {
    return {};
}

torch::Tensor StoryModel::frozenFeatures(const torch::Tensor&) {
    return {};
}

torch::Tensor StoryModel::frozenTextFeatures(const torch::Tensor&) {
    return {};
}

torch::Tensor StoryModel::unfamiliarity(const EncodedStory& encoded) const {
    if (!m_familiarity.isKnown() || !encoded.features.defined()) {
        return torch::zeros({encoded.stories(), encoded.frames()});
    }
    return m_familiarity.distance(encoded.features);
}

} // namespace storyscope::models
