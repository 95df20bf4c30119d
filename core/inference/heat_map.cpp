// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/heat_map.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

namespace storyscope::inference {

namespace {

/// The share of a part of the picture that boxes cover, by points on a grid fine enough for a mean over many words.
double coveredPart(const Box& part, const std::vector<Box>& boxes, int steps) {
    int covered = 0;
    for (int row = 0; row < steps; ++row) {
        for (int column = 0; column < steps; ++column) {
            const float x = part.left + part.width * (static_cast<float>(column) + 0.5F) / static_cast<float>(steps);
            const float y = part.top + part.height * (static_cast<float>(row) + 0.5F) / static_cast<float>(steps);
            covered += anyContains(boxes, x, y) ? 1 : 0;
        }
    }
    return covered / static_cast<double>(steps * steps);
}

} // namespace

bool anyContains(const std::vector<Box>& boxes, float x, float y) {
    return std::ranges::any_of(boxes, [&](const Box& box) { return box.contains(x, y); });
}

double coveredShare(const std::vector<Box>& boxes) {
    return coveredPart(Box{0, 0, 1, 1}, boxes, 64);
}

HeatMap HeatMap::of(const Attention& attention, std::span<const std::size_t> rows, std::size_t framePosition) {
    HeatMap map(attention.gridRows, attention.gridColumns, attention.areaOf(framePosition));
    std::vector<double> cells(static_cast<std::size_t>(attention.gridRows * attention.gridColumns), 0.0);
    for (const std::size_t row : rows) {
        const auto weights = attention.patchWeights(row, framePosition);
        std::ranges::transform(cells, weights, cells.begin(), std::plus<>());
    }
    const double sum = std::accumulate(cells.begin(), cells.end(), 0.0);
    if (sum > 0) {
        std::ranges::for_each(cells, [sum](double& cell) { cell /= sum; });
        map.m_cells = std::move(cells);
    }
    return map;
}

HeatMap HeatMap::mean(const std::vector<HeatMap>& maps) {
    HeatMap mean = maps.front();
    for (std::size_t cell = 0; cell < mean.m_cells.size(); ++cell) {
        const double sum = std::accumulate(maps.begin(), maps.end(), 0.0,
                                           [cell](double all, const HeatMap& map) { return all + map.m_cells[cell]; });
        mean.m_cells[cell] = sum / static_cast<double>(maps.size());
    }
    return mean;
}

Box HeatMap::cellArea(int row, int column) const {
    const float width = m_area.width / static_cast<float>(m_columns);
    const float height = m_area.height / static_cast<float>(m_rows);
    return {m_area.left + static_cast<float>(column) * width, m_area.top + static_cast<float>(row) * height, width,
            height};
}

Box HeatMap::strongest() const {
    const auto highest = static_cast<int>(std::ranges::max_element(m_cells) - m_cells.begin());
    return cellArea(highest / m_columns, highest % m_columns);
}

bool HeatMap::pointsAt(const std::vector<Box>& boxes) const {
    const Box cell = strongest();
    return anyContains(boxes, cell.left + cell.width / 2, cell.top + cell.height / 2);
}

double HeatMap::shareIn(const std::vector<Box>& boxes) const {
    double share = 0;
    for (int row = 0; row < m_rows; ++row) {
        for (int column = 0; column < m_columns; ++column) {
            const double cell = m_cells[static_cast<std::size_t>(row * m_columns + column)];
            share += cell > 0 ? cell * coveredShare(row, column, boxes) : 0;
        }
    }
    return share;
}

double HeatMap::coveredShare(int row, int column, const std::vector<Box>& boxes) const {
    return coveredPart(cellArea(row, column), boxes, 8);
}

} // namespace storyscope::inference
