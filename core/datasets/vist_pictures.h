// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
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
    struct Located {
        std::uint32_t folder = 0; ///< position in folders()
        std::string name;         ///< of the file in it
    };

    /// Looks in `pictureFolder` and three levels below it if it is given, else around `path` (a data set's folder or
    /// its annotation file): in the folder, and in the folder "images" beside it or up to three levels above it. Throws
    /// Error{Cancelled}.
    VistPictures(const std::filesystem::path& path, const std::filesystem::path& pictureFolder,
                 const std::stop_token& stop);

    /// The file of a photo; one in a folder of that name ("train") before others.
    std::optional<Located> find(std::string_view photo, std::string_view folderName) const;
    const std::vector<std::filesystem::path>& folders() const { return m_folders; }

private:
    struct File {
        std::string name;
        std::uint32_t stemLength = 0;
        std::uint32_t folder = 0;

        std::string_view stem() const { return std::string_view(name).substr(0, stemLength); }
    };
    void list(const std::filesystem::path& folder, int levels, const std::stop_token& stop);

    std::vector<std::filesystem::path> m_folders;
    std::vector<File> m_files; ///< by stem
};

} // namespace storyscope::datasets
