// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/attention.h"
#include "core/story/story.h"

#include <cstddef>
#include <span>
#include <vector>

namespace storyscope::inference {

/// What words look at in one frame: a grid of cells that sum to 1, on the part of the picture that the model saw.
class HeatMap {
public:
    HeatMap(int rows, int columns, Box area = {0, 0, 1, 1}) : m_rows(rows), m_columns(columns), m_area(area) {}
    /// Of rows of `attention` together, on the frame at `framePosition` of Attention::frames; isEmpty() if they do not
    /// look at it.
    static HeatMap of(const Attention& attention, std::span<const std::size_t> rows, std::size_t framePosition);
    /// The mean of maps of the same frame.
    static HeatMap mean(const std::vector<HeatMap>& maps);

    bool isEmpty() const { return m_cells.empty(); }
    /// Whether the centre of the strongest cell lies in one of the boxes.
    bool pointsAt(const std::vector<Box>& boxes) const;
    /// The share of it that falls into the boxes; within a cell it is spread evenly.
    double shareIn(const std::vector<Box>& boxes) const;

    /// The strongest cell's place in the picture.
    Box strongest() const;

private:
    Box cellArea(int row, int column) const;
    double coveredShare(int row, int column, const std::vector<Box>& boxes) const;

    int m_rows;
    int m_columns;
    Box m_area;
    std::vector<double> m_cells; ///< row by row
};

bool anyContains(const std::vector<Box>& boxes, float x, float y);
/// The share of the picture that at least one of the boxes covers: what attention that is spread evenly puts there.
double coveredShare(const std::vector<Box>& boxes);

} // namespace storyscope::inference
