// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/transposed_convolution.h"

#include <torch/torch.h>

#include <array>

namespace storyscope::nn {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Of the convolution that the transposed one belongs to.
struct Geometry {
    std::vector<std::int64_t> stride;
    std::vector<std::int64_t> padding;
};

enum class Gradient { OfInput, OfWeight };

/// Of that convolution; `input` is what it was given and `gradient` belongs to its result.
torch::Tensor gradientOfConvolution(Gradient wanted, const torch::Tensor& gradient, const torch::Tensor& input,
                                    const torch::Tensor& weight, const Geometry& geometry) {
    const bool ofInput = wanted == Gradient::OfInput;
    const auto gradients =
        torch::convolution_backward(gradient, input, weight, c10::nullopt, geometry.stride, geometry.padding, {1, 1},
                                    /*transposed=*/false, {0, 0}, 1, std::array<bool, 3>{ofInput, !ofInput, false});
    return ofInput ? std::get<0>(gradients) : std::get<1>(gradients);
}

/// Its gradients are made of that convolution, too.
class ByGradient : public torch::autograd::Function<ByGradient> {
public:
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& weight,
                                 const torch::Tensor& bias, const std::vector<std::int64_t>& shape,
                                 const Geometry& geometry) {
        context->save_for_backward({x, weight});
        context->saved_data["stride"] = geometry.stride;
        context->saved_data["padding"] = geometry.padding;
        const torch::Tensor onlyItsShape = torch::empty({1}, x.options()).expand(shape);
        return gradientOfConvolution(Gradient::OfInput, x, onlyItsShape, weight, geometry)
            .add_(bias.view({1, -1, 1, 1}));
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const Geometry geometry{context->saved_data["stride"].toIntVector(),
                                context->saved_data["padding"].toIntVector()};
        const torch::Tensor& x = saved[0];
        const torch::Tensor& weight = saved[1];
        const torch::Tensor gradient = gradients.front().contiguous();
        const torch::Tensor ofInput = torch::conv2d(gradient, weight, {}, geometry.stride, geometry.padding);
        return {ofInput, gradientOfConvolution(Gradient::OfWeight, x, gradient, weight, geometry),
                gradient.sum({0, 2, 3}), torch::Tensor(), torch::Tensor()};
    }
};

} // namespace

TransposedConvolution::TransposedConvolution(const TransposedConvolutionOptions& chosen)
    : torch::nn::ConvTranspose2dImpl(torch::nn::ConvTranspose2dOptions(chosen.inputs, chosen.outputs, chosen.kernel)
                                         .stride(chosen.stride)
                                         .padding(chosen.padding)
                                         .output_padding(chosen.outputPadding)),
      m_options(chosen) {}

torch::Tensor TransposedConvolution::forward(const torch::Tensor& x) {
    if (!x.device().is_cpu()) {
        return torch::nn::ConvTranspose2dImpl::forward(x);
    }
    const auto side = [&](std::int64_t before) {
        return (before - 1) * m_options.stride - 2 * m_options.padding + m_options.kernel + m_options.outputPadding;
    };
    const std::vector<std::int64_t> shape{x.size(0), m_options.outputs, side(x.size(2)), side(x.size(3))};
    const Geometry geometry{{m_options.stride, m_options.stride}, {m_options.padding, m_options.padding}};
    return ByGradient::apply(x.contiguous(), weight, bias, shape, geometry);
}

} // namespace storyscope::nn
