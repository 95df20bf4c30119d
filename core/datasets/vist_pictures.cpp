// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/vist_pictures.h"

#include "core/base/progress.h"
#include "core/media/image_file.h"

#include <algorithm>

namespace storyscope::datasets {

namespace {

namespace fs = std::filesystem;

constexpr int levelsBelow = 3;
constexpr int levelsAbove = 3;

bool isPhoto(const fs::path& name) {
    return media::isPictureName(name) || name.extension() == ".gif" || name.extension() == ".GIF";
}

/// The folder "images" beside `folder` or above it.
fs::path imagesNear(fs::path folder) {
    std::error_code problem;
    for (int level = 0; level <= levelsAbove && !folder.empty(); ++level) {
        if (fs::is_directory(folder / "images", problem)) {
            return folder / "images";
        }
        folder = folder.parent_path();
    }
    return {};
}

} // namespace

VistPictures::VistPictures(const fs::path& path, const fs::path& pictureFolder, const std::stop_token& stop) {
    std::error_code problem;
    if (!pictureFolder.empty()) {
        list(pictureFolder, levelsBelow, stop);
    } else {
        const bool isFolder = fs::is_directory(path, problem);
        const fs::path folder = isFolder ? path : fs::absolute(path).parent_path();
        list(folder, isFolder ? levelsBelow : 0, stop);
        const fs::path images = imagesNear(fs::absolute(folder / ".").parent_path());
        if (m_files.empty() && !images.empty()) {
            list(images, levelsBelow, stop);
        }
    }
    std::stable_sort(m_files.begin(), m_files.end(), [](const File& a, const File& b) { return a.stem() < b.stem(); });
}

void VistPictures::list(const fs::path& folder, int levels, const std::stop_token& stop) {
    std::error_code problem;
    std::vector<fs::path> below;
    const auto number = static_cast<std::uint32_t>(m_folders.size());
    m_folders.push_back(folder);
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem)) {
        throwIfStopped(stop);
        const fs::path name = entry->path().filename();
        std::error_code unknown;
        if (isPhoto(name)) {
            m_files.push_back({name.string(), static_cast<std::uint32_t>(name.stem().string().size()), number});
        } else if (levels > 0 && !name.string().starts_with('.') && entry->is_directory(unknown)) {
            below.push_back(entry->path());
        }
    }
    std::sort(below.begin(), below.end());
    for (const fs::path& next : below) {
        list(next, levels - 1, stop);
    }
}

std::optional<VistPictures::Located> VistPictures::find(std::string_view photo, std::string_view folderName) const {
    auto file = std::lower_bound(m_files.begin(), m_files.end(), photo,
                                 [](const File& candidate, std::string_view stem) { return candidate.stem() < stem; });
    const File* found = nullptr;
    for (; file != m_files.end() && file->stem() == photo; ++file) {
        const bool fits = m_folders[file->folder].filename() == folderName;
        if (found == nullptr || fits) {
            found = &*file;
        }
        if (fits) {
            break;
        }
    }
    return found == nullptr ? std::nullopt : std::optional(Located{found->folder, found->name});
}

} // namespace storyscope::datasets
