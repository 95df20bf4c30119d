// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_page_places.h"

#include <algorithm>

namespace storyscope::formats::parquet {

std::optional<PagePlace> PagePlaces::find(std::uint64_t row) const {
    const std::lock_guard lock(m_mutex);
    const auto behind = std::ranges::upper_bound(m_places, row, {}, &PagePlace::rowsBefore);
    return behind == m_places.begin() ? std::nullopt : std::optional(*std::prev(behind));
}

void PagePlaces::add(const PagePlace& place) {
    const std::lock_guard lock(m_mutex);
    if (m_places.empty() || m_places.back().offset < place.offset) {
        m_places.push_back(place);
    }
}

bool PagePlaces::startIndexing() {
    const std::lock_guard lock(m_mutex);
    return !std::exchange(m_isIndexed, true);
}

PagePlaces& FilePlaces::column(std::size_t rowGroup, std::size_t leaf) {
    const std::lock_guard lock(m_mutex);
    return m_columns[{rowGroup, leaf}];
}

} // namespace storyscope::formats::parquet
