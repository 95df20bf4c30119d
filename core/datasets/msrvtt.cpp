// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/msrvtt.h"

#include "core/datasets/captioned_files.h"
#include "core/datasets/named_rows.h"
#include "core/datasets/recognition.h"
#include "core/datasets/split_making.h"

#include <algorithm>

namespace storyscope::datasets {

namespace {

using nlohmann::json;

const std::vector<std::string> msrvttFolders = {"", "TrainValVideo/", "TestVideo/", "videos/", "videos/all/", "all/"};

bool isInfo(const std::filesystem::path& file) {
    const std::set<std::string> shape = jsonShape(file);
    return shape.contains("videos[].video_id") ||
           (shape.contains("sentences[].video_id") && shape.contains("sentences[].caption"));
}

/// The JSON files if there are any, else the csv files.
std::vector<std::filesystem::path> msrvttFiles(const std::filesystem::path& path) {
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

struct Sentence {
    std::string video;
    std::string text;
    std::uint64_t number = 0; ///< in its list
};

/// The list of videos may follow that of the sentences.
void readInfo(const std::filesystem::path& file, const std::filesystem::path& root, CaptionedFiles& clips,
              const std::stop_token& stop, Progress& progress) {
    std::vector<Sentence> sentences;
    const auto readEntry = [&](const formats::JsonElement& element) {
        const json& entry = element.value;
        auto id = entry.at("video_id").get<std::string>();
        if (element.list == "sentences") {
            sentences.push_back(
                {std::move(id), trimmed(entry.at("caption").get_ref<const std::string&>()), element.number});
            return;
        }
        const std::string split = splitNameIn(entry.value("split", ""));
        clips.addCaption(id, clips.knows(id) ? "" : clipFile(root, msrvttFolders, id), "");
        clips.setSplit(id, split);
    };
    clips.readLists(file, {"videos", "sentences"}, readEntry, stop, progress);
    for (Sentence& sentence : sentences) {
        throwIfStopped(stop);
        if (clips.knows(sentence.video)) {
            clips.addCaption(sentence.video, "", std::move(sentence.text));
        } else {
            clips.issues().add(Issue::Severity::Warning,
                               "The sentence is about a video that the file does not list; it was left out.",
                               file.filename().string() + ", sentence " + std::to_string(sentence.number));
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
        clips.addCaption(id, clips.knows(id) ? "" : clipFile(root, msrvttFolders, id), rows.field("sentence"));
        clips.setSplit(id, split);
    }
}

StoryListing msrvttListing(const std::filesystem::path& path, const DatasetOptions& options,
                           const std::stop_token& stop, Progress& progress) {
    const std::filesystem::path root = options.pictureFolder.empty() ? rootOf(path) : options.pictureFolder;
    CaptionedFiles clips(CaptionedFiles::Kind::Clips);
    for (const std::filesystem::path& file : msrvttFiles(path)) {
        if (file.extension() == ".csv") {
            readTable(file, root, clips, stop);
        } else {
            readInfo(file, root, clips, stop, progress);
        }
    }
    return clips.take("MSR-VTT clips in " + nameOf(path), root);
}

} // namespace

bool MsrVttDataset::recognises(const std::filesystem::path& path) {
    return !msrvttFiles(path).empty();
}

MsrVttDataset::MsrVttDataset(const std::filesystem::path& path, const DatasetOptions& options,
                             const std::stop_token& stop, Progress& progress)
    : ClipStories(msrvttListing(path, options, stop, progress), options, stop, progress) {}

} // namespace storyscope::datasets
