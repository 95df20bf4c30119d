// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/attention_records.h"

#include <torch/torch.h>

#include <algorithm>
#include <numeric>

namespace storyscope::inference {

namespace {

std::vector<float> toVector(const torch::Tensor& tensor) {
    const torch::Tensor flat = tensor.to(torch::kCPU, torch::kFloat32).contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

} // namespace

std::vector<Attention> textAttention(const TextAttention& source) {
    if (source.tokens.empty() || !source.weights.defined()) {
        return {};
    }
    Attention record;
    record.kind = source.kind;
    record.subject = source.subject;
    record.rows = source.tokens;
    record.frames = source.frames;
    record.gridRows = static_cast<int>(source.grid.rows);
    record.gridColumns = static_cast<int>(source.grid.columns);

    const torch::Tensor weights = source.weights.narrow(3, 0, static_cast<std::int64_t>(record.columnCount()));
    record.values = toVector(weights[-1].mean(0));
    std::vector<Attention> records{record};
    for (std::int64_t layer = 0; layer < weights.size(0); ++layer) {
        for (std::int64_t head = 0; head < weights.size(1); ++head) {
            record.layer = static_cast<int>(layer);
            record.head = static_cast<int>(head);
            record.values = toVector(weights[layer][head]);
            records.push_back(record);
        }
    }
    return records;
}

TemporalAttention::TemporalAttention(std::vector<std::string> rows) : m_rows(std::move(rows)) {}

void TemporalAttention::add(int frame, const Window& window, const std::vector<torch::Tensor>& weights) {
    const std::size_t frameCount = m_rows.size();
    if (m_heads.empty()) {
        Attention record;
        record.kind = Attention::Kind::Temporal;
        record.rows = m_rows;
        record.frames = Window{0, static_cast<int>(frameCount)}.positions();
        record.values.assign(frameCount * frameCount, 0.0F);
        for (std::size_t layer = 0; layer < weights.size(); ++layer) {
            for (std::int64_t head = 0; head < weights[layer].size(1); ++head) {
                record.layer = static_cast<int>(layer);
                record.head = static_cast<int>(head);
                m_heads.push_back(record);
            }
        }
    }
    for (Attention& record : m_heads) {
        const std::vector<float> row =
            toVector(weights[static_cast<std::size_t>(record.layer)][0][record.head][frame - window.first]);
        const auto begin = static_cast<std::size_t>(frame) * frameCount + static_cast<std::size_t>(window.first);
        std::ranges::copy(row, record.values.begin() + static_cast<std::ptrdiff_t>(begin));
    }
}

std::vector<Attention> TemporalAttention::records() const {
    if (m_heads.empty()) {
        return {};
    }
    Attention summary = m_heads.front();
    summary.layer = Attention::averaged;
    summary.head = Attention::averaged;
    for (std::size_t index = 0; index < summary.values.size(); ++index) {
        const double sum =
            std::accumulate(m_heads.begin(), m_heads.end(), 0.0,
                            [&](double total, const Attention& record) { return total + record.values[index]; });
        summary.values[index] = static_cast<float>(sum / static_cast<double>(m_heads.size()));
    }
    std::vector<Attention> records{std::move(summary)};
    records.insert(records.end(), m_heads.begin(), m_heads.end());
    return records;
}

} // namespace storyscope::inference
