// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/picture_folder_dataset.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/named_rows.h"
#include "core/datasets/natural_order.h"
#include "core/media/image_file.h"

#include <algorithm>
#include <sstream>

namespace storyscope::datasets {

namespace {

constexpr std::size_t longestCaptionFile = 64 * 1024; ///< bytes

std::filesystem::path captionFileOf(const std::filesystem::path& picture) {
    return std::filesystem::path(picture).replace_extension(".txt");
}

std::vector<std::string> pictureNames(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    std::error_code problem;
    for (auto entry = std::filesystem::directory_iterator(folder, problem);
         !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
        if (media::isPictureName(entry->path()) && !entry->is_directory(problem)) {
            names.push_back(entry->path().filename().string());
        }
    }
    if (problem) {
        throw Error(ErrorCode::Unreadable, "The folder cannot be read: " + problem.message(), inFile(folder));
    }
    std::sort(names.begin(), names.end(), naturalLess);
    return names;
}

} // namespace

bool PictureFolderDataset::recognises(const std::filesystem::path& folder) {
    return !pictureNames(folder).empty();
}

bool PictureFolderDataset::hasCaptions(const std::filesystem::path& folder) {
    std::error_code problem;
    for (auto entry = std::filesystem::directory_iterator(folder, problem);
         !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
        std::error_code unseen;
        if (media::isPictureName(entry->path()) && std::filesystem::exists(captionFileOf(entry->path()), unseen)) {
            return true;
        }
    }
    return false;
}

PictureFolderDataset::PictureFolderDataset(std::filesystem::path folder, const std::stop_token& stop,
                                           Progress& progress)
    : m_folder(std::move(folder)) {
    const std::vector<std::string> names = pictureNames(m_folder);
    if (names.empty()) {
        throw Error(ErrorCode::Unsupported, "There are no pictures in this folder", inFile(m_folder));
    }
    m_story.id = std::filesystem::absolute(m_folder / ".").parent_path().filename().string();
    m_story.title = m_story.id;
    for (const std::string& pictureName : names) {
        throwIfStopped(stop);
        progress.report("Reading pictures", static_cast<std::int64_t>(m_story.frames.size()),
                        static_cast<std::int64_t>(names.size()));
        StoryFrame frame;
        frame.pictureName = pictureName;
        readCaption(frame);
        try {
            media::readPicture(m_folder / pictureName);
        } catch (const Error& error) {
            m_issues.push_back({Issue::Severity::Problem, pictureName, error.message()});
        }
        m_story.frames.push_back(std::move(frame));
    }
}

void PictureFolderDataset::readCaption(StoryFrame& frame) {
    const std::filesystem::path path = captionFileOf(m_folder / frame.pictureName);
    std::error_code problem;
    if (!std::filesystem::exists(path, problem)) {
        return;
    }
    try {
        std::istringstream lines(readFile(path, longestCaptionFile));
        for (std::string line; std::getline(lines, line);) {
            line = trimmed(line);
            if (line.empty()) {
                continue;
            }
            if (frame.caption.empty()) {
                frame.caption = line;
            } else {
                frame.references.push_back(line);
            }
        }
    } catch (const Error& error) {
        m_issues.push_back({Issue::Severity::Warning, path.filename().string(), error.message()});
    }
}

std::string PictureFolderDataset::name() const {
    return "Pictures in " + m_story.id;
}

Story PictureFolderDataset::story(std::size_t index) const {
    if (index > 0) {
        throw Error(ErrorCode::BadArgument, name() + " is one story; there is no number " + std::to_string(index));
    }
    return m_story;
}

Picture PictureFolderDataset::loadPicture(std::size_t storyIndex, std::size_t frameIndex,
                                          const PictureWish& wish) const {
    if (storyIndex > 0 || frameIndex >= m_story.frames.size()) {
        throw Error(ErrorCode::BadArgument, name() + " has no story " + std::to_string(storyIndex) + " with frame " +
                                                std::to_string(frameIndex));
    }
    return media::readPicture(m_folder / m_story.frames[frameIndex].pictureName, wish);
}

} // namespace storyscope::datasets
