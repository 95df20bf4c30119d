// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/frame_recurrence.h"

#include <torch/torch.h>

namespace storyscope::nn {

using Kind = FrameRecurrenceOptions::Kind;

FrameRecurrence::FrameRecurrence(const FrameRecurrenceOptions& options) : m_options(options) {
    if (options.kind == Kind::Gru) {
        m_gru = register_module(
            "gru", torch::nn::GRU(torch::nn::GRUOptions(options.inputSize, options.size).batch_first(true)));
    } else if (options.kind == Kind::Lstm) {
        m_lstm = register_module(
            "lstm", torch::nn::LSTM(torch::nn::LSTMOptions(options.inputSize, options.size).batch_first(true)));
    }
}

torch::Tensor FrameRecurrence::forward(const torch::Tensor& frames) {
    torch::Tensor outputs = frames;
    if (!m_gru.is_empty()) {
        outputs = std::get<0>(m_gru(frames));
    } else if (!m_lstm.is_empty()) {
        outputs = std::get<0>(m_lstm(frames));
    }
    return m_options.output == FrameRecurrenceOptions::Output::Zeroed ? torch::zeros_like(outputs) : outputs;
}

} // namespace storyscope::nn
