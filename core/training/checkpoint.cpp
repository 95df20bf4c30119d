// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/checkpoint.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/models/model_folder.h"
#include "core/models/published_writing.h"

#include <ATen/Context.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

namespace storyscope::training {

namespace fs = std::filesystem;
using models::NamedTensors;
using nlohmann::json;

namespace {

constexpr const char* positionName = "training.json";
constexpr const char* tensorsName = "training.safetensors";
constexpr std::size_t positionLimitBytes = 1 << 20;

const std::string weightPrefix = "weight.";
const std::string optimizerPrefix = "optimizer.";
const std::string generatorPrefix = "generator.";

/// The model folder's own file may hold them exactly; the checkpoint then does not repeat them.
bool areExactInModelFolder(const models::StoryModel& model) {
    return model.config().weightsType == "F32";
}

/// torch's generators that a model on `device` draws from, by name.
std::map<std::string, at::Generator> generators(torch::Device device) {
    std::map<std::string, at::Generator> all{{"cpu", at::globalContext().defaultGenerator(torch::kCPU)}};
    if (device.is_cuda()) {
        all.emplace("cuda", at::globalContext().defaultGenerator(device));
    }
    return all;
}

/// Takes the tensors whose names begin with `prefix`, without it.
NamedTensors taken(NamedTensors& tensors, const std::string& prefix) {
    NamedTensors result;
    for (auto item = tensors.lower_bound(prefix); item != tensors.end() && item->first.starts_with(prefix);) {
        result[item->first.substr(prefix.size())] = item->second;
        item = tensors.erase(item);
    }
    return result;
}

void restoreWeights(models::StoryModel& model, const NamedTensors& given, const fs::path& file) {
    torch::NoGradGuard noGrad;
    for (const auto& [name, tensor] : models::savedWeights(model)) {
        const auto found = given.find(name);
        if (found == given.end() || found->second.sizes() != tensor.sizes()) {
            throw Error(ErrorCode::Mismatch,
                        "The weights \"" + name + "\" do not fit the model: the data or the preset has changed",
                        inFile(file));
        }
        torch::Tensor target = tensor;
        target.copy_(found->second);
    }
}

} // namespace

void writeCheckpoint(const Checkpoint& checkpoint, const models::StoryModel& model, const fs::path& folder) {
    NamedTensors tensors;
    if (!areExactInModelFolder(model)) {
        for (const auto& [name, tensor] : models::savedWeights(model)) {
            tensors[weightPrefix + name] = tensor;
        }
    }
    for (const auto& [name, tensor] : checkpoint.optimizer) {
        tensors[optimizerPrefix + name] = tensor;
    }
    for (const auto& [name, generator] : generators(model.device())) {
        tensors[generatorPrefix + name] = generator.get_state();
    }
    models::writeTensors(folder / tensorsName, tensors, models::WeightsType::F32);
    writeFileAtomically(folder / positionName, toJson(checkpoint.position).dump(2) + "\n");
}

void readWeights(const fs::path& folder, models::StoryModel& model) {
    if (!areExactInModelFolder(model)) {
        NamedTensors tensors = models::readTensors(folder / tensorsName);
        restoreWeights(model, taken(tensors, weightPrefix), folder / tensorsName);
    }
}

RunPosition readPosition(const fs::path& folder) {
    const fs::path file = folder / positionName;
    if (!fs::exists(file)) {
        throw Error(ErrorCode::NotFound, "Here is no run that could be resumed", inFile(folder));
    }
    try {
        return positionFrom(json::parse(readFile(file, positionLimitBytes)));
    } catch (const json::exception&) {
        throw Error(ErrorCode::Malformed, "This does not say how far a run has come", inFile(file));
    }
}

Checkpoint readCheckpoint(const fs::path& folder, models::StoryModel& model) {
    Checkpoint checkpoint{.position = readPosition(folder), .optimizer = {}};
    const fs::path file = folder / tensorsName;
    NamedTensors tensors = models::readTensors(file);
    if (areExactInModelFolder(model) && models::hasPublishedLayout(model.config())) {
        models::readWeights(model, folder);
    } else if (areExactInModelFolder(model)) {
        restoreWeights(model, models::readTensors(folder / models::weightsName), folder / models::weightsName);
    } else {
        restoreWeights(model, taken(tensors, weightPrefix), file);
    }
    checkpoint.optimizer = taken(tensors, optimizerPrefix);
    const NamedTensors states = taken(tensors, generatorPrefix);
    for (auto& [name, generator] : generators(model.device())) {
        if (const auto found = states.find(name); found != states.end()) {
            at::Generator target = generator;
            target.set_state(found->second.to(torch::kByte));
        }
    }
    return checkpoint;
}

} // namespace storyscope::training
