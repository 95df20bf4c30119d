// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/parquet_shards.h"

#include "core/base/error.h"
#include "core/datasets/natural_order.h"
#include "core/datasets/split_making.h"
#include "core/formats/utf8.h"

#include <algorithm>
#include <array>
#include <utility>

namespace storyscope::datasets {

namespace {

using formats::ParquetFile;
using formats::ParquetValue;

constexpr std::size_t mostFolders = 256; ///< that are looked into
constexpr int deepestLevel = 2;          ///< configuration, split

bool isParquetName(const std::filesystem::path& path) {
    return path.extension() == ".parquet";
}

bool isSplitName(const std::filesystem::path& path) {
    return !splitNameIn(path.filename().string()).empty();
}

struct Folder {
    std::vector<std::filesystem::path> files; ///< Parquet's
    std::vector<std::filesystem::path> folders;
};

Folder contentsOf(const std::filesystem::path& path) {
    Folder contents;
    std::error_code problem;
    for (auto entry = std::filesystem::directory_iterator(path, problem);
         !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
        std::error_code ignored;
        if (isParquetName(entry->path()) && entry->is_regular_file(ignored)) {
            contents.files.push_back(entry->path());
        } else if (contents.folders.size() < mostFolders && entry->is_directory(ignored)) {
            contents.folders.push_back(entry->path());
        }
    }
    if (problem) {
        throw Error(ErrorCode::Unreadable, "The folder cannot be read: " + problem.message(), inFile(path));
    }
    const auto rank = [](const std::filesystem::path& name) {
        return isSplitName(name) ? 0 : name.filename() == "data" ? 1 : name.filename() == "default" ? 2 : 3;
    };
    const auto isBefore = [](const std::filesystem::path& a, const std::filesystem::path& b) {
        return naturalLess(a.filename().string(), b.filename().string());
    };
    std::sort(contents.files.begin(), contents.files.end(), isBefore);
    std::sort(contents.folders.begin(), contents.folders.end(),
              [&](const auto& a, const auto& b) { return rank(a) != rank(b) ? rank(a) < rank(b) : isBefore(a, b); });
    return contents;
}

/// A folder below that cannot be read has nothing.
std::vector<std::filesystem::path> filesBelow(const std::filesystem::path& path, int levels) {
    Folder contents = contentsOf(path); // folders called as splits come first
    if (!contents.files.empty() || levels == 0) {
        return std::move(contents.files);
    }
    const auto below = [&](const std::filesystem::path& folder) {
        try {
            return filesBelow(folder, isSplitName(folder) ? 0 : levels - 1);
        } catch (const Error&) {
            return std::vector<std::filesystem::path>();
        }
    };
    std::vector<std::filesystem::path> files;
    for (const std::filesystem::path& folder : contents.folders) {
        if (isSplitName(folder) || files.empty()) {
            const std::vector<std::filesystem::path> found = below(folder);
            files.insert(files.end(), found.begin(), found.end());
        }
    }
    return files;
}

} // namespace

std::vector<std::filesystem::path> parquetFilesOf(const std::filesystem::path& path) {
    std::error_code problem;
    if (!std::filesystem::is_directory(path, problem)) {
        return isParquetName(path) ? std::vector{path} : std::vector<std::filesystem::path>();
    }
    return filesBelow(path, deepestLevel);
}

ParquetShard openShard(const std::filesystem::path& file, const std::filesystem::path& root,
                       const std::shared_ptr<formats::ParquetPageCache>& pages) {
    ParquetShard shard{std::make_unique<const ParquetFile>(file, pages), {}};
    // "train-00000-of-00002": what follows may say anything.
    const std::string stem = file.stem().string();
    shard.split = splitNameIn(stem.substr(0, stem.find('-')));
    for (std::filesystem::path folder = file.lexically_relative(root).parent_path();
         shard.split.empty() && !folder.empty() && folder.filename() != "."; folder = folder.parent_path()) {
        shard.split = splitNameIn(folder.filename().string());
    }
    return shard;
}

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

std::vector<std::string> captionColumnsOf(const ParquetFile& file) {
    constexpr std::array<std::string_view, 5> others = {"text", "description", "sentence", "sentences", "raw"};
    std::vector<std::string> columns = file.names();
    std::erase_if(columns, [&](const std::string& name) {
        return !name.starts_with("caption") && std::find(others.begin(), others.end(), name) == others.end();
    });
    return columns;
}

std::vector<std::string> textsIn(const ParquetValue& value) {
    std::vector<std::string> texts;
    if (value.text() != nullptr) {
        texts.push_back(textOf(value));
    }
    for (const char* name : {"raw", "caption", "text"}) {
        if (const ParquetValue* member = value.member(name); member != nullptr && texts.empty()) {
            texts = textsIn(*member);
        }
    }
    if (const ParquetValue::List* list = value.list()) {
        for (const ParquetValue& element : *list) {
            const std::vector<std::string> more = textsIn(element);
            texts.insert(texts.end(), more.begin(), more.end());
        }
    }
    return texts;
}

void readTable(const ParquetFile& file, std::size_t rowGroup, const std::vector<ParquetTableColumn>& columns,
               const std::function<void(std::size_t row, const std::vector<ParquetValue>& values)>& visit,
               const std::stop_token& stop) {
    constexpr std::size_t rowsAtOnce = 256;
    const std::size_t rows = file.rowsIn(rowGroup);
    for (std::size_t first = 0; first < rows; first += rowsAtOnce) {
        throwIfStopped(stop);
        const std::size_t count = std::min(rowsAtOnce, rows - first);
        std::vector<std::vector<ParquetValue>> read;
        for (const ParquetTableColumn& column : columns) {
            read.push_back(
                hasColumn(file, column.name)
                    ? file.read(rowGroup, column.name, {.firstRow = first, .rowCount = count}, column.fields, stop)
                    : std::vector<ParquetValue>(count));
        }
        std::vector<ParquetValue> values(columns.size());
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t column = 0; column < columns.size(); ++column) {
                values[column] = std::move(read[column][i]);
            }
            visit(first + i, values);
        }
    }
}

} // namespace storyscope::datasets
