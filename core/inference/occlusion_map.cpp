// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/occlusion_map.h"

#include "core/base/error.h"
#include "core/inference/rank_correlation.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace storyscope::inference {

namespace {

constexpr int mostParts = 8; // of a side
constexpr int fewestParts = 4;
constexpr int unevenParts = 6;
constexpr double weakest = 0.3;      // rank correlation that is called agreement
constexpr double fivePercent = 1.96; // standard deviations

/// Cells of one side, from `begin` to before `end`.
struct CellStretch {
    int begin;
    int end;
};

CellStretch stretchOf(int part, int parts, int cells) {
    return {firstCell(part, parts, cells), firstCell(part + 1, parts, cells)};
}

double meanOf(std::span<const float> cells, int gridColumns, const CellStretch& down, const CellStretch& across) {
    double sum = 0;
    for (int y = down.begin; y < down.end; ++y) {
        for (int x = across.begin; x < across.end; ++x) {
            sum += static_cast<double>(cells[static_cast<std::size_t>(y * gridColumns + x)]);
        }
    }
    return sum / ((down.end - down.begin) * (across.end - across.begin));
}

} // namespace

std::size_t OcclusionMap::strongest() const {
    return static_cast<std::size_t>(std::ranges::max_element(losses) - losses.begin());
}

double MapAgreement::limit() const {
    return parts > 1 ? std::clamp(fivePercent / std::sqrt(static_cast<double>(parts - 1)), weakest, 1.0) : 1;
}

MapAgreement::Verdict MapAgreement::verdict() const {
    if (!rankCorrelation) {
        return Verdict::Unknown;
    }
    if (*rankCorrelation >= limit()) {
        return Verdict::Agrees;
    }
    return *rankCorrelation <= -limit() ? Verdict::Contradicts : Verdict::Little;
}

int partsOf(int cells) {
    for (int parts = mostParts; parts >= fewestParts; --parts) {
        if (cells % parts == 0) {
            return parts;
        }
    }
    return std::min(cells, unevenParts);
}

std::vector<double> attentionPerPart(const Attention& attention, std::size_t row, const OcclusionMap& occlusion) {
    const auto frame = std::ranges::find(attention.frames, occlusion.frame);
    if (frame == attention.frames.end() || attention.gridRows < occlusion.rows ||
        attention.gridColumns < occlusion.columns || attention.gridRows * attention.gridColumns < 2) {
        throw Error(ErrorCode::BadArgument, "This attention has no map of the picture that was covered");
    }
    const auto cells = attention.patchWeights(row, static_cast<std::size_t>(frame - attention.frames.begin()));
    std::vector<double> means;
    for (int part = 0; part < occlusion.rows * occlusion.columns; ++part) {
        const CellStretch down = stretchOf(part / occlusion.columns, occlusion.rows, attention.gridRows);
        const CellStretch across = stretchOf(part % occlusion.columns, occlusion.columns, attention.gridColumns);
        means.push_back(meanOf(cells, attention.gridColumns, down, across));
    }
    return means;
}

MapAgreement agreement(const Attention& attention, std::size_t row, const OcclusionMap& occlusion) {
    const std::vector<double> looked = attentionPerPart(attention, row, occlusion);
    return {.rankCorrelation = rankCorrelation(looked, occlusion.losses), .parts = occlusion.losses.size()};
}

} // namespace storyscope::inference
