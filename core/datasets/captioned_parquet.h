// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/captioned_files.h"
#include "core/datasets/listed_stories.h"
#include "core/datasets/parquet_pictures.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::datasets {

/// Captioned pictures in Parquet files as Hugging Face converts data sets: a column of pictures {bytes, path} or of
/// bytes, and captions in columns like "text", "caption", "captions" or "caption_0", also as lists. The splits are
/// those that files and folders are called by, or a column "split". Every picture is a story of one frame.
class CaptionedParquetDataset : public ListedStories {
public:
    /// A file or folder (see parquetFilesOf) whose first readable file has such columns. Never throws.
    static bool recognises(const std::filesystem::path& path);

    /// Reads every caption; pictures stay in their files. A file that cannot be read is an issue as long as another one
    /// can. Throws Error{Unsupported} if there is no picture, Error{Cancelled}.
    CaptionedParquetDataset(const std::filesystem::path& path, const DatasetOptions& options,
                            const std::stop_token& stop, Progress& progress);

    std::string format() const override { return "captioned Parquet"; }
    Story story(std::size_t index) const override;

private:
    /// What is known before the stories are listed.
    struct Contents {
        CaptionedFiles stories{CaptionedFiles::Kind::Pictures};
        std::vector<ParquetShard> shards;
        std::vector<ParquetPicture> pictures; ///< of each story
        std::string column;                   ///< of the pictures
    };
    static Contents read(const std::filesystem::path& path, const std::stop_token& stop, Progress& progress);
    static void readShard(Contents& contents, const std::stop_token& stop);
    CaptionedParquetDataset(Contents contents, const std::filesystem::path& path, const DatasetOptions& options,
                            const std::stop_token& stop, Progress& progress);
    Picture loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& wish) const override;

    std::vector<ParquetShard> m_shards;
    std::vector<ParquetPicture> m_places; ///< by story
    ParquetPictures m_pictures;
};

/// The columns of the first readable Parquet file at `path`, for a person: "a, b, c"; empty if there is none.
std::string parquetColumnsAt(const std::filesystem::path& path);

} // namespace storyscope::datasets
