// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/weights_file.h"

#include "core/base/error.h"
#include "core/formats/pth.h"
#include "core/formats/safetensors.h"
#include "core/formats/weights_index.h"
#include "core/formats/weights_input.h"

#include <torch/torch.h>

#include <algorithm>
#include <memory>

namespace storyscope::models {

namespace {

constexpr std::uint64_t recognisedBytes = 64;

torch::ScalarType scalarType(formats::TensorType type) {
    switch (type) {
    case formats::TensorType::F64:
        return torch::kFloat64;
    case formats::TensorType::F32:
        return torch::kFloat32;
    case formats::TensorType::F16:
        return torch::kFloat16;
    case formats::TensorType::BF16:
        return torch::kBFloat16;
    case formats::TensorType::I64:
        return torch::kInt64;
    case formats::TensorType::I32:
        return torch::kInt32;
    case formats::TensorType::I16:
        return torch::kInt16;
    case formats::TensorType::I8:
        return torch::kInt8;
    case formats::TensorType::U8:
        return torch::kUInt8;
    case formats::TensorType::Bool:
        return torch::kBool;
    }
    throw Error(ErrorCode::Internal, "An element type of weights files has no counterpart");
}

/// By its content; the ending decides only how a file is read that is neither.
bool isPyTorch(const std::filesystem::path& file) {
    formats::WeightsInput input(file);
    const auto ending = file.extension();
    return formats::isPth(input.text(0, std::min(recognisedBytes, input.sizeBytes()))) || ending == ".pth" ||
           ending == ".pt";
}

/// Stays where it is, if its numbers may be read from there.
torch::Tensor asTensor(const formats::MappedTensor& data) {
    const auto address = reinterpret_cast<std::uintptr_t>(data.bytes.data());
    if (data.bytes.empty() || address % formats::sizeBytes(data.type) != 0) {
        torch::Tensor copy = torch::empty(data.shape, scalarType(data.type));
        std::ranges::copy(data.bytes, static_cast<std::byte*>(copy.data_ptr()));
        return copy;
    }
    return torch::from_blob(
        data.bytes.data(), data.shape, [owner = data.owner](void* /*bytes*/) {}, scalarType(data.type));
}

torch::Tensor asFloat(const torch::Tensor& tensor) {
    return tensor.is_floating_point() ? tensor.to(torch::kFloat32) : tensor;
}

NamedTensors readOneFile(const std::filesystem::path& file) {
    NamedTensors result;
    for (const auto& [name, data] : isPyTorch(file) ? formats::mapPth(file) : formats::mapSafetensors(file)) {
        result[name] = asFloat(asTensor(data));
    }
    return result;
}

/// One shard's tensors, which the index names. Throws Error that says which of them is wanted.
NamedTensors readShard(const std::filesystem::path& file, const std::vector<std::string>& wanted) {
    const ErrorPlace place = inFile(file);
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) {
        throw Error(ErrorCode::NotFound,
                    "This part of the weights is missing; the tensor \"" + wanted.front() + "\" should be in it",
                    place);
    }
    NamedTensors tensors = readOneFile(file);
    for (const std::string& name : wanted) {
        if (!tensors.contains(name)) {
            throw Error(ErrorCode::Malformed,
                        "This part of the weights lacks the tensor \"" + name + "\" that the index places in it",
                        place);
        }
    }
    return tensors;
}

NamedTensors readShards(const std::filesystem::path& index) {
    NamedTensors result;
    for (const auto& [shard, names] : formats::readWeightsIndex(index).shards) {
        const std::filesystem::path file = index.parent_path() / shard;
        NamedTensors tensors = readShard(file, names);
        result.merge(tensors);
        if (!tensors.empty()) { // what another shard has given already
            throw Error(ErrorCode::Malformed,
                        "The tensor \"" + tensors.begin()->first + "\" is in two parts of the weights", inFile(file));
        }
    }
    return result;
}

} // namespace

NamedTensors readTensors(const std::filesystem::path& file) {
    return formats::isWeightsIndex(file) ? readShards(file) : readOneFile(file);
}

void writeTensors(const std::filesystem::path& file, const NamedTensors& tensors, WeightsType type) {
    const bool halve = type == WeightsType::F16;
    std::vector<torch::Tensor> plain; // those that lie as the file holds them share their memory
    std::map<std::string, formats::TensorView> views;
    for (const auto& [name, tensor] : tensors) {
        const bool isWhole = !tensor.is_floating_point();
        const auto element = isWhole ? torch::kInt64 : halve ? torch::kFloat16 : torch::kFloat32;
        const torch::Tensor& kept = plain.emplace_back(tensor.detach().to(torch::kCPU, element).contiguous());
        views[name] = {.type = isWhole ? formats::TensorType::I64
                               : halve ? formats::TensorType::F16
                                       : formats::TensorType::F32,
                       .shape = kept.sizes().vec(),
                       .bytes = {static_cast<const std::byte*>(kept.data_ptr()), kept.nbytes()}};
    }
    formats::writeSafetensors(file, views, {{"format", "pt"}});
}

} // namespace storyscope::models
