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

constexpr double roundingError = 1e-3; // more is missing from a row only if something else was looked at

/// Where in the rows of a TextAttention's weights what is.
class Columns {
public:
    Columns(const TextAttention& source, const Attention& record)
        : m_cells(static_cast<std::int64_t>(record.columnCount())), m_hasClassTokens(source.grid.hasClassToken),
          m_classTokens(m_hasClassTokens ? source.weights.size(3) / (source.grid.cells() + 1) : 0),
          m_hasText(m_hasClassTokens && lacking(source).max().item<double>() > roundingError) {}

    /// `weights`: (tokens, K · cells + class tokens) of one head, or the mean of several; `others`: (tokens), or
    /// undefined.
    void fill(Attention& record, const torch::Tensor& weights, const torch::Tensor& others) const {
        record.values = toVector(weights.narrow(1, 0, m_cells));
        if (m_hasClassTokens) {
            record.classShares = toVector(weights.narrow(1, weights.size(1) - m_classTokens, m_classTokens).sum(1));
        }
        if (m_hasText) {
            const torch::Tensor pictures = others.defined() ? weights.sum(1) + others : weights.sum(1);
            record.textShares = toVector((1 - pictures).clamp_min(0));
        }
        if (others.defined()) {
            record.otherShares = toVector(others.clamp_min(0));
        }
    }

private:
    static torch::Tensor lacking(const TextAttention& source) {
        const torch::Tensor rest = 1 - source.weights.sum(3);
        return source.others.defined() ? rest - source.others : rest;
    }

    std::int64_t m_cells; ///< of the visible frames
    bool m_hasClassTokens;
    std::int64_t m_classTokens; ///< K
    bool m_hasText;
};

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
    record.areas = source.areas;

    const Columns columns(source, record);
    const bool hasOthers = source.others.defined();
    columns.fill(record, source.weights[-1].mean(0), hasOthers ? source.others[-1].mean(0) : torch::Tensor());
    std::vector<Attention> records{record};
    for (std::int64_t layer = 0; layer < source.weights.size(0); ++layer) {
        for (std::int64_t head = 0; head < source.weights.size(1); ++head) {
            record.layer = static_cast<int>(layer);
            record.head = static_cast<int>(head);
            columns.fill(record, source.weights[layer][head], hasOthers ? source.others[layer][head] : torch::Tensor());
            records.push_back(record);
        }
    }
    return records;
}

std::vector<Box> unlessWhole(std::vector<Box> areas) {
    const bool isWhole = std::ranges::all_of(areas, [](const Box& area) { return area == Box{0, 0, 1, 1}; });
    return isWhole ? std::vector<Box>() : std::move(areas);
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
