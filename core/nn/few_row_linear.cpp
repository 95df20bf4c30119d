// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/few_row_linear.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <algorithm>
#include <cstring>

// One machine code for each kind of processor, chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define STORYSCOPE_FOR_EACH_PROCESSOR __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define STORYSCOPE_FOR_EACH_PROCESSOR
#endif

namespace storyscope::nn {

namespace {

constexpr std::int64_t mostRows = 8; // more of them pay for the copying
constexpr int rowsAtOnce = 4;        // whose sums stay in registers
constexpr std::int64_t lanes = 16;
constexpr std::int64_t weightsPerThread = 1 << 20; // below it, waking another thread costs more than it saves

using Lanes = float __attribute__((vector_size(lanes * sizeof(float))));
using HalfLanes = float __attribute__((vector_size(lanes / 2 * sizeof(float))));
using QuarterLanes = float __attribute__((vector_size(lanes / 4 * sizeof(float))));

struct Product {
    const float* x = nullptr; // (rows, inputs)
    std::int64_t rows = 0;
    std::int64_t inputs = 0;
    const float* weight = nullptr; // (outputs, inputs)
    const float* bias = nullptr;   // (outputs); null: none
    float* result = nullptr;       // (rows, outputs)
    std::int64_t outputs = 0;
};

/// In an order that does not depend on the number of rows.
[[gnu::always_inline]] inline float sumOf(const Lanes& all) {
    HalfLanes halves[2];
    std::memcpy(halves, &all, sizeof(all));
    const HalfLanes half = halves[0] + halves[1];
    QuarterLanes quarters[2];
    std::memcpy(quarters, &half, sizeof(half));
    const QuarterLanes quarter = quarters[0] + quarters[1];
    return (quarter[0] + quarter[2]) + (quarter[1] + quarter[3]);
}

/// One output of the rows from `first` on.
template <int Rows>
[[gnu::always_inline]] inline void addRows(const Product& product, std::int64_t output, std::int64_t first) {
    const float* weight = product.weight + output * product.inputs;
    const float* x = product.x + first * product.inputs;
    const std::int64_t whole = product.inputs / lanes * lanes;
    Lanes sums[Rows] = {};
    for (std::int64_t i = 0; i < whole; i += lanes) {
        Lanes weights;
        std::memcpy(&weights, weight + i, sizeof(weights));
#pragma GCC unroll 4 // or the sums would lie in memory
        for (int row = 0; row < Rows; ++row) {
            Lanes inputs;
            std::memcpy(&inputs, x + row * product.inputs + i, sizeof(inputs));
            sums[row] += weights * inputs;
        }
    }
#pragma GCC unroll 4
    for (int row = 0; row < Rows; ++row) {
        float sum = sumOf(sums[row]);
        for (std::int64_t i = whole; i < product.inputs; ++i) {
            sum += weight[i] * x[row * product.inputs + i];
        }
        product.result[(first + row) * product.outputs + output] = product.bias ? sum + product.bias[output] : sum;
    }
}

STORYSCOPE_FOR_EACH_PROCESSOR
void compute(const Product& product, std::int64_t begin, std::int64_t end) {
    for (std::int64_t output = begin; output < end; ++output) {
        std::int64_t row = 0;
        for (; row + rowsAtOnce <= product.rows; row += rowsAtOnce) {
            addRows<rowsAtOnce>(product, output, row);
        }
        switch (product.rows - row) {
        case 3:
            addRows<3>(product, output, row);
            break;
        case 2:
            addRows<2>(product, output, row);
            break;
        case 1:
            addRows<1>(product, output, row);
            break;
        default:
            break;
        }
    }
}

bool isPlain(const torch::Tensor& tensor) {
    return tensor.device().is_cpu() && tensor.scalar_type() == torch::kFloat32;
}

bool hasFewRows(const torch::Tensor& x, const torch::Tensor& weight) {
    const std::int64_t inputs = weight.size(1);
    return !torch::GradMode::is_enabled() && inputs > 0 && x.numel() > 0 && x.numel() <= mostRows * inputs &&
           isPlain(x) && isPlain(weight) && weight.is_contiguous();
}

} // namespace

torch::Tensor linear(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
    if (!hasFewRows(x, weight) || x.size(-1) != weight.size(1)) {
        return torch::linear(x, weight, bias);
    }
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = weight.size(0);
    const torch::Tensor inputs = x.contiguous();
    const torch::Tensor offsets = bias.defined() ? bias.contiguous() : bias;
    torch::Tensor result = torch::empty(shape, x.options());
    const Product product{.x = inputs.data_ptr<float>(),
                          .rows = inputs.numel() / weight.size(1),
                          .inputs = weight.size(1),
                          .weight = weight.data_ptr<float>(),
                          .bias = offsets.defined() ? offsets.data_ptr<float>() : nullptr,
                          .result = result.data_ptr<float>(),
                          .outputs = weight.size(0)};
    const std::int64_t outputsPerThread = std::max<std::int64_t>(weightsPerThread / product.inputs, 1);
    at::parallel_for(0, product.outputs, outputsPerThread,
                     [&](std::int64_t begin, std::int64_t end) { compute(product, begin, end); });
    return result;
}

} // namespace storyscope::nn
