// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/video_index.h"

#include <cstddef>
#include <filesystem>
#include <optional>

namespace storyscope::media {

/// Indexes of videos kept on disk between runs, one file per video's path. An index is used only if the video still has
/// the same path, size, modification time and first and last 64 KiB, and if the same FFmpeg libraries would read it;
/// what is damaged, foreign or out of date counts as not there. Nothing throws: a cache that cannot be read or written
/// is an empty one. Several programs may use one folder.
class IndexCache {
public:
    static constexpr std::size_t mostFiles = 200; ///< beyond, those not used for longest are removed

    /// An empty folder name: no cache. The folder is made when it is first needed.
    explicit IndexCache(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    std::optional<VideoIndex> find(const std::filesystem::path& video) const;
    /// Does nothing if the video has changed since it was indexed.
    void keep(const VideoIndex& index) const;
    /// Where the index of this video is or would be.
    std::filesystem::path fileOf(const std::filesystem::path& video) const;

private:
    void removeOldest() const;

    std::filesystem::path m_folder;
};

} // namespace storyscope::media
