// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/msrvtt.h"

#include "core/base/error.h"
#include "core/datasets/captioned_files.h"
#include "core/datasets/named_rows.h"
#include "core/datasets/recognition.h"
#include "core/datasets/split_making.h"

#include <algorithm>

namespace storyscope::datasets {

namespace {

using nlohmann::json;

const std::vector<std::string> videoFolders = {"", "TrainValVideo/", "TestVideo/", "videos/", "videos/all/", "all/"};

bool isInfo(const std::filesystem::path& file) {
    const std::set<std::string> shape = jsonShape(file);
    return shape.contains("videos[].video_id") ||
           (shape.contains("sentences[].video_id") && shape.contains("sentences[].caption"));
}

/// The JSON files if there are any, else the csv files.
std::vector<std::filesystem::path> captionFiles(const std::filesystem::path& path) {
    std::vector<std::filesystem::path> files = describingFiles(path, {".json"});
    files.erase(std::remove_if(files.begin(), files.end(), [](const auto& file) { return !isInfo(file); }),
                files.end());
    if (files.empty()) {
        files = describingFiles(path, {".csv"});
        const auto isOther = [](const auto& file) { return !hasColumns(file, {"video_id", "sentence"}); };
        files.erase(std::remove_if(files.begin(), files.end(), isOther), files.end());
    }
    return files;
}

void readInfo(const std::filesystem::path& file, const std::filesystem::path& root, CaptionedFiles& clips,
              const std::stop_token& stop) {
    const json document = readJson(file, {"info"});
    for (const char* list : {"videos", "sentences"}) {
        if (!document.is_object() || !document.contains(list) || !document[list].is_array()) {
            throw Error(ErrorCode::Malformed, std::string("The file has no list \"") + list + '"',
                        {.file = file, .byteOffset = {}, .row = {}});
        }
        std::size_t row = 0;
        for (const json& entry : document[list]) {
            throwIfStopped(stop);
            ++row;
            try {
                const auto id = entry.at("video_id").get<std::string>();
                if (*list == 'v') {
                    clips.addCaption(id, clips.knows(id) ? "" : clipFile(root, videoFolders, id), "");
                    clips.setSplit(id, splitNameIn(entry.value("split", "")));
                } else if (clips.knows(id)) {
                    clips.addCaption(id, "", trimmed(entry.at("caption").get<std::string>()));
                } else {
                    clips.issues().add(Issue::Severity::Warning,
                                       "The sentence is about a video that the file does not list; it was left out.",
                                       file.filename().string() + ", sentence " + std::to_string(row));
                }
            } catch (const json::exception&) {
                clips.issues().add(Issue::Severity::Warning,
                                   "The entry lacks a field or has one of the wrong type; it was left out.",
                                   file.filename().string() + ", " + list + " entry " + std::to_string(row));
            }
        }
    }
}

void readTable(const std::filesystem::path& file, const std::filesystem::path& root, CaptionedFiles& clips,
               const std::stop_token& stop) {
    const std::string split = splitNameIn(file.filename().string());
    NamedRows rows(file);
    while (rows.next()) {
        throwIfStopped(stop);
        const std::string id = rows.field("video_id");
        if (id.empty()) {
            clips.issues().add(Issue::Severity::Warning, "The row has no video_id; it was left out.",
                               file.filename().string() + ", line " + std::to_string(rows.line()));
            continue;
        }
        clips.addCaption(id, clips.knows(id) ? "" : clipFile(root, videoFolders, id), rows.field("sentence"));
        clips.setSplit(id, split);
    }
}

StoryListing listingOf(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop,
                       Progress& progress) {
    const std::filesystem::path root = options.pictureFolder.empty() ? rootOf(path) : options.pictureFolder;
    CaptionedFiles clips(CaptionedFiles::Kind::Clips);
    for (const std::filesystem::path& file : captionFiles(path)) {
        progress.report("Reading captions", 0, 0);
        if (file.extension() == ".csv") {
            readTable(file, root, clips, stop);
        } else {
            readInfo(file, root, clips, stop);
        }
    }
    return clips.take("MSR-VTT clips in " + nameOf(path), root);
}

} // namespace

bool MsrVttDataset::recognises(const std::filesystem::path& path) {
    return !captionFiles(path).empty();
}

MsrVttDataset::MsrVttDataset(const std::filesystem::path& path, const DatasetOptions& options,
                             const std::stop_token& stop, Progress& progress)
    : ClipStories(listingOf(path, options, stop, progress), options, stop, progress) {}

} // namespace storyscope::datasets
