// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/pretrained_backbone.h"

#include <memory>
#include <string>
#include <vector>

namespace storyscope::models {

/// A network whose weights are published, and under which names a person may already have them.
struct PublishedNetwork {
    std::string name;                          ///< "resnet18"
    std::vector<std::string> files;            ///< in torch hub's cache, best first
    std::vector<std::string> huggingFaceRepos; ///< "owner/name", best first
};

/// Sources: torchvision's `*_Weights` enums and its older model_urls; the repositories of the Hugging Face hub that
/// hold the same weights under torchvision's or transformers' names.
const std::vector<PublishedNetwork>& publishedNetworks();
/// nullptr if there is none of that name.
const PublishedNetwork* findPublishedNetwork(const std::string& name);

/// One of knownBackbones(), with random weights. Throws Error{BadArgument} naming those that there are.
std::shared_ptr<nn::PretrainedBackbone> makeBackbone(const std::string& name, nn::Classifier classifier);
/// "resnet18", "resnet34", "resnet50", "squeezenet1_0", "squeezenet1_1".
std::vector<std::string> knownBackbones();

} // namespace storyscope::models
