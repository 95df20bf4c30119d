// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/vist_stories.h"

#include "core/base/error.h"
#include "core/datasets/split_making.h"
#include "core/media/image_file.h"
#include "core/media/media_source.h"

#include <algorithm>

namespace storyscope::datasets {

namespace {

namespace fs = std::filesystem;

/// "train" of "train.story-in-sequence.json", as the folder of its pictures is called.
std::string publishedName(const fs::path& file) {
    const std::string name = file.filename().string();
    return name.substr(0, name.find('.'));
}

Split& splitNamed(std::vector<Split>& splits, const std::string& name) {
    const auto known = std::find_if(splits.begin(), splits.end(), [&](const Split& s) { return s.name == name; });
    return known != splits.end() ? *known : splits.emplace_back(Split{name, {}});
}

/// Training before validation before test.
void sortSplits(std::vector<Split>& splits) {
    const auto rank = [](const Split& split) { return split.name == "train" ? 0 : split.name == "validation" ? 1 : 2; };
    std::stable_sort(splits.begin(), splits.end(), [&](const Split& a, const Split& b) { return rank(a) < rank(b); });
}

Picture readPhoto(const fs::path& file) {
    if (media::isPictureName(file)) {
        return media::readPicture(file);
    }
    return media::openMedia(file, {}, {}, Progress::none())->frame(0, {});
}

} // namespace

VistStories::VistStories(const Opening& opening, const DatasetOptions& options, const std::stop_token& stop,
                         Progress& progress)
    : m_name(opening.title + " in " + fs::absolute(opening.path / "").parent_path().filename().string()) {
    const VistPictures pictures(opening.path, options.pictureFolder, stop);
    m_pictureFolders = pictures.folders();
    GroupedIssues issues;
    for (const fs::path& file : findVistFiles(opening.path, opening.tier, stop)) {
        VistTable table = readVistAnnotations(file, opening.tier, issues, stop, progress);
        const std::size_t first = m_entries.size();
        for (VistEntry& grouped : opening.group(table, issues)) {
            throwIfStopped(stop);
            add(std::move(grouped), splitNameIn(publishedName(file)), issues);
        }
        locatePictures(pictures, table, first, publishedName(file));
    }
    m_issues = issues.issues();
    if (m_entries.empty()) {
        throw Error(ErrorCode::Unsupported,
                    "There is no complete story here" + (m_issues.empty() ? "" : ": " + m_issues.front().text),
                    {.file = opening.path, .byteOffset = {}, .row = {}});
    }
    makeMissingIssue();
    if (m_splits.empty()) {
        std::vector<std::string> albums;
        for (const Entry& added : m_entries) {
            albums.push_back(added.albumId.empty() ? added.story.id : added.albumId);
        }
        m_splits = makeSplits(albums, options.splitSeed);
    }
    sortSplits(m_splits);
    const auto member = [this](std::size_t i) { return SplitMember{m_entries[i].story.id, m_entries[i].photos}; };
    for (Issue& leak : m_splits.size() > 1 ? findLeaks(m_splits, member, stop) : std::vector<Issue>()) {
        m_issues.push_back(std::move(leak));
    }
}

void VistStories::add(VistEntry&& grouped, const std::string& splitName, GroupedIssues& issues) {
    const auto [position, isNew] = m_positions.try_emplace(grouped.story.id, m_entries.size());
    if (!isNew) {
        issues.add(Issue::Severity::Warning, "Two stories have the same id; only the first one was kept.",
                   "story " + grouped.story.id);
        return;
    }
    if (!splitName.empty()) {
        splitNamed(m_splits, splitName).stories.push_back(m_entries.size());
    }
    m_entries.push_back({std::move(grouped.story), std::move(grouped.albumId), std::move(grouped.photos), {}});
}

void VistStories::locatePictures(const VistPictures& pictures, const VistTable& table, std::size_t firstEntry,
                                 const std::string& folderName) {
    for (std::size_t i = firstEntry; i < m_entries.size(); ++i) {
        Entry& located = m_entries[i];
        for (std::size_t frame = 0; frame < located.photos.size(); ++frame) {
            const std::string& photo = located.photos[frame];
            const std::optional<VistPictures::Located> file = pictures.find(photo, folderName);
            ++m_missing.allFrames;
            if (file) {
                located.story.frames[frame].pictureName = file->name;
                located.folders.emplace_back(file->folder);
                continue;
            }
            located.folders.emplace_back(std::nullopt);
            const auto address = table.photoAddresses.find(photo);
            located.story.frames[frame].pictureName = address == table.photoAddresses.end() ? photo : address->second;
            if (++m_missing.frames == 1) {
                m_missing.firstPhoto = photo;
                m_missing.firstPlace = "story " + located.story.id + ", frame " + std::to_string(frame + 1);
            }
        }
    }
}

void VistStories::makeMissingIssue() {
    if (m_missing.frames > 0) {
        m_issues.push_back({Issue::Severity::Problem, m_missing.firstPlace,
                            "The pictures of " + std::to_string(m_missing.frames) + " of " +
                                std::to_string(m_missing.allFrames) + " frames are missing, photo " +
                                m_missing.firstPhoto + " is the first. Their captions can be used all the same."});
    }
}

const VistStories::Entry& VistStories::entry(std::size_t index) const {
    if (index >= m_entries.size()) {
        throw Error(ErrorCode::BadArgument, name() + " has no story number " + std::to_string(index));
    }
    return m_entries[index];
}

Story VistStories::story(std::size_t index) const {
    return entry(index).story;
}

Picture VistStories::picture(std::size_t storyIndex, std::size_t frameIndex) const {
    const Entry& found = entry(storyIndex);
    if (frameIndex >= found.folders.size()) {
        throw Error(ErrorCode::BadArgument,
                    "Story " + found.story.id + " has no frame number " + std::to_string(frameIndex));
    }
    const std::string& pictureName = found.story.frames[frameIndex].pictureName;
    if (!found.folders[frameIndex]) {
        throw Error(
            ErrorCode::NotFound,
            "The picture of photo " + found.photos[frameIndex] + " is missing" +
                (pictureName == found.photos[frameIndex] ? std::string() : "; it was published at " + pictureName));
    }
    return readPhoto(m_pictureFolders[*found.folders[frameIndex]] / pictureName);
}

std::size_t VistStories::find(const std::string& storyId) const {
    const auto position = m_positions.find(storyId);
    if (position == m_positions.end()) {
        throw Error(ErrorCode::NotFound, "There is no story \"" + storyId + "\" in " + name());
    }
    return position->second;
}

} // namespace storyscope::datasets
