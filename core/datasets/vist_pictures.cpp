// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/vist_pictures.h"

#include "core/base/progress.h"
#include "core/media/image_file.h"

#include <algorithm>
#include <cctype>

namespace storyscope::datasets {

namespace {

namespace fs = std::filesystem;

constexpr int pictureLevels = 3;
constexpr int levelsAbove = 3;

/// By the name alone: some photos were saved without an ending, under their number.
bool isPhoto(const fs::path& name) {
    const std::string extension = name.extension().string();
    return media::isPictureName(name) || extension == ".gif" || extension == ".GIF" ||
           (extension.empty() && std::isdigit(static_cast<unsigned char>(name.string().front())) != 0);
}

/// "train" of "images/train/".
std::string_view lastName(std::string_view folder) {
    folder.remove_suffix(folder.empty() ? 0 : 1);
    return folder.substr(folder.rfind('/') + 1);
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
        look(pictureFolder, pictureLevels, stop);
    } else {
        const bool isFolder = fs::is_directory(path, problem);
        const fs::path folder = isFolder ? path : fs::absolute(path).parent_path();
        look(folder, isFolder ? pictureLevels : 0, stop);
        const fs::path images = imagesNear(fs::absolute(folder / ".").parent_path());
        if (m_files.empty() && !images.empty()) {
            look(images, pictureLevels, stop);
        }
    }
    std::stable_sort(m_files.begin(), m_files.end(), [](const File& a, const File& b) { return a.stem() < b.stem(); });
}

void VistPictures::look(const fs::path& root, int levels, const std::stop_token& stop) {
    m_root = root;
    m_folders.clear();
    list("", levels, stop);
}

void VistPictures::list(const std::string& folder, int levels, const std::stop_token& stop) {
    std::error_code problem;
    std::vector<std::string> below;
    const auto number = static_cast<std::uint32_t>(m_folders.size());
    m_folders.push_back(folder);
    for (fs::directory_iterator entry(m_root / folder, problem), end; !problem && entry != end;
         entry.increment(problem)) {
        throwIfStopped(stop);
        const fs::path name = entry->path().filename();
        std::error_code unknown;
        const bool mayBeFolder = !name.has_extension() && entry->is_directory(unknown);
        if (isPhoto(name) && !mayBeFolder) {
            m_files.push_back({name.string(), static_cast<std::uint32_t>(name.stem().string().size()), number});
        } else if (levels > 0 && !name.string().starts_with('.') && entry->is_directory(unknown)) {
            below.push_back(folder + name.string() + '/');
        }
    }
    std::sort(below.begin(), below.end());
    for (const std::string& next : below) {
        list(next, levels - 1, stop);
    }
}

std::span<const VistPictures::File> VistPictures::filesOf(std::string_view photo) const {
    const auto begin = std::lower_bound(m_files.begin(), m_files.end(), photo,
                                        [](const File& file, std::string_view stem) { return file.stem() < stem; });
    const auto end = std::find_if(begin, m_files.end(), [&](const File& file) { return file.stem() != photo; });
    return {begin, end};
}

std::optional<std::string> VistPictures::find(std::string_view photo, std::string_view folderName) const {
    const std::span<const File> files = filesOf(photo);
    if (files.empty()) {
        return std::nullopt;
    }
    const auto fitting = std::find_if(files.begin(), files.end(),
                                      [&](const File& file) { return lastName(m_folders[file.folder]) == folderName; });
    const File& found = fitting == files.end() ? files.front() : *fitting;
    return m_folders[found.folder] + found.name;
}

bool VistPictures::has(std::string_view name) const {
    const std::string stem = fs::path(name).stem().string();
    const std::span<const File> files = filesOf(stem);
    return std::any_of(files.begin(), files.end(),
                       [&](const File& file) { return m_folders[file.folder] + file.name == name; });
}

} // namespace storyscope::datasets
