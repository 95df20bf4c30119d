// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/story_reasoning_rows.h"

#include "core/base/error.h"
#include "core/datasets/natural_order.h"
#include "core/formats/utf8.h"

#include <algorithm>

namespace storyscope::datasets {

namespace {

using formats::ParquetFile;
using formats::ParquetValue;

bool hasColumn(const ParquetFile& file, const std::string& name) {
    const std::vector<std::string> names = file.names();
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string textOf(const ParquetValue& value) {
    if (const std::int64_t* number = value.number()) {
        return std::to_string(*number);
    }
    return value.text() == nullptr ? std::string() : formats::withValidUtf8(*value.text());
}

/// The columns of one row group, one text or list per row.
class RowGroup {
public:
    RowGroup(const ParquetFile& file, std::size_t number, const std::stop_token& stop)
        : m_file(file), m_number(number), m_stop(stop), m_ids(read("story_id")), m_stories(read("story")),
          m_thoughts(read("chain_of_thought")), m_counts(read("frame_count")), m_pictures(readPictureNames()) {}

    StoryReasoningRow row(std::size_t row) const {
        StoryReasoningRow result;
        result.rowGroup = m_number;
        result.row = row;
        result.id = textOf(at(m_ids, row));
        result.story = textOf(at(m_stories, row));
        result.thoughts = textOf(at(m_thoughts, row));
        if (const ParquetValue::List* pictures = at(m_pictures, row).list()) {
            for (const ParquetValue& picture : *pictures) {
                const ParquetValue* path = picture.member("path");
                result.pictureNames.push_back(path == nullptr ? std::string() : textOf(*path));
            }
        } else if (const std::int64_t* count = at(m_counts, row).number(); m_pictures.empty() && count != nullptr) {
            result.pictureNames.resize(static_cast<std::size_t>(std::clamp<std::int64_t>(*count, 0, mostPictures)));
        }
        return result;
    }

    /// As the column of that name counts the pictures; none if it says nothing.
    const std::int64_t* frameCount(std::size_t row) const { return at(m_counts, row).number(); }

private:
    static constexpr std::int64_t mostPictures = 10'000; ///< of one story, where nothing but a count tells

    std::vector<ParquetValue> read(const std::string& name, const std::vector<std::string>& fields = {}) const {
        if (!hasColumn(m_file, name)) {
            return {};
        }
        return m_file.read(m_number, name, {.firstRow = 0, .rowCount = m_file.rowsIn(m_number)}, fields, m_stop);
    }

    std::vector<ParquetValue> readPictureNames() const {
        const bool areNamed = std::any_of(m_file.columns().begin(), m_file.columns().end(), [](const auto& column) {
            return column.path.front() == "images" && column.path.back() == "path";
        });
        return areNamed ? read("images", {"path"}) : std::vector<ParquetValue>();
    }

    static const ParquetValue& at(const std::vector<ParquetValue>& column, std::size_t row) {
        static const ParquetValue nothing;
        return row < column.size() ? column[row] : nothing;
    }

    const ParquetFile& m_file;
    std::size_t m_number;
    const std::stop_token& m_stop;
    std::vector<ParquetValue> m_ids;
    std::vector<ParquetValue> m_stories;
    std::vector<ParquetValue> m_thoughts;
    std::vector<ParquetValue> m_counts;
    std::vector<ParquetValue> m_pictures;
};

std::string placeOf(const StoryReasoningReading& reading, std::size_t row) {
    return reading.shard.file->path().filename().string() + ", row " + std::to_string(row);
}

void readRowGroup(const StoryReasoningReading& reading, std::size_t group, std::size_t firstRow,
                  const std::stop_token& stop) {
    const RowGroup columns(*reading.shard.file, group, stop);
    const std::size_t count = reading.shard.file->rowsIn(group);
    for (std::size_t i = 0; i < count; ++i) {
        StoryReasoningRow row = columns.row(i);
        row.shard = reading.shardNumber;
        if (row.id.empty()) {
            row.id = placeOf(reading, firstRow + i + 1);
            reading.issues.add(Issue::Severity::Warning, "The story has no id.", row.id);
        }
        const std::int64_t* frameCount = columns.frameCount(i);
        if (frameCount != nullptr && *frameCount != static_cast<std::int64_t>(row.pictureNames.size())) {
            reading.issues.add(Issue::Severity::Warning, "The story has more or fewer pictures than its row says.",
                               "story " + row.id);
        }
        reading.rows.push_back(std::move(row));
    }
}

bool isParquetName(const std::filesystem::path& path) {
    return path.extension() == ".parquet";
}

std::vector<std::filesystem::path> parquetFilesIn(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code problem;
    for (auto entry = std::filesystem::directory_iterator(folder, problem);
         !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
        std::error_code ignored;
        if (isParquetName(entry->path()) && entry->is_regular_file(ignored)) {
            files.push_back(entry->path());
        }
    }
    if (problem) {
        throw Error(ErrorCode::Unreadable, "The folder cannot be read: " + problem.message(),
                    {.file = folder, .byteOffset = {}, .row = {}});
    }
    std::sort(files.begin(), files.end(),
              [](const auto& a, const auto& b) { return naturalLess(a.filename().string(), b.filename().string()); });
    return files;
}

} // namespace

bool hasStoryReasoningColumns(const ParquetFile& file) {
    return hasColumn(file, "story_id") && hasColumn(file, "images") && hasColumn(file, "story");
}

std::vector<std::filesystem::path> parquetFilesOf(const std::filesystem::path& path) {
    std::error_code problem;
    if (!std::filesystem::is_directory(path, problem)) {
        return isParquetName(path) ? std::vector{path} : std::vector<std::filesystem::path>();
    }
    std::vector<std::filesystem::path> files = parquetFilesIn(path);
    if (files.empty() && std::filesystem::is_directory(path / "data", problem)) {
        files = parquetFilesIn(path / "data");
    }
    return files;
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
