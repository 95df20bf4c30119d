// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/tgif.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/captioned_files.h"
#include "core/datasets/named_rows.h"
#include "core/datasets/recognition.h"
#include "core/datasets/split_making.h"

#include <optional>

namespace storyscope::datasets {

namespace {

bool isAddress(const std::string& text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

std::optional<std::filesystem::path> sentenceFile(const std::filesystem::path& path) {
    for (const std::filesystem::path& file : describingFiles(path, {".tsv"})) {
        const std::vector<std::string> lines = linesOf(beginningOf(file));
        if (!lines.empty() && isAddress(lines.front()) && lines.front().find('\t') != std::string::npos) {
            return file;
        }
    }
    return std::nullopt;
}

/// "tumblr_x.gif" of "https://host/folder/tumblr_x.gif": how the GIFs are called on the disk.
std::string fileOf(const std::string& address) {
    const std::string name = trimmed(address);
    return name.substr(name.rfind('/') + 1);
}

void readSplits(const std::filesystem::path& folder, CaptionedFiles& clips, const std::stop_token& stop) {
    for (const std::filesystem::path& file : describingFiles(folder / "splits", {".txt"})) {
        const std::string split = splitNameIn(file.stem().string());
        for (const std::string& line : split.empty() ? std::vector<std::string>() : linesOf(readFile(file))) {
            throwIfStopped(stop);
            clips.setSplit(withoutEnding(fileOf(line)), split);
        }
    }
}

StoryListing tgifListing(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop,
                         Progress& progress) {
    progress.report("Reading sentences", 0, 0);
    const std::optional<std::filesystem::path> file = sentenceFile(path);
    if (!file) {
        throw Error(ErrorCode::Unsupported, "There are no sentences in TGIF's form here", inFile(path));
    }
    formats::CsvOptions plain;
    plain.separator = '\t';
    plain.quoting = formats::CsvOptions::Quoting::None;
    formats::CsvReader rows(*file, plain);
    CaptionedFiles clips(CaptionedFiles::Kind::Clips);
    while (const auto row = rows.next()) {
        throwIfStopped(stop);
        if (row->size() < 2 || !isAddress(row->front())) {
            clips.issues().add(Issue::Severity::Warning, "The line is no address with a sentence; it was left out.",
                               file->filename().string() + ", line " + std::to_string(rows.line()));
            continue;
        }
        const std::string name = fileOf(row->front());
        clips.addCaption(withoutEnding(name), name, trimmed((*row)[1]));
    }
    readSplits(file->parent_path(), clips, stop);
    const std::filesystem::path root = rootOf(path);
    std::vector<std::filesystem::path> folders = {options.pictureFolder};
    if (options.pictureFolder.empty()) {
        folders = {root / "gifs", root / "data" / "gifs", root / "GIFs", root / "images", root};
    }
    return clips.take("TGIF clips in " + nameOf(path), folderWithMost(folders, clips.files()));
}

} // namespace

bool TgifDataset::recognises(const std::filesystem::path& path) {
    return sentenceFile(path).has_value();
}

TgifDataset::TgifDataset(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop,
                         Progress& progress)
    : ClipStories(tgifListing(path, options, stop, progress), options, stop, progress) {}

} // namespace storyscope::datasets
