// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/listed_stories.h"

#include "core/base/error.h"
#include "core/datasets/data_path.h"
#include "core/datasets/split_making.h"
#include "core/formats/utf8.h"
#include "core/media/image_file.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace storyscope::datasets {

namespace {

constexpr std::size_t namesTried = 50;

/// Whether `text` had to be changed.
bool repaired(std::string& text) {
    if (formats::isValidUtf8(text)) {
        return false;
    }
    text = formats::withValidUtf8(text);
    return true;
}

bool repaired(Story& story) {
    bool changed = repaired(story.id);
    for (std::string& caption : story.captions) {
        changed = repaired(caption) || changed;
    }
    for (StoryFrame& frame : story.frames) {
        changed = repaired(frame.caption) || changed;
        for (std::vector<std::string>* texts : {&frame.references, &frame.tags}) {
            for (std::string& text : *texts) {
                changed = repaired(text) || changed;
            }
        }
    }
    return changed;
}

} // namespace

std::vector<std::string> filesOf(const Story& story) {
    if (story.frames.empty()) {
        return {story.title};
    }
    std::vector<std::string> files;
    std::unordered_set<std::string_view> known = {""};
    for (const StoryFrame& frame : story.frames) {
        if (known.insert(frame.pictureName).second) {
            files.push_back(frame.pictureName);
        }
    }
    return files;
}

std::filesystem::path folderWithMost(const std::vector<std::filesystem::path>& candidates,
                                     const std::vector<std::string>& names) {
    std::filesystem::path best = candidates.front();
    std::size_t most = 0;
    for (const std::filesystem::path& candidate : candidates) {
        std::size_t found = 0;
        for (std::size_t i = 0; i < std::min(names.size(), namesTried); ++i) {
            std::error_code problem;
            found += staysInside(names[i]) && std::filesystem::is_regular_file(candidate / names[i], problem) ? 1U : 0U;
        }
        if (found > most) {
            most = found;
            best = candidate;
        }
    }
    return best;
}

ListedStories::ListedStories(StoryListing listing, const DatasetOptions& options, const std::stop_token& stop,
                             Progress& progress)
    : m_title(std::move(listing.title)), m_pictureFolder(std::move(listing.pictureFolder)),
      m_stories(std::move(listing.stories)) {
    if (m_stories.empty()) {
        const std::vector<Issue> issues = listing.issues.issues();
        throw Error(ErrorCode::Unsupported,
                    "The data set's lists hold no story that can be used" +
                        (issues.empty() ? std::string() : ": " + issues.front().text),
                    inFile(m_pictureFolder));
    }
    repairTexts(listing.issues);
    for (std::size_t i = 0; i < m_stories.size(); ++i) {
        if (!m_positions.try_emplace(m_stories[i].id, i).second) {
            listing.issues.add(Issue::Severity::Warning,
                               "Another story has the same id; it is found by its place only.",
                               "story " + m_stories[i].id);
        }
    }
    if (listing.files == StoryListing::Files::LookedFor) {
        lookForFiles(listing.issues, stop, progress);
    }
    fillSplits(listing.splitOf);
    if (m_splits.empty()) {
        m_splits = makeSplits(listing.groupOf.empty() ? filesOrIds() : listing.groupOf, options.splitSeed);
    }
    m_issues = listing.issues.issues();
    const auto member = [this](std::size_t i) { return SplitMember{m_stories[i].id, filesOf(m_stories[i])}; };
    const std::vector<Issue> leaks = findLeaks(m_splits, member, stop);
    m_issues.insert(m_issues.end(), leaks.begin(), leaks.end());
    for (Issue& issue : m_issues) { // names of files and ids may be in it
        repaired(issue.place);
    }
}

void ListedStories::repairTexts(GroupedIssues& issues) {
    for (Story& story : m_stories) {
        if (repaired(story)) {
            issues.add(Issue::Severity::Warning, "The text is not UTF-8; what could not be read was replaced.",
                       "story " + story.id);
        }
    }
}

void ListedStories::lookForFiles(GroupedIssues& issues, const std::stop_token& stop, Progress& progress) const {
    for (std::size_t i = 0; i < m_stories.size(); ++i) {
        throwIfStopped(stop);
        if (i % 256 == 0) {
            progress.report("Looking for pictures", static_cast<std::int64_t>(i),
                            static_cast<std::int64_t>(m_stories.size()));
        }
        for (const std::string& file : filesOf(m_stories[i])) {
            std::error_code problem;
            if (!staysInside(file)) {
                issues.add(Issue::Severity::Problem,
                           "The file name leads out of the data set's folder; it is not read.", file);
            } else if (!std::filesystem::is_regular_file(m_pictureFolder / file, problem)) {
                issues.add(Issue::Severity::Problem,
                           "The file is missing; it was looked for in " + m_pictureFolder.string() + ".", file);
            }
        }
    }
}

std::vector<std::string> ListedStories::filesOrIds() const {
    std::vector<std::string> groups;
    for (const Story& story : m_stories) {
        const std::vector<std::string> files = filesOf(story);
        groups.push_back(files.size() == 1 ? files.front() : story.id);
    }
    return groups;
}

// A story that no published split names stays outside of all of them.
void ListedStories::fillSplits(const std::vector<std::string>& splitOf) {
    for (const char* usual : {"train", "validation", "test"}) {
        if (std::find(splitOf.begin(), splitOf.end(), usual) != splitOf.end()) {
            m_splits.push_back({usual, {}});
        }
    }
    for (std::size_t i = 0; i < splitOf.size(); ++i) {
        if (splitOf[i].empty()) {
            continue;
        }
        auto known = std::find_if(m_splits.begin(), m_splits.end(),
                                  [&](const Split& split) { return split.name == splitOf[i]; });
        if (known == m_splits.end()) {
            known = m_splits.insert(m_splits.end(), {splitOf[i], {}});
        }
        known->stories.push_back(i);
    }
}

const Story& ListedStories::entry(std::size_t index) const {
    if (index >= m_stories.size()) {
        throw Error(ErrorCode::BadArgument, name() + " has no story number " + std::to_string(index));
    }
    return m_stories[index];
}

Story ListedStories::story(std::size_t index) const {
    return entry(index);
}

const StoryFrame& ListedStories::frameEntry(std::size_t storyIndex, std::size_t frameIndex) const {
    const Story& found = entry(storyIndex);
    if (frameIndex >= found.frames.size()) {
        throw Error(ErrorCode::BadArgument, "Story " + found.id + " has no frame number " + std::to_string(frameIndex));
    }
    return found.frames[frameIndex];
}

Picture ListedStories::loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& wish) const {
    const std::string& file = frameEntry(storyIndex, frameIndex).pictureName;
    if (file.empty()) {
        throw Error(ErrorCode::NotFound, "The data set names no picture for frame " + std::to_string(frameIndex + 1) +
                                             " of story " + entry(storyIndex).id);
    }
    return media::readPicture(inside(m_pictureFolder, file), wish);
}

std::size_t ListedStories::find(const std::string& storyId) const {
    const auto found = m_positions.find(storyId);
    if (found == m_positions.end()) {
        throw Error(ErrorCode::NotFound, "There is no story \"" + storyId + "\" in " + name());
    }
    return found->second;
}

std::set<std::string> ListedStories::judgedTags() const {
    std::set<std::string> tags;
    for (const Story& story : m_stories) {
        for (const StoryFrame& frame : story.frames) {
            tags.insert(frame.tags.begin(), frame.tags.end());
        }
    }
    return tags;
}

} // namespace storyscope::datasets
