// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/modules/rnn.h>

namespace storyscope::nn {

struct FrameRecurrenceOptions {
    enum class Kind {
        None, ///< frames know nothing of each other: the output is the input
        Gru,
        Lstm,
    };
    enum class Output {
        Kept,
        Zeroed, ///< all 0, as the code of one published system leaves it
    };
    Kind kind = Kind::Gru;
    Output output = Output::Kept;
    std::int64_t inputSize = 32;
    std::int64_t size = 16;
};

/// The temporal memory of a sequence predictor: one recurrent layer over a story's frames.
class FrameRecurrence final : public torch::nn::Module {
public:
    explicit FrameRecurrence(const FrameRecurrenceOptions& options);

    /// (B, K, inputSize) float32 → (B, K, size()): output i depends on frames 0…i only.
    torch::Tensor forward(const torch::Tensor& frames);
    std::int64_t size() const { return hasMemory() ? m_options.size : m_options.inputSize; }
    bool hasMemory() const { return m_options.kind != FrameRecurrenceOptions::Kind::None; }

private:
    FrameRecurrenceOptions m_options;
    torch::nn::GRU m_gru = nullptr;
    torch::nn::LSTM m_lstm = nullptr;
};

} // namespace storyscope::nn
