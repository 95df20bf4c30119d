// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/pretrained_catalogue.h"

#include "core/base/error.h"
#include "core/nn/resnet.h"
#include "core/nn/squeezenet.h"

#include <algorithm>
#include <functional>
#include <map>

namespace storyscope::models {

namespace {

using BackboneFactory = std::function<std::shared_ptr<nn::PretrainedBackbone>(nn::Classifier)>;

const std::map<std::string, BackboneFactory>& backbones() {
    using nn::Classifier, nn::ResNet, nn::ResNetKind, nn::SqueezeNet, nn::SqueezeNetKind;
    static const std::map<std::string, BackboneFactory> known{
        {"resnet18", [](Classifier c) { return std::make_shared<ResNet>(ResNetKind::ResNet18, c); }},
        {"resnet34", [](Classifier c) { return std::make_shared<ResNet>(ResNetKind::ResNet34, c); }},
        {"resnet50", [](Classifier c) { return std::make_shared<ResNet>(ResNetKind::ResNet50, c); }},
        {"squeezenet1_0", [](Classifier c) { return std::make_shared<SqueezeNet>(SqueezeNetKind::Version1_0, c); }},
        {"squeezenet1_1", [](Classifier c) { return std::make_shared<SqueezeNet>(SqueezeNetKind::Version1_1, c); }}};
    return known;
}

} // namespace

const std::vector<PublishedNetwork>& publishedNetworks() {
    static const std::vector<PublishedNetwork> all{
        {"resnet18",
         {"resnet18-f37072fd.pth", "resnet18-5c106cde.pth"},
         {"timm/resnet18.tv_in1k", "microsoft/resnet-18"}},
        {"resnet34",
         {"resnet34-b627a593.pth", "resnet34-333f7ec4.pth"},
         {"timm/resnet34.tv_in1k", "microsoft/resnet-34"}},
        {"resnet50",
         {"resnet50-0676ba61.pth", "resnet50-11ad3fa6.pth", "resnet50-19c8e357.pth"},
         {"timm/resnet50.tv_in1k", "microsoft/resnet-50"}},
        {"squeezenet1_0", {"squeezenet1_0-b66bff10.pth", "squeezenet1_0-a815701f.pth"}, {}},
        {"squeezenet1_1", {"squeezenet1_1-b8a52dc0.pth", "squeezenet1_1-f364aa15.pth"}, {}},
        {"distilbert-base-uncased", {}, {"distilbert/distilbert-base-uncased", "distilbert-base-uncased"}}};
    return all;
}

const PublishedNetwork* findPublishedNetwork(const std::string& name) {
    const auto& all = publishedNetworks();
    const auto found = std::ranges::find(all, name, &PublishedNetwork::name);
    return found == all.end() ? nullptr : &*found;
}

std::shared_ptr<nn::PretrainedBackbone> makeBackbone(const std::string& name, nn::Classifier classifier) {
    const auto found = backbones().find(name);
    if (found == backbones().end()) {
        std::string names;
        for (const std::string& known : knownBackbones()) {
            names += (names.empty() ? "" : ", ") + known;
        }
        throw Error(ErrorCode::BadArgument, "The backbone \"" + name + "\" is not known; there is: " + names);
    }
    return found->second(classifier);
}

std::vector<std::string> knownBackbones() {
    std::vector<std::string> names;
    for (const auto& [name, factory] : backbones()) {
        names.push_back(name);
    }
    return names;
}

} // namespace storyscope::models
