// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/datasets/captioned_parquet.h"
#include "core/datasets/coco_captions.h"
#include "core/datasets/flickr8k.h"
#include "core/datasets/image_folder.h"
#include "core/datasets/msrvtt.h"
#include "core/datasets/msvd.h"
#include "core/datasets/picture_folder_dataset.h"
#include "core/datasets/story_reasoning_dataset.h"
#include "core/datasets/storyworld_dataset.h"
#include "core/datasets/synthetic_metadata.h"
#include "core/datasets/tgif.h"
#include "core/datasets/vist_dataset.h"
#include "core/datasets/vist_descriptions_dataset.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

namespace storyscope::datasets {

namespace {

using Opened = std::shared_ptr<const StoryDataset>;

/// One published form of data.
struct Format {
    const char* lookedFor; ///< for a person
    bool (*recognises)(const std::filesystem::path& path);
    Opened (*open)(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop,
                   Progress& progress);
};

template <typename Dataset>
Opened open(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop,
            Progress& progress) {
    return std::make_shared<Dataset>(path, options, stop, progress);
}

template <typename Dataset>
constexpr Format format(const char* lookedFor) {
    return {lookedFor, &Dataset::recognises, &open<Dataset>};
}

// The forms with the most telling contents first.
constexpr std::array formats = {
    format<StoryReasoningDataset>("StoryReasoning's Parquet files"),
    format<VistDataset>("VIST's story-in-sequence.json"),
    format<VistDescriptionsDataset>("VIST's description-in-isolation.json"),
    format<MsrVttDataset>("MSR-VTT's videodatainfo.json or its csv"),
    format<CocoCaptionsDataset>("captions in the JSON of COCO or Karpathy"),
    format<ImageFolderDataset>("metadata.jsonl, metadata.csv or metadata.parquet with file_name"),
    format<CaptionedParquetDataset>("Parquet files with pictures and captions"),
    format<SyntheticMetadataDataset>("a csv table with story_id, frame and caption"),
    format<Flickr8kDataset>("Flickr8k's token file, Flickr30k's results.csv or a table with image and caption"),
    format<MsvdDataset>("MSVD's AllVideoDescriptions.txt"),
    format<TgifDataset>("TGIF's .tsv"),
};

Error notRecognised(const std::filesystem::path& path, bool isFolder) {
    std::string sentence = "No data set was recognised here; looked for ";
    for (std::size_t i = 0; i < formats.size(); ++i) {
        sentence += (i == 0 ? "" : ", ") + std::string(formats.at(i).lookedFor);
    }
    sentence += isFolder ? ", and a folder of pictures" : "; a single file is none of these";
    if (const std::string columns = parquetColumnsAt(path); !columns.empty()) {
        sentence += ". The Parquet file here has the columns " + columns;
    }
    return Error(ErrorCode::Unsupported, sentence, inFile(path));
}

void checkReadable(const std::filesystem::path& path, bool isFolder) {
    std::error_code problem;
    if (isFolder) {
        std::filesystem::directory_iterator(path, problem);
    }
    if (problem) {
        throw Error(ErrorCode::Unreadable, "The folder cannot be read: " + problem.message(), inFile(path));
    }
}

} // namespace

Opened openDataset(const std::string& specification, const std::stop_token& stop, Progress& progress) {
    return openDataset(specification, DatasetOptions(), stop, progress);
}

Opened openDataset(const std::string& specification, const DatasetOptions& options, const std::stop_token& stop,
                   Progress& progress) {
    constexpr std::string_view storyWorld = "storyworld:";
    if (specification == "storyworld" || specification.starts_with(storyWorld)) {
        const std::size_t begin = std::min(specification.size(), storyWorld.size());
        return std::make_shared<StoryWorldDataset>(parseStoryWorldRange(specification.substr(begin)));
    }
    const std::filesystem::path path = specification;
    std::error_code problem;
    const std::filesystem::file_status status = std::filesystem::status(path, problem);
    if (!std::filesystem::exists(status)) {
        throw Error(ErrorCode::NotFound, "There is no data set here", inFile(path));
    }
    const bool isFolder = std::filesystem::is_directory(status);
    checkReadable(path, isFolder);
    for (const Format& format : formats) {
        throwIfStopped(stop);
        if (format.recognises(path)) {
            return format.open(path, options, stop, progress);
        }
    }
    if (!isFolder || !PictureFolderDataset::recognises(path)) {
        throw notRecognised(path, isFolder);
    }
    return std::make_shared<PictureFolderDataset>(path, stop, progress);
}

} // namespace storyscope::datasets
