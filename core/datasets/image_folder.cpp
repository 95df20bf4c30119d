// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/image_folder.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/captioned_files.h"
#include "core/datasets/named_rows.h"
#include "core/datasets/parquet_shards.h"
#include "core/datasets/recognition.h"
#include "core/datasets/split_making.h"

#include <array>

namespace storyscope::datasets {

namespace {

using nlohmann::json;

constexpr std::array<const char*, 4> captionColumns = {"text", "caption", "captions", "description"};

struct MetadataFile {
    std::filesystem::path path;
    std::string folder; ///< "train/", or empty for the root
};

bool isTable(const std::filesystem::path& file) {
    return file.extension() == ".csv";
}

bool isParquet(const std::filesystem::path& file) {
    return file.extension() == ".parquet";
}

bool isParquetMetadata(const std::filesystem::path& file) {
    try {
        return hasColumn(formats::ParquetFile(file), "file_name");
    } catch (const Error&) {
        return false;
    }
}

bool isMetadata(const std::filesystem::path& file) {
    if (isParquet(file)) {
        return isParquetMetadata(file);
    }
    if (isTable(file)) {
        return hasColumns(file, {"file_name"});
    }
    const std::vector<std::string> lines = linesOf(beginningOf(file));
    const json first = lines.empty() ? json() : json::parse(lines.front(), nullptr, false);
    return first.is_object() && first.contains("file_name");
}

std::vector<MetadataFile> metadataFiles(const std::filesystem::path& path) {
    std::error_code problem;
    if (std::filesystem::is_regular_file(path, problem)) {
        const bool hasEnding = path.extension() == ".jsonl" || isTable(path) || isParquet(path);
        return hasEnding && isMetadata(path) ? std::vector<MetadataFile>{{path, ""}} : std::vector<MetadataFile>();
    }
    std::vector<MetadataFile> files;
    for (const char* folder : {"", "train/", "validation/", "val/", "dev/", "test/"}) {
        for (const char* name : {"metadata.jsonl", "metadata.csv", "metadata.parquet"}) {
            std::filesystem::path file = path / (std::string(folder) + name);
            if (std::filesystem::is_regular_file(file, problem) && isMetadata(file)) {
                files.push_back({std::move(file), folder});
                break;
            }
        }
    }
    return files;
}

void addPicture(const MetadataFile& metadata, const std::string& file, const std::vector<std::string>& captions,
                CaptionedFiles& pictures) {
    const std::string name = metadata.folder + file;
    const std::string id = withoutEnding(name);
    pictures.addCaption(id, name, "");
    for (const std::string& caption : captions) {
        pictures.addCaption(id, name, trimmed(caption));
    }
    const std::size_t slash = name.find('/');
    pictures.setSplit(id, slash == std::string::npos ? "" : splitNameIn(name.substr(0, slash)));
}

std::vector<std::string> captionsOf(const json& row) {
    for (const char* column : captionColumns) {
        const auto found = row.find(column);
        if (found == row.end() || found->is_null()) {
            continue;
        }
        return found->is_array() ? found->get<std::vector<std::string>>()
                                 : std::vector<std::string>{found->get<std::string>()};
    }
    return {};
}

void readLines(const MetadataFile& metadata, CaptionedFiles& pictures, const std::stop_token& stop) {
    std::uint64_t number = 0;
    for (const std::string& line : linesOf(readFile(metadata.path))) {
        throwIfStopped(stop);
        ++number;
        if (trimmed(line).empty()) {
            continue;
        }
        try {
            const json row = json::parse(line);
            addPicture(metadata, row.at("file_name").get<std::string>(), captionsOf(row), pictures);
        } catch (const json::exception&) {
            pictures.issues().add(
                Issue::Severity::Warning, "The line is no JSON object with a file_name and a caption; it was left out.",
                metadata.folder + metadata.path.filename().string() + ", line " + std::to_string(number));
        }
    }
}

void readTable(const MetadataFile& metadata, CaptionedFiles& pictures, const std::stop_token& stop) {
    NamedRows rows(metadata.path);
    while (rows.next()) {
        throwIfStopped(stop);
        const std::string file = rows.field("file_name");
        if (file.empty()) {
            pictures.issues().add(Issue::Severity::Warning, "The row has no file_name; it was left out.",
                                  metadata.folder + metadata.path.filename().string() + ", line " +
                                      std::to_string(rows.line()));
            continue;
        }
        std::vector<std::string> captions;
        for (const char* column : captionColumns) {
            if (captions.empty() && rows.has(column)) {
                captions.push_back(rows.field(column));
            }
        }
        addPicture(metadata, file, captions, pictures);
    }
}

void readParquet(const MetadataFile& metadata, CaptionedFiles& pictures, const std::stop_token& stop) {
    const formats::ParquetFile file(metadata.path);
    std::vector<ParquetTableColumn> columns = {{"file_name"}};
    for (const std::string& column : captionColumnsOf(file)) {
        columns.push_back({column});
    }
    for (std::size_t group = 0; group < file.rowGroupCount(); ++group) {
        const auto add = [&](std::size_t row, const std::vector<formats::ParquetValue>& values) {
            const std::string name = textOf(values.front());
            if (name.empty()) {
                pictures.issues().add(Issue::Severity::Warning, "The row has no file_name; it was left out.",
                                      metadata.folder + "metadata.parquet, row group " + std::to_string(group + 1) +
                                          ", row " + std::to_string(row + 1));
                return;
            }
            std::vector<std::string> captions;
            for (std::size_t column = 1; column < values.size(); ++column) {
                const std::vector<std::string> texts = textsIn(values[column]);
                captions.insert(captions.end(), texts.begin(), texts.end());
            }
            addPicture(metadata, name, captions, pictures);
        };
        readTable(file, group, columns, add, stop);
    }
}

StoryListing folderListing(const std::filesystem::path& path, const DatasetOptions& options,
                           const std::stop_token& stop, Progress& progress) {
    progress.report("Reading captions", 0, 0);
    CaptionedFiles pictures(CaptionedFiles::Kind::Pictures);
    for (const MetadataFile& metadata : metadataFiles(path)) {
        if (isTable(metadata.path)) {
            readTable(metadata, pictures, stop);
        } else if (isParquet(metadata.path)) {
            readParquet(metadata, pictures, stop);
        } else {
            readLines(metadata, pictures, stop);
        }
    }
    return pictures.take("Captioned pictures in " + nameOf(path),
                         options.pictureFolder.empty() ? rootOf(path) : options.pictureFolder);
}

} // namespace

bool ImageFolderDataset::recognises(const std::filesystem::path& path) {
    return !metadataFiles(path).empty();
}

ImageFolderDataset::ImageFolderDataset(const std::filesystem::path& path, const DatasetOptions& options,
                                       const std::stop_token& stop, Progress& progress)
    : ListedStories(folderListing(path, options, stop, progress), options, stop, progress) {}

} // namespace storyscope::datasets
