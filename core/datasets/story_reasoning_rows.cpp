// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/story_reasoning_rows.h"

#include "core/base/error.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace storyscope::datasets {

namespace {

using formats::ParquetFile;
using formats::ParquetValue;

constexpr std::int64_t mostPictures = 10'000; ///< of one story, where nothing but a count tells

bool namesPictures(const ParquetFile& file) {
    return std::any_of(file.columns().begin(), file.columns().end(), [](const auto& column) {
        return column.path.front() == "images" && column.path.back() == "path";
    });
}

/// One name per picture, from the column of the pictures or, if the file names none, as many as the row counts.
std::vector<std::string> pictureNames(const ParquetValue& images, const std::int64_t* count) {
    std::vector<std::string> names;
    if (const ParquetValue::List* pictures = images.list()) {
        for (const ParquetValue& picture : *pictures) {
            const ParquetValue* path = picture.member("path");
            names.push_back(path == nullptr ? std::string() : textOf(*path));
        }
    } else if (count != nullptr) {
        names.resize(static_cast<std::size_t>(std::clamp<std::int64_t>(*count, 0, mostPictures)));
    }
    return names;
}

std::string placeOf(const StoryReasoningReading& reading, std::size_t row) {
    return reading.shard.file->path().filename().string() + ", row " + std::to_string(row);
}

void readRowGroup(const StoryReasoningReading& reading, std::size_t group, std::size_t firstRow,
                  const std::stop_token& stop) {
    const ParquetFile& file = *reading.shard.file;
    const bool areNamed = namesPictures(file);
    const std::vector<ParquetTableColumn> columns = {
        {"story_id"}, {"story"}, {"frame_count"}, {areNamed ? "images" : "", {"path"}}};
    const auto add = [&](std::size_t number, const std::vector<ParquetValue>& values) {
        const std::int64_t* count = values[2].number();
        StoryReasoningRow row{.place = {reading.shardNumber, group, number},
                              .id = textOf(values[0]),
                              .story = textOf(values[1]),
                              .pictureNames = pictureNames(values[3], areNamed ? nullptr : count)};
        if (row.id.empty()) {
            row.id = placeOf(reading, firstRow + number + 1);
            reading.issues.add(Issue::Severity::Warning, "The story has no id.", row.id);
        }
        if (count != nullptr && *count != static_cast<std::int64_t>(row.pictureNames.size())) {
            reading.issues.add(Issue::Severity::Warning, "The story has more or fewer pictures than its row says.",
                               "story " + row.id);
        }
        reading.rows.push_back(std::move(row));
    };
    readTable(file, group, columns, add, stop);
}

} // namespace

bool hasStoryReasoningColumns(const ParquetFile& file) {
    return hasColumn(file, "story_id") && hasColumn(file, "images") && hasColumn(file, "story");
}

std::string readThoughts(const ParquetFile& file, const ParquetPlace& place) {
    constexpr const char* column = "chain_of_thought";
    if (!hasColumn(file, column)) {
        return {};
    }
    const auto values = file.read(place.rowGroup, column, {.firstRow = place.row, .rowCount = 1});
    return values.empty() ? std::string() : textOf(values.front());
}

void readStoryReasoningRows(const StoryReasoningReading& reading, const std::stop_token& stop, Progress& progress) {
    const ParquetFile& file = *reading.shard.file;
    std::size_t rowsBefore = 0;
    for (std::size_t group = 0; group < file.rowGroupCount(); ++group) {
        throwIfStopped(stop);
        progress.report("Reading stories", static_cast<std::int64_t>(rowsBefore),
                        static_cast<std::int64_t>(file.rowCount()));
        try {
            readRowGroup(reading, group, rowsBefore, stop);
        } catch (const Error& error) {
            if (error.code() == ErrorCode::Cancelled) {
                throw;
            }
            reading.issues.add(Issue::Severity::Problem, error.message() + " Its stories are left out.",
                               file.path().filename().string() + ", row group " + std::to_string(group + 1));
        }
        rowsBefore += file.rowsIn(group);
    }
}

} // namespace storyscope::datasets
