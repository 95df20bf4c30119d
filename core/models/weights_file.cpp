// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/weights_file.h"

#include "core/base/error.h"
#include "core/formats/safetensors.h"

#include <torch/torch.h>

#include <cstring>

namespace storyscope::models {

namespace {

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
    case formats::TensorType::U8:
        return torch::kUInt8;
    case formats::TensorType::Bool:
        return torch::kBool;
    }
    throw Error(ErrorCode::Internal, "An element type of safetensors has no counterpart");
}

} // namespace

NamedTensors readTensors(const std::filesystem::path& file) {
    const formats::TensorFile content = formats::readSafetensors(file);
    NamedTensors result;
    for (const auto& [name, data] : content.tensors) {
        torch::Tensor tensor = torch::empty(data.shape, scalarType(data.type));
        if (!data.bytes.empty()) {
            std::memcpy(tensor.data_ptr(), data.bytes.data(), data.bytes.size());
        }
        result[name] = tensor.is_floating_point() ? tensor.to(torch::kFloat32) : tensor;
    }
    return result;
}

void writeTensors(const std::filesystem::path& file, const NamedTensors& tensors, WeightsType type) {
    const bool halve = type == WeightsType::F16;
    formats::TensorFile content;
    content.metadata["format"] = "pt";
    for (const auto& [name, tensor] : tensors) {
        const torch::Tensor plain =
            tensor.detach().to(torch::kCPU, halve ? torch::kFloat16 : torch::kFloat32).contiguous();
        formats::TensorData data;
        data.type = halve ? formats::TensorType::F16 : formats::TensorType::F32;
        data.shape = plain.sizes().vec();
        data.bytes.resize(plain.nbytes());
        if (!data.bytes.empty()) {
            std::memcpy(data.bytes.data(), plain.data_ptr(), data.bytes.size());
        }
        content.tensors[name] = std::move(data);
    }
    formats::writeSafetensors(file, content);
}

} // namespace storyscope::models
