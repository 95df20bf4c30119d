// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/captioned_parquet.h"

#include "core/base/error.h"
#include "core/datasets/recognition.h"
#include "core/datasets/split_making.h"
#include "core/media/image_file.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

namespace storyscope::datasets {

namespace {

using formats::ParquetColumn;
using formats::ParquetFile;
using formats::ParquetValue;

/// The first column of {bytes, path}, or one of bytes whose name says that they are a picture; empty if there is none.
std::string pictureColumnOf(const ParquetFile& file) {
    constexpr std::array<std::string_view, 5> names = {"image", "img", "picture", "jpg", "png"};
    for (const ParquetColumn& column : file.columns()) {
        const bool isStruct = column.path.size() == 2 && column.path.back() == "bytes";
        const bool isBytes = column.path.size() == 1 && column.physicalType == "BYTE_ARRAY" &&
                             column.logicalType.empty() &&
                             std::find(names.begin(), names.end(), column.path.front()) != names.end();
        if (isStruct || isBytes) {
            return column.path.front();
        }
    }
    return {};
}

bool hasCaptionedPictures(const ParquetFile& file) {
    return !pictureColumnOf(file).empty() && !captionColumnsOf(file).empty();
}

/// The first file at `path` that is Parquet; null if there is none.
std::unique_ptr<const ParquetFile> firstFileAt(const std::filesystem::path& path) {
    try {
        for (const std::filesystem::path& file : parquetFilesOf(path)) {
            try {
                return std::make_unique<const ParquetFile>(file);
            } catch (const Error&) {
                continue;
            }
        }
    } catch (const std::exception&) {
        return nullptr;
    }
    return nullptr;
}

bool namesFiles(const ParquetFile& file, const std::string& column) {
    return std::any_of(file.columns().begin(), file.columns().end(), [&](const ParquetColumn& leaf) {
        return leaf.path.size() == 2 && leaf.path.front() == column && leaf.path.back() == "path";
    });
}

} // namespace

bool CaptionedParquetDataset::recognises(const std::filesystem::path& path) {
    const auto file = firstFileAt(path);
    return file != nullptr && hasCaptionedPictures(*file);
}

std::string parquetColumnsAt(const std::filesystem::path& path) {
    std::string columns;
    if (const auto file = firstFileAt(path)) {
        for (const std::string& name : file->names()) {
            columns += (columns.empty() ? "" : ", ") + name;
        }
    }
    return columns;
}

void CaptionedParquetDataset::readShard(Contents& contents, const std::stop_token& stop) {
    const ParquetShard& shard = contents.shards.back();
    const ParquetFile& file = *shard.file;
    const bool areNamed = namesFiles(file, contents.column);
    std::vector<ParquetTableColumn> columns = {{"split"}, {areNamed ? contents.column : "", {"path"}}};
    const std::size_t firstCaption = columns.size();
    for (const std::string& column : captionColumnsOf(file)) {
        columns.push_back({column});
    }
    std::size_t number = 0; // in the file, from 1
    for (std::size_t group = 0; group < file.rowGroupCount(); ++group) {
        const auto add = [&](std::size_t row, const std::vector<ParquetValue>& values) {
            const ParquetValue* path = values[1].member("path");
            const std::string name = path == nullptr ? std::string() : textOf(*path);
            std::string id = withoutEnding(name);
            ++number;
            if (id.empty() || contents.stories.knows(id)) {
                id = (shard.split.empty() ? "" : shard.split + '/') + file.path().stem().string() + '-' +
                     std::to_string(number);
            }
            if (contents.stories.knows(id)) {
                return contents.stories.issues().add(Issue::Severity::Warning,
                                                     "Another picture has the same name; it was left out.", id);
            }
            contents.stories.addCaption(id, "", "");
            for (std::size_t column = firstCaption; column < values.size(); ++column) {
                for (const std::string& caption : textsIn(values[column])) {
                    contents.stories.addCaption(id, "", caption);
                }
            }
            const std::string named = splitNameIn(textOf(values[0]));
            contents.stories.setSplit(id, named.empty() ? shard.split : named);
            contents.pictures.push_back({{contents.shards.size() - 1, group, row}, 0, name});
        };
        readTable(file, group, columns, add, stop);
    }
}

CaptionedParquetDataset::Contents CaptionedParquetDataset::read(const std::filesystem::path& path,
                                                                const std::stop_token& stop, Progress& progress) {
    constexpr std::size_t mostPageBytes = std::size_t{24} << 20;
    const auto pages = std::make_shared<formats::ParquetPageCache>(mostPageBytes);
    Contents contents;
    const std::vector<std::filesystem::path> files = parquetFilesOf(path);
    for (const std::filesystem::path& name : files) {
        progress.report("Reading captions", static_cast<std::int64_t>(contents.shards.size()),
                        static_cast<std::int64_t>(files.size()));
        try {
            ParquetShard shard = openShard(name, rootOf(path), pages);
            const std::string column = pictureColumnOf(*shard.file);
            if (hasCaptionedPictures(*shard.file) && (contents.column.empty() || contents.column == column)) {
                contents.column = column;
                contents.shards.push_back(std::move(shard));
                readShard(contents, stop);
            }
        } catch (const Error& error) {
            if (error.code() == ErrorCode::Cancelled) {
                throw;
            }
            contents.stories.issues().add(Issue::Severity::Problem, error.message(), name.filename().string());
        }
    }
    return contents;
}

CaptionedParquetDataset::CaptionedParquetDataset(const std::filesystem::path& path, const DatasetOptions& options,
                                                 const std::stop_token& stop, Progress& progress)
    : CaptionedParquetDataset(read(path, stop, progress), path, options, stop, progress) {}

CaptionedParquetDataset::CaptionedParquetDataset(Contents contents, const std::filesystem::path& path,
                                                 const DatasetOptions& options, const std::stop_token& stop,
                                                 Progress& progress)
    : ListedStories(contents.stories.take("Captioned pictures in " + nameOf(path),
                                          options.pictureFolder.empty() ? rootOf(path) : options.pictureFolder),
                    options, stop, progress),
      m_shards(std::move(contents.shards)), m_places(std::move(contents.pictures)),
      m_pictures(m_shards, contents.column, pictureFolder()) {}

Story CaptionedParquetDataset::story(std::size_t index) const {
    Story story = ListedStories::story(index);
    story.frames.front().pictureName = m_places[index].name.empty() ? story.id : m_places[index].name;
    return story;
}

Picture CaptionedParquetDataset::loadPicture(std::size_t storyIndex, std::size_t frameIndex,
                                             const PictureWish& wish) const {
    frameEntry(storyIndex, frameIndex);
    const ParquetPicture& picture = m_places[storyIndex];
    return media::decodePicture(m_pictures.read(picture),
                                m_shards[picture.place.shard].file->path() / entry(storyIndex).id, wish);
}

} // namespace storyscope::datasets
