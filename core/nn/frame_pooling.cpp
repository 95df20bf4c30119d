// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/frame_pooling.h"

#include "core/nn/attention.h"

#include <torch/torch.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace storyscope::nn {

namespace {

class FixedQueryPooling final : public FramePooling {
public:
    explicit FixedQueryPooling(std::int64_t size) : m_query(register_module("query", torch::nn::Linear(size, 1))) {}

private:
    torch::Tensor scores(const torch::Tensor& sequence) override { return m_query(sequence).transpose(1, 2); }

    torch::nn::Linear m_query;
};

class AdditivePooling final : public FramePooling {
public:
    explicit AdditivePooling(std::int64_t size)
        : m_inner(register_module("inner", torch::nn::Linear(size, size))),
          m_score(register_module("score", torch::nn::Linear(size, 1))) {}

private:
    torch::Tensor scores(const torch::Tensor& sequence) override {
        return m_score(torch::tanh(m_inner(sequence))).transpose(1, 2);
    }

    torch::nn::Linear m_inner;
    torch::nn::Linear m_score;
};

class ScaledDotProductPooling final : public FramePooling {
public:
    explicit ScaledDotProductPooling(std::int64_t size)
        : m_query(register_module("query", torch::nn::Linear(torch::nn::LinearOptions(size, size).bias(false)))),
          m_key(register_module("key", torch::nn::Linear(torch::nn::LinearOptions(size, size).bias(false)))) {}

private:
    torch::Tensor scores(const torch::Tensor& sequence) override {
        const double scale = 1 / std::sqrt(static_cast<double>(sequence.size(-1)));
        return torch::matmul(m_query(sequence) * scale, m_key(sequence).transpose(1, 2));
    }

    torch::nn::Linear m_query;
    torch::nn::Linear m_key;
};

class MeanPooling final : public FramePooling {
    torch::Tensor scores(const torch::Tensor& sequence) override {
        return torch::zeros({sequence.size(0), 1, sequence.size(1)}, sequence.options());
    }
};

class LastPooling final : public FramePooling {
    torch::Tensor scores(const torch::Tensor& sequence) override {
        const torch::Tensor hidden = torch::full({sequence.size(1), sequence.size(1)},
                                                 -std::numeric_limits<float>::infinity(), sequence.options());
        return torch::tril(hidden, -1).expand({sequence.size(0), -1, -1});
    }
};

} // namespace

torch::Tensor FramePooling::forward(const torch::Tensor& sequence) {
    const torch::Tensor bias = causalBias(sequence.size(1), sequence.device());
    return torch::softmax(scores(sequence) + bias, -1).unsqueeze(1);
}

std::shared_ptr<FramePooling> makeFramePooling(PoolingForm form, std::int64_t size) {
    switch (form) {
    case PoolingForm::FixedQuery:
        return std::make_shared<FixedQueryPooling>(size);
    case PoolingForm::Additive:
        return std::make_shared<AdditivePooling>(size);
    case PoolingForm::ScaledDotProduct:
        return std::make_shared<ScaledDotProductPooling>(size);
    case PoolingForm::Mean:
        return std::make_shared<MeanPooling>();
    case PoolingForm::Last:
        return std::make_shared<LastPooling>();
    }
    throw std::logic_error("Unknown form of pooling");
}

torch::Tensor pooled(const torch::Tensor& weights, const torch::Tensor& values) {
    return torch::matmul(weights.squeeze(1), values);
}

} // namespace storyscope::nn
