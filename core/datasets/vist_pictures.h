// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::datasets {

/// Which photos of VIST are on the disk, under which name. Lists each folder once instead of asking for every photo;
/// photo ids are only compared with names that were listed, so none can lead out of the folders. Thread-safe once
/// built.
class VistPictures {
public:
    /// Looks in `pictureFolder` and three levels below it if it is given, else around `path` (a data set's folder or
    /// its annotation file): in the folder, or else in the folder "images" beside it or up to three levels above it.
    /// Throws Error{Cancelled}.
    VistPictures(const std::filesystem::path& path, const std::filesystem::path& pictureFolder,
                 const std::stop_token& stop);

    /// The folder that all names are relative to.
    const std::filesystem::path& root() const { return m_root; }
    /// The file of a photo ("images/train/12.jpg"); one in a folder called `folderName` before others.
    std::optional<std::string> find(std::string_view photo, std::string_view folderName) const;
    /// Whether there is a file that find() may return under this name.
    bool has(std::string_view name) const;

private:
    struct File {
        std::string name;
        std::uint32_t stemLength = 0;
        std::uint32_t folder = 0;

        /// What is before the last dot: the id of the photo.
        std::string_view stem() const { return std::string_view(name).substr(0, stemLength); }
    };
    void look(const std::filesystem::path& root, int levels, const std::stop_token& stop);
    void list(const std::string& folder, int levels, const std::stop_token& stop);
    std::span<const File> filesOf(std::string_view photo) const;

    std::filesystem::path m_root;
    std::vector<std::string> m_folders; ///< below the root: "" and "images/train/"
    std::vector<File> m_files;          ///< by stem
};

} // namespace storyscope::datasets
