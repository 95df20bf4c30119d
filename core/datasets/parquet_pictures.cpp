// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/parquet_pictures.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/data_path.h"

#include <algorithm>

namespace storyscope::datasets {

namespace {

using formats::ParquetValue;

constexpr std::size_t mostKept = 4;                          ///< rows
constexpr std::size_t largestFile = std::size_t{256} << 20U; ///< bytes of a picture outside of the rows

/// The bytes of {bytes, path}, or a value that is bytes itself.
const std::string* bytesOf(const ParquetValue& image) {
    const ParquetValue* bytes = image.member("bytes");
    const std::string* text = bytes == nullptr ? image.text() : bytes->text();
    return text == nullptr || text->empty() ? nullptr : text;
}

} // namespace

std::shared_ptr<const ParquetValue> ParquetPictures::imagesOf(const ParquetPlace& place) const {
    const auto isRow = [&](const Row& kept) { return kept.place == place; };
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = std::find_if(m_recent.begin(), m_recent.end(), isRow);
        if (found != m_recent.end()) {
            std::rotate(m_recent.begin(), found, found + 1);
            return m_recent.front().images;
        }
    }
    std::vector<ParquetValue> values =
        m_shards[place.shard].file->read(place.rowGroup, m_column, {.firstRow = place.row, .rowCount = 1}, {}, {});
    auto images = std::make_shared<const ParquetValue>(values.empty() ? ParquetValue() : std::move(values.front()));
    const std::scoped_lock lock(m_mutex);
    if (std::none_of(m_recent.begin(), m_recent.end(), isRow)) {
        m_recent.push_front({place, images});
        m_recent.resize(std::min(m_recent.size(), mostKept));
    }
    return images;
}

ParquetPictures::Encoded ParquetPictures::read(const ParquetPicture& picture) const {
    const std::shared_ptr<const ParquetValue> images = imagesOf(picture.place);
    const ParquetValue::List* list = images->list();
    const ParquetValue* image = list == nullptr                 ? images.get()
                                : picture.number < list->size() ? &(*list)[picture.number]
                                                                : nullptr;
    if (const std::string* bytes = image == nullptr ? nullptr : bytesOf(*image)) {
        return {bytes->begin(), bytes->end()};
    }
    if (picture.name.empty()) {
        throw Error(ErrorCode::NotFound,
                    "Picture " + std::to_string(picture.number + 1) + " of a row has neither bytes nor a name",
                    inFile(m_shards[picture.place.shard].file->path()));
    }
    const std::string bytes = readFile(inside(m_folder, picture.name), largestFile);
    return {bytes.begin(), bytes.end()};
}

} // namespace storyscope::datasets
