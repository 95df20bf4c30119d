// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/msvd.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/captioned_files.h"
#include "core/datasets/named_rows.h"
#include "core/datasets/recognition.h"

#include <optional>
#include <regex>
#include <unordered_map>

namespace storyscope::datasets {

namespace {

const std::vector<std::string> msvdFolders = {"", "YouTubeClips/", "videos/", "clips/"};

constexpr int conventionalClips = 1970;
constexpr int lastTrainingClip = 1200;
constexpr int lastValidationClip = 1300;

struct DescriptionLine {
    std::string clip;
    std::string caption;
};

/// "<eleven letters>_<start>_<end> caption".
std::optional<DescriptionLine> descriptionLine(const std::string& line) {
    const std::size_t blank = line.find(' ');
    static const std::regex clipName("[A-Za-z0-9_-]{11}_[0-9]+_[0-9]+");
    if (blank == std::string::npos || blank > 64) {
        return std::nullopt;
    }
    DescriptionLine read{line.substr(0, blank), trimmed(line.substr(blank))};
    return std::regex_match(read.clip, clipName) ? std::optional(std::move(read)) : std::nullopt;
}

bool isComment(const std::string& line) {
    return line.empty() || line.front() == '#';
}

bool isDescriptions(const std::filesystem::path& file) {
    for (const std::string& line : linesOf(beginningOf(file))) {
        if (!isComment(line)) {
            return descriptionLine(line).has_value();
        }
    }
    return false;
}

std::optional<std::filesystem::path> descriptionFile(const std::filesystem::path& path) {
    for (const std::filesystem::path& file : describingFiles(path, {".txt"})) {
        if (file.filename() != "youtube_mapping.txt" && isDescriptions(file)) {
            return file;
        }
    }
    return std::nullopt;
}

/// "vid12" by clip name; empty without the file.
std::unordered_map<std::string, std::string> readMapping(const std::filesystem::path& folder) {
    std::unordered_map<std::string, std::string> mapping;
    const std::filesystem::path file = folder / "youtube_mapping.txt";
    std::error_code problem;
    if (std::filesystem::is_regular_file(file, problem)) {
        for (const std::string& line : linesOf(readFile(file))) {
            const std::size_t blank = line.rfind(' ');
            if (blank != std::string::npos) {
                mapping[trimmed(line.substr(0, blank))] = trimmed(line.substr(blank));
            }
        }
    }
    return mapping;
}

std::string conventionalSplit(const std::string& alias) {
    const std::string digits = alias.starts_with("vid") ? alias.substr(3) : std::string();
    if (digits.empty() || digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string::npos) {
        return {};
    }
    const int number = std::stoi(digits);
    return number <= lastTrainingClip ? "train" : (number <= lastValidationClip ? "validation" : "test");
}

std::string fileOf(const std::filesystem::path& root, const std::string& clip, const std::string& alias) {
    const std::string file = clipFile(root, msvdFolders, clip);
    const std::string byAlias = alias.empty() ? std::string() : clipFile(root, msvdFolders, alias);
    std::error_code problem;
    const bool aliasOnly = !byAlias.empty() && !std::filesystem::is_regular_file(root / file, problem) &&
                           std::filesystem::is_regular_file(root / byAlias, problem);
    return aliasOnly ? byAlias : file;
}

StoryListing msvdListing(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop,
                         Progress& progress) {
    progress.report("Reading captions", 0, 0);
    const std::optional<std::filesystem::path> file = descriptionFile(path);
    if (!file) {
        throw Error(ErrorCode::Unsupported, "There are no descriptions in MSVD's form here", inFile(path));
    }
    const std::filesystem::path root = options.pictureFolder.empty() ? rootOf(path) : options.pictureFolder;
    const std::unordered_map<std::string, std::string> mapping = readMapping(file->parent_path());
    CaptionedFiles clips(CaptionedFiles::Kind::Clips);
    std::uint64_t row = 0;
    for (const std::string& line : linesOf(readFile(*file))) {
        throwIfStopped(stop);
        ++row;
        const std::optional<DescriptionLine> read = isComment(line) ? std::nullopt : descriptionLine(line);
        if (read) {
            const auto alias = mapping.find(read->clip);
            const std::string other = alias == mapping.end() ? std::string() : alias->second;
            clips.addCaption(read->clip, clips.knows(read->clip) ? "" : fileOf(root, read->clip, other), read->caption);
            clips.setSplit(read->clip, mapping.size() == conventionalClips ? conventionalSplit(other) : "");
        } else if (!isComment(line)) {
            clips.issues().add(Issue::Severity::Warning, "The line is no description of a clip; it was left out.",
                               file->filename().string() + ", line " + std::to_string(row));
        }
    }
    return clips.take("MSVD clips in " + nameOf(path), root);
}

} // namespace

bool MsvdDataset::recognises(const std::filesystem::path& path) {
    return descriptionFile(path).has_value();
}

MsvdDataset::MsvdDataset(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop,
                         Progress& progress)
    : ClipStories(msvdListing(path, options, stop, progress), options, stop, progress) {}

} // namespace storyscope::datasets
