// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/vision_transformer.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/nn/layer_norm.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace {

constexpr double tokenScale = 0.02; // where training starts

torch::Tensor perColour(const std::array<double, 3>& values) {
    return torch::tensor(std::vector<double>(values.begin(), values.end()), torch::kFloat32).view({3, 1, 1});
}

const VisionTransformerOptions& checked(const VisionTransformerOptions& options) {
    if (options.pictureSize % options.patchSize != 0) {
        throw Error(ErrorCode::Mismatch, "Pictures of " + std::to_string(options.pictureSize) +
                                             " pixels a side cannot be divided into patches of " +
                                             std::to_string(options.patchSize));
    }
    if (options.size % options.heads != 0) {
        throw Error(ErrorCode::Mismatch,
                    std::to_string(options.heads) + " heads do not divide " + std::to_string(options.size));
    }
    return options;
}

torch::nn::Conv2d patchLayer(const VisionTransformerOptions& options) {
    return torch::nn::Conv2d(
        torch::nn::Conv2dOptions(3, options.size, options.patchSize).stride(options.patchSize).bias(options.patchBias));
}

torch::nn::LayerNorm normLayer(const VisionTransformerOptions& options) {
    return layerNorm(options.size, options.normEpsilon);
}

} // namespace

VisionTransformer::VisionTransformer(const VisionTransformerOptions& options)
    : m_options(checked(options)), m_mean(perColour(options.mean)), m_deviation(perColour(options.deviation)),
      m_patches(register_module("patches", patchLayer(options))) {
    m_classToken = register_parameter("class_token", tokenScale * torch::randn({options.size}));
    m_positions = register_parameter("positions", tokenScale * torch::randn({options.tokens(), options.size}));
    if (options.normalizesInput) {
        m_inputNorm = register_module("input_norm", normLayer(options));
    }
    torch::nn::ModuleList layers;
    for (std::int64_t layer = 0; layer < options.layers; ++layer) {
        m_layers.push_back(std::make_shared<VisionLayer>(options));
        layers->push_back(m_layers.back());
    }
    register_module("layers", layers);
    m_outputNorm = register_module("output_norm", normLayer(options));
}

torch::Tensor VisionTransformer::embedded(const torch::Tensor& pictures) {
    if (pictures.size(2) != m_options.pictureSize || pictures.size(3) != m_options.pictureSize) {
        throw Error(ErrorCode::Mismatch,
                    "This model looks at pictures of " + std::to_string(m_options.pictureSize) + " pixels a side");
    }
    const torch::Tensor normed = (pictures - m_mean.to(pictures.device())) / m_deviation.to(pictures.device());
    const torch::Tensor patches = m_patches(normed).flatten(2).transpose(1, 2);
    const torch::Tensor first = m_classToken.expand({patches.size(0), 1, m_options.size});
    const torch::Tensor tokens = torch::cat({first, patches}, 1) + m_positions;
    return m_inputNorm.is_empty() ? tokens : m_inputNorm(tokens);
}

torch::Tensor VisionTransformer::forward(const torch::Tensor& pictures) {
    return see(pictures, {}).tokens;
}

SeenPictures VisionTransformer::see(const torch::Tensor& pictures, const VisionRequest& request) {
    const bool keepsEverything = request.keep == VisionRequest::Keep::Everything;
    SeenPictures seen;
    torch::Tensor x = embedded(pictures);
    for (const auto& layer : m_layers) {
        throwIfStopped(request.stop);
        if (!keepsEverything) {
            x = layer->unseen(x);
            continue;
        }
        MultiHeadAttention::Output looked = layer->forward(x);
        seen.hidden.push_back(x);
        seen.attention.push_back(std::move(looked.weights));
        x = std::move(looked.output);
    }
    if (keepsEverything) {
        seen.hidden.push_back(x);
    }
    seen.tokens = m_outputNorm(x);
    return seen;
}

} // namespace storyscope::nn
