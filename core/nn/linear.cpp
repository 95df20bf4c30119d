// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/linear.h"

#include <ATen/Parallel.h>
#include <dnnl.h>
#include <torch/torch.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <type_traits>

// One machine code for each kind of processor, chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define STORYSCOPE_FOR_EACH_PROCESSOR __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define STORYSCOPE_FOR_EACH_PROCESSOR
#endif

// A lambda that becomes part of such code.
#define STORYSCOPE_INLINE __attribute__((always_inline))

namespace storyscope::nn {

namespace {

constexpr std::int64_t mostRows = 8;        // more of them pay for the copying
constexpr std::int64_t mostRowsShared = 16; // of products, whose y is small enough to stay near the processor
constexpr int rowsAtOnce = 4;               // whose sums stay in registers
constexpr int inputsAtOnce = 4;             // of x · y
constexpr std::int64_t inputsPerPart = 160; // of x · y, which threads share
constexpr std::int64_t lanes = 16;
// Below it, waking another thread costs more than it saves: of few rows, which wait for y, and of many.
constexpr std::int64_t fewTermsPerThread = 1 << 18;
constexpr std::int64_t manyTermsPerThread = 1 << 20;

using Lanes = float __attribute__((vector_size(lanes * sizeof(float))));
using HalfLanes = float __attribute__((vector_size(lanes / 2 * sizeof(float))));
using QuarterLanes = float __attribute__((vector_size(lanes / 4 * sizeof(float))));

struct Product {
    const float* x = nullptr; // (rows, inputs)
    std::int64_t rows = 0;
    std::int64_t inputs = 0;
    const float* y = nullptr;    // (outputs, inputs), or (inputs, outputs) where it is not transposed
    const float* bias = nullptr; // (outputs); null: none
    float* result = nullptr;     // (rows, outputs)
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

/// One output of the rows from `first` on, of x · yᵀ.
template <int Rows>
[[gnu::always_inline]] inline void addRows(const Product& product, std::int64_t output, std::int64_t first) {
    const float* weight = product.y + output * product.inputs;
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

/// Adds to the first `whole` outputs of the rows from `first` on, of x · y, what the rows of y from `input` on bring.
template <int Rows, int Inputs>
[[gnu::always_inline]] inline void addInputs(const Product& product, std::int64_t whole, std::int64_t first,
                                             std::int64_t input) {
    const float* y = product.y + input * product.outputs;
    Lanes factors[Rows][Inputs];
    for (int row = 0; row < Rows; ++row) {
        for (int i = 0; i < Inputs; ++i) {
            factors[row][i] = Lanes{} + product.x[(first + row) * product.inputs + input + i];
        }
    }
    for (std::int64_t output = 0; output < whole; output += lanes) {
        Lanes weights[Inputs];
#pragma GCC unroll 4
        for (int i = 0; i < Inputs; ++i) {
            std::memcpy(&weights[i], y + i * product.outputs + output, sizeof(Lanes));
        }
#pragma GCC unroll 4
        for (int row = 0; row < Rows; ++row) {
            float* result = product.result + (first + row) * product.outputs + output;
            Lanes sum;
            std::memcpy(&sum, result, sizeof(sum));
#pragma GCC unroll 4
            for (int i = 0; i < Inputs; ++i) {
                sum += weights[i] * factors[row][i];
            }
            std::memcpy(result, &sum, sizeof(sum));
        }
    }
}

/// Calls `step` with a constant for so many rows at once, and the first of them.
template <typename Step>
[[gnu::always_inline]] inline void overRows(std::int64_t rows, const Step& step) {
    std::int64_t row = 0;
    for (; row + rowsAtOnce <= rows; row += rowsAtOnce) {
        step(std::integral_constant<int, rowsAtOnce>(), row);
    }
    switch (rows - row) {
    case 3:
        step(std::integral_constant<int, 3>(), row);
        break;
    case 2:
        step(std::integral_constant<int, 2>(), row);
        break;
    case 1:
        step(std::integral_constant<int, 1>(), row);
        break;
    default:
        break;
    }
}

/// The outputs begin … end − 1 of x · yᵀ.
STORYSCOPE_FOR_EACH_PROCESSOR
void compute(const Product& product, std::int64_t begin, std::int64_t end) {
    for (std::int64_t output = begin; output < end; ++output) {
        overRows(product.rows,
                 [&](auto count, std::int64_t row) STORYSCOPE_INLINE { addRows<count()>(product, output, row); });
    }
}

/// Adds what the rows first … last − 1 of y bring, each read from its beginning to its end.
STORYSCOPE_FOR_EACH_PROCESSOR
void addPart(const Product& product, std::int64_t first, std::int64_t last) {
    const std::int64_t whole = product.outputs / lanes * lanes;
    std::int64_t input = first;
    for (; input + inputsAtOnce <= last; input += inputsAtOnce) {
        overRows(product.rows, [&](auto count, std::int64_t row)
                                   STORYSCOPE_INLINE { addInputs<count(), inputsAtOnce>(product, whole, row, input); });
    }
    for (; input < last; ++input) {
        overRows(product.rows, [&](auto count, std::int64_t row)
                                   STORYSCOPE_INLINE { addInputs<count(), 1>(product, whole, row, input); });
    }
    for (std::int64_t row = 0; row < product.rows; ++row) {
        for (std::int64_t output = whole; output < product.outputs; ++output) {
            for (std::int64_t i = first; i < last; ++i) {
                product.result[row * product.outputs + output] +=
                    product.y[i * product.outputs + output] * product.x[row * product.inputs + i];
            }
        }
    }
}

bool isPlain(const torch::Tensor& tensor) {
    return tensor.device().is_cpu() && tensor.scalar_type() == torch::kFloat32;
}

/// Whether x may be multiplied by y here.
bool isOurs(const torch::Tensor& x, const torch::Tensor& y) {
    return !torch::GradMode::is_enabled() && x.numel() > 0 && y.numel() > 0 && isPlain(x) && isPlain(y) &&
           y.is_contiguous();
}

bool hasFewRows(const torch::Tensor& x, const torch::Tensor& y, std::int64_t rows, std::int64_t most) {
    return rows <= most && isOurs(x, y);
}

/// `whole`: the first of `count` products x · yᵀ that lie one behind another.
void computeEach(const Product& whole, std::int64_t count) {
    const std::int64_t outputsPerThread = std::max<std::int64_t>(fewTermsPerThread / (whole.inputs * whole.rows), 1);
    at::parallel_for(0, count * whole.outputs, outputsPerThread, [&](std::int64_t begin, std::int64_t end) {
        while (begin < end) {
            const std::int64_t which = begin / whole.outputs;
            const std::int64_t first = which * whole.outputs;
            const std::int64_t last = std::min(end, first + whole.outputs);
            Product product = whole;
            product.x += which * whole.rows * whole.inputs;
            product.y += which * whole.inputs * whole.outputs;
            product.result += which * whole.rows * whole.outputs;
            compute(product, begin - first, last - first);
            begin = last;
        }
    });
}

/// Whether oneDNN computed it: for other processors it has no code that is worth the call.
bool computeMany([[maybe_unused]] const Product& product) {
#if defined(__x86_64__)
    // Each thread has outputs of its own: left to itself, oneDNN gives its threads unequal shares of some sizes.
    std::atomic<bool> isComputed = true;
    const std::int64_t perThread = std::max(manyTermsPerThread / (product.inputs * product.rows), lanes);
    at::parallel_for(0, product.outputs, perThread, [&](std::int64_t begin, std::int64_t end) {
        float* result = product.result + begin;
        for (std::int64_t row = 0; product.bias && row < product.rows; ++row) {
            std::copy(product.bias + begin, product.bias + end, result + row * product.outputs);
        }
        const dnnl_status_t status = dnnl_sgemm('N', 'T', product.rows, end - begin, product.inputs, 1.0F, product.x,
                                                product.inputs, product.y + begin * product.inputs, product.inputs,
                                                product.bias ? 1.0F : 0.0F, result, product.outputs);
        if (status != dnnl_success) {
            isComputed = false;
        }
    });
    return isComputed;
#else
    return false;
#endif
}

} // namespace

torch::Tensor linear(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
    const std::int64_t size = weight.size(1);
    if (x.size(-1) != size || !isOurs(x, weight)) {
        return torch::linear(x, weight, bias);
    }
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = weight.size(0);
    const torch::Tensor inputs = x.contiguous();
    const torch::Tensor offsets = bias.defined() ? bias.contiguous() : bias;
    torch::Tensor result = torch::empty(shape, x.options());
    const Product product{.x = inputs.data_ptr<float>(),
                          .rows = inputs.numel() / size,
                          .inputs = size,
                          .y = weight.data_ptr<float>(),
                          .bias = offsets.defined() ? offsets.data_ptr<float>() : nullptr,
                          .result = result.data_ptr<float>(),
                          .outputs = weight.size(0)};
    if (product.rows <= mostRows) {
        computeEach(product, 1);
        return result;
    }
    return computeMany(product) ? result : torch::linear(x, weight, bias);
}

/// In parts of y's rows, so that a thread stays with those that productsOfTransposed() gave it before. How many does
/// not depend on the number of threads, nor does the result.
torch::Tensor products(const torch::Tensor& x, const torch::Tensor& y) {
    if (!hasFewRows(x, y, x.size(1), mostRowsShared)) {
        return torch::matmul(x, y);
    }
    const torch::Tensor inputs = x.contiguous();
    const std::int64_t parts = (x.size(2) + inputsPerPart - 1) / inputsPerPart;
    const std::int64_t inputsOfPart = (x.size(2) + parts - 1) / parts;
    const torch::Tensor ofParts = torch::zeros({parts, x.size(0), x.size(1), y.size(2)}, x.options());
    const std::int64_t terms = inputsOfPart * x.size(1) * y.size(2);
    const std::int64_t perThread = std::max<std::int64_t>(fewTermsPerThread / terms, 1);
    at::parallel_for(0, parts * x.size(0), perThread, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
            const std::int64_t which = i % x.size(0);
            const std::int64_t first = i / x.size(0) * inputsOfPart;
            const Product product{.x = inputs.data_ptr<float>() + which * x.size(1) * x.size(2),
                                  .rows = x.size(1),
                                  .inputs = x.size(2),
                                  .y = y.data_ptr<float>() + which * x.size(2) * y.size(2),
                                  .result = ofParts.data_ptr<float>() + i * x.size(1) * y.size(2),
                                  .outputs = y.size(2)};
            addPart(product, first, std::min(first + inputsOfPart, x.size(2)));
        }
    });
    torch::Tensor result = ofParts[0];
    for (std::int64_t part = 1; part < parts; ++part) {
        result.add_(ofParts[part]);
    }
    return result;
}

torch::Tensor productsOfTransposed(const torch::Tensor& x, const torch::Tensor& y) {
    if (!hasFewRows(x, y, x.size(1), mostRowsShared)) {
        return torch::matmul(x, y.transpose(1, 2));
    }
    const torch::Tensor inputs = x.contiguous();
    torch::Tensor result = torch::empty({x.size(0), x.size(1), y.size(1)}, x.options());
    computeEach({.x = inputs.data_ptr<float>(),
                 .rows = x.size(1),
                 .inputs = x.size(2),
                 .y = y.data_ptr<float>(),
                 .result = result.data_ptr<float>(),
                 .outputs = y.size(1)},
                x.size(0));
    return result;
}

} // namespace storyscope::nn
