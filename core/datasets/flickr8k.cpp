// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/flickr8k.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/captioned_files.h"
#include "core/datasets/named_rows.h"
#include "core/datasets/recognition.h"
#include "core/datasets/split_making.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace storyscope::datasets {

namespace {

struct TokenLine {
    std::string picture;
    std::string caption;
};

bool isDigits(const std::string& text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](unsigned char letter) { return std::isdigit(letter) != 0; });
}

/// "a.jpg#0<TAB>caption". The published file has one picture whose name ends in ".jpg.1".
std::optional<TokenLine> tokenLine(const std::string& line) {
    const std::size_t tab = line.find('\t');
    const std::size_t number = line.rfind('#', tab);
    if (tab == std::string::npos || number == std::string::npos || number == 0 ||
        !isDigits(line.substr(number + 1, tab - number - 1))) {
        return std::nullopt;
    }
    TokenLine read{line.substr(0, number), trimmed(line.substr(tab + 1))};
    const std::size_t dot = read.picture.rfind('.');
    if (dot != std::string::npos && isDigits(read.picture.substr(dot + 1)) &&
        read.picture.rfind(".jpg", dot) + 4 == dot) {
        read.picture.resize(dot);
    }
    return read;
}

bool isTokenFile(const std::filesystem::path& file) {
    const std::vector<std::string> lines = linesOf(beginningOf(file, 4096));
    return !lines.empty() && tokenLine(lines.front()).has_value();
}

/// Flickr30k's table: "image_name| comment_number| comment". Quotation marks in it are letters.
formats::CsvOptions barSeparated() {
    formats::CsvOptions options;
    options.separator = '|';
    options.quoting = formats::CsvOptions::Quoting::None;
    return options;
}

bool isBarSeparated(const std::filesystem::path& file) {
    return hasColumns(file, {"image_name", "comment"}, barSeparated());
}

std::optional<std::filesystem::path> captionFile(const std::filesystem::path& path) {
    for (const std::filesystem::path& file : describingFiles(path, {".txt", ".csv", ".token"})) {
        if (isTokenFile(file) || hasColumns(file, {"image", "caption"}) || isBarSeparated(file)) {
            return file;
        }
    }
    return std::nullopt;
}

void readTokens(const std::filesystem::path& file, CaptionedFiles& pictures, const std::stop_token& stop) {
    std::uint64_t row = 0;
    for (const std::string& line : linesOf(readFile(file))) {
        throwIfStopped(stop);
        ++row;
        if (const std::optional<TokenLine> read = tokenLine(line)) {
            pictures.addCaption(withoutEnding(read->picture), read->picture, read->caption);
        } else if (!trimmed(line).empty()) {
            pictures.issues().add(Issue::Severity::Warning, "The line is no caption of a picture; it was left out.",
                                  file.filename().string() + ", line " + std::to_string(row));
        }
    }
}

void readTable(const std::filesystem::path& file, CaptionedFiles& pictures, const std::stop_token& stop) {
    const bool isFlickr30k = isBarSeparated(file);
    NamedRows rows(file, isFlickr30k ? barSeparated() : formats::CsvOptions());
    while (rows.next()) {
        throwIfStopped(stop);
        const std::string picture = rows.field(isFlickr30k ? "image_name" : "image");
        const std::string caption = rows.field(isFlickr30k ? "comment" : "caption");
        if (picture.empty() || caption.empty()) {
            pictures.issues().add(Issue::Severity::Warning, "The row has no picture or no caption; it was left out.",
                                  file.filename().string() + ", line " + std::to_string(rows.line()));
        } else {
            pictures.addCaption(withoutEnding(picture), picture, caption);
        }
    }
}

void readSplits(const std::filesystem::path& root, CaptionedFiles& pictures) {
    for (const std::filesystem::path& file : describingFiles(root, {"Images.txt"})) {
        const std::string split = splitNameIn(file.filename().string());
        for (const std::string& line : split.empty() ? std::vector<std::string>() : linesOf(readFile(file))) {
            pictures.setSplit(withoutEnding(trimmed(line)), split);
        }
    }
}

StoryListing flickr8kListing(const std::filesystem::path& path, const DatasetOptions& options,
                             const std::stop_token& stop, Progress& progress) {
    progress.report("Reading captions", 0, 0);
    const std::optional<std::filesystem::path> file = captionFile(path);
    if (!file) {
        throw Error(ErrorCode::Unsupported, "There are no captions in Flickr8k's form here", inFile(path));
    }
    CaptionedFiles pictures(CaptionedFiles::Kind::Pictures);
    if (isTokenFile(*file)) {
        readTokens(*file, pictures, stop);
    } else {
        readTable(*file, pictures, stop);
    }
    const std::filesystem::path root = rootOf(path);
    readSplits(root, pictures);
    std::vector<std::filesystem::path> folders;
    if (!options.pictureFolder.empty()) {
        folders = {options.pictureFolder};
    } else {
        for (const char* name : {"images", "Images", "Flicker8k_Dataset", "Flickr8k_Dataset", "flickr30k_images", ""}) {
            folders.push_back(root / name);
        }
    }
    return pictures.take("Captioned pictures in " + nameOf(path), folderWithMost(folders, pictures.files()));
}

} // namespace

bool Flickr8kDataset::recognises(const std::filesystem::path& path) {
    return captionFile(path).has_value();
}

Flickr8kDataset::Flickr8kDataset(const std::filesystem::path& path, const DatasetOptions& options,
                                 const std::stop_token& stop, Progress& progress)
    : ListedStories(flickr8kListing(path, options, stop, progress), options, stop, progress) {}

} // namespace storyscope::datasets
