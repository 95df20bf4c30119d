// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/pretrained_references.h"

#include "core/models/pretrained_files.h"
#include "core/nn/pretrained_module.h"

#include <torch/torch.h>

#include <filesystem>
#include <functional>
#include <map>

namespace storyscope::models {

namespace {

using nlohmann::json;

/// Calls `change` with every object in `value` that names weights.
void forEachReference(json& value, const std::function<void(json&)>& change) {
    if (value.is_object() && value.contains("weights") && value["weights"].is_string()) {
        change(value);
    }
    if (value.is_structured()) {
        for (json& inner : value) {
            forEachReference(inner, change);
        }
    }
}

void dropReference(json& description) {
    description["weights"] = "";
    description.erase("sha256");
}

} // namespace

std::set<std::string> referencedTensors(const torch::nn::Module& model) {
    std::set<std::string> names;
    for (const auto& item : model.named_modules()) {
        const auto* const part = dynamic_cast<const nn::PretrainedModule*>(item.value().get());
        if (part == nullptr || !part->isReferenced()) {
            continue;
        }
        const std::string prefix = item.key().empty() ? "" : item.key() + ".";
        for (const auto& parameter : part->named_parameters()) {
            names.insert(prefix + parameter.key());
        }
        for (const auto& buffer : part->named_buffers()) {
            names.insert(prefix + buffer.key());
        }
    }
    return names;
}

json withReferences(json parts, const torch::nn::Module& model) {
    std::map<std::string, std::string> hashes;
    for (const auto& module : model.modules(/*include_self=*/false)) {
        const auto* const part = dynamic_cast<const nn::PretrainedModule*>(module.get());
        if (part != nullptr && part->isReferenced()) {
            hashes[part->origin()->source] = part->origin()->sha256;
        }
    }
    forEachReference(parts, [&](json& description) {
        const std::string source = description["weights"];
        if (const auto found = hashes.find(source); found != hashes.end()) {
            description["sha256"] = found->second;
            description["weights"] = isPublishedName(source) ? source : std::filesystem::absolute(source).string();
        } else {
            dropReference(description);
        }
    });
    return parts;
}

json withoutReferences(json parts) {
    forEachReference(parts, dropReference);
    return parts;
}

} // namespace storyscope::models
