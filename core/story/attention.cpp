// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/story/attention.h"

#include "core/base/error.h"

#include <numeric>

namespace storyscope {

std::span<const float> Attention::row(std::size_t index) const {
    if (index >= rows.size() || values.size() != rows.size() * columnCount()) {
        throw Error(ErrorCode::Internal, "An attention row was asked for that does not exist");
    }
    return std::span(values).subspan(index * columnCount(), columnCount());
}

std::vector<float> Attention::frameWeights(std::size_t rowIndex) const {
    std::vector<float> weights;
    for (std::size_t position = 0; position < frames.size(); ++position) {
        const auto cells = patchWeights(rowIndex, position);
        weights.push_back(std::accumulate(cells.begin(), cells.end(), 0.0F));
    }
    return weights;
}

std::span<const float> Attention::patchWeights(std::size_t rowIndex, std::size_t framePosition) const {
    const auto cells = static_cast<std::size_t>(gridRows * gridColumns);
    return row(rowIndex).subspan(framePosition * cells, cells);
}

Box Attention::areaOf(std::size_t framePosition) const {
    return areas.empty() ? Box{0, 0, 1, 1} : areas.at(framePosition);
}

Box Attention::cellArea(std::size_t framePosition, std::size_t cell) const {
    const Box area = areaOf(framePosition);
    const float width = area.width / static_cast<float>(gridColumns);
    const float height = area.height / static_cast<float>(gridRows);
    const auto columns = static_cast<std::size_t>(gridColumns);
    return {area.left + width * static_cast<float>(cell % columns),
            area.top + height * static_cast<float>(cell / columns), width, height};
}

} // namespace storyscope
