// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/story_reasoning_pictures.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/data_path.h"

#include <algorithm>
#include <utility>

namespace storyscope::datasets {

namespace {

using formats::ParquetValue;

constexpr std::size_t mostKept = 4;                          ///< stories
constexpr std::size_t largestFile = std::size_t{256} << 20U; ///< bytes of a picture outside of the rows

/// The bytes of {bytes, path}, or a value that is bytes itself.
const std::string* bytesOf(const ParquetValue& image) {
    const ParquetValue* bytes = image.member("bytes");
    const std::string* text = bytes == nullptr ? image.text() : bytes->text();
    return text == nullptr || text->empty() ? nullptr : text;
}

} // namespace

std::shared_ptr<const ParquetValue> StoryReasoningPictures::imagesOf(const StoryReasoningRow& row) const {
    const auto isRow = [&](const Row& kept) {
        return kept.shard == row.shard && kept.rowGroup == row.rowGroup && kept.row == row.row;
    };
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = std::find_if(m_recent.begin(), m_recent.end(), isRow);
        if (found != m_recent.end()) {
            std::rotate(m_recent.begin(), found, found + 1);
            return m_recent.front().images;
        }
    }
    std::vector<ParquetValue> values =
        m_shards[row.shard].file->read(row.rowGroup, "images", {.firstRow = row.row, .rowCount = 1}, {}, {});
    auto images = std::make_shared<const ParquetValue>(values.empty() ? ParquetValue() : std::move(values.front()));
    const std::scoped_lock lock(m_mutex);
    if (std::none_of(m_recent.begin(), m_recent.end(), isRow)) {
        m_recent.push_front({row.shard, row.rowGroup, row.row, images});
        m_recent.resize(std::min(m_recent.size(), mostKept));
    }
    return images;
}

StoryReasoningPictures::Encoded StoryReasoningPictures::read(const StoryReasoningRow& row, std::size_t frame) const {
    const std::shared_ptr<const ParquetValue> images = imagesOf(row);
    const ParquetValue::List* list = images->list();
    if (list != nullptr && frame < list->size()) {
        if (const std::string* bytes = bytesOf((*list)[frame])) {
            return {bytes->begin(), bytes->end()};
        }
    }
    const std::string& name = row.pictureNames.at(frame);
    if (name.empty()) {
        throw Error(ErrorCode::NotFound,
                    "Picture " + std::to_string(frame + 1) + " of story " + row.id + " has neither bytes nor a name",
                    {.file = m_shards[row.shard].file->path(), .byteOffset = {}, .row = {}});
    }
    const std::string bytes = readFile(inside(m_folder, name), largestFile);
    return {bytes.begin(), bytes.end()};
}

} // namespace storyscope::datasets
