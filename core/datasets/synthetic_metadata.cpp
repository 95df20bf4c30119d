// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/synthetic_metadata.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/named_rows.h"
#include "core/datasets/recognition.h"

#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <sstream>
#include <unordered_map>

namespace storyscope::datasets {

namespace {

std::optional<std::filesystem::path> tableOf(const std::filesystem::path& path) {
    for (const std::filesystem::path& file : describingFiles(path, {".csv"})) {
        if (hasColumns(file, {"story_id", "frame", "caption"})) {
            return file;
        }
    }
    return std::nullopt;
}

template <typename Number>
std::optional<Number> numberIn(const std::string& text) {
    Number value{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::vector<std::string> partsOf(const std::string& text) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ';');) {
        if (!trimmed(part).empty()) {
            parts.push_back(trimmed(part));
        }
    }
    return parts;
}

/// Stories whose rows may come in any order.
class TableReader {
public:
    StoryListing read(const std::filesystem::path& file, const std::stop_token& stop) {
        NamedRows rows(file);
        while (rows.next()) {
            throwIfStopped(stop);
            readRow(rows, file.filename().string() + ", line " + std::to_string(rows.line()));
        }
        StoryListing listing;
        for (Rows& story : m_stories) {
            for (auto& [number, frame] : story.frames) {
                story.story.frames.push_back(std::move(frame));
            }
            listing.stories.push_back(std::move(story.story));
        }
        listing.issues = std::move(m_issues);
        return listing;
    }

private:
    struct Rows {
        Story story;
        std::map<int, StoryFrame> frames; ///< by number
    };

    void readRow(const NamedRows& rows, const std::string& place) {
        const std::string id = rows.field("story_id");
        const std::optional<int> number = numberIn<int>(rows.field("frame"));
        if (id.empty() || !number) {
            m_issues.add(Issue::Severity::Warning, "The row has no story_id or no frame number; it was left out.",
                         place);
            return;
        }
        const auto [known, isNew] = m_positions.try_emplace(id, m_stories.size());
        if (isNew) {
            m_stories.emplace_back().story.id = id;
        }
        Rows& story = m_stories[known->second];
        const std::optional<float> score = numberIn<float>(rows.field("score"));
        if (score && *score >= 0 && *score <= 1) {
            story.story.score = score;
        } else if (!rows.field("score").empty()) {
            m_issues.add(Issue::Severity::Warning, "The score is no number from 0 to 1; it was left out.", place);
        }
        const auto [frame, isFirst] = story.frames.try_emplace(*number);
        if (!isFirst) {
            m_issues.add(Issue::Severity::Warning, "The story has this frame already; the row was left out.", place);
            return;
        }
        frame->second.pictureName = rows.field("picture");
        frame->second.caption = rows.field("caption");
        frame->second.tags = partsOf(rows.field("tags"));
    }

    std::vector<Rows> m_stories;
    std::unordered_map<std::string, std::size_t> m_positions; ///< by id
    GroupedIssues m_issues;
};

StoryListing metadataListing(const std::filesystem::path& path, const DatasetOptions& options,
                             const std::stop_token& stop, Progress& progress) {
    progress.report("Reading stories", 0, 0);
    const std::optional<std::filesystem::path> file = tableOf(path);
    if (!file) {
        throw Error(ErrorCode::Unsupported, "There is no table with story_id, frame and caption here", inFile(path));
    }
    StoryListing listing = TableReader().read(*file, stop);
    listing.title = "Stories in " + file->filename().string();
    listing.pictureFolder = options.pictureFolder.empty() ? rootOf(*file) : options.pictureFolder;
    return listing;
}

/// The shortest text that reads back as `value`.
std::string numberText(float value) {
    std::array<char, 32> text{};
    const auto [end, problem] = std::to_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc() ? std::string(text.data(), end) : std::string();
}

std::string csvField(const std::string& field) {
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
        return field;
    }
    std::string text = "\"";
    for (const char letter : field) {
        text += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    }
    return text + '"';
}

} // namespace

bool SyntheticMetadataDataset::recognises(const std::filesystem::path& path) {
    return tableOf(path).has_value();
}

SyntheticMetadataDataset::SyntheticMetadataDataset(const std::filesystem::path& path, const DatasetOptions& options,
                                                   const std::stop_token& stop, Progress& progress)
    : ListedStories(metadataListing(path, options, stop, progress), options, stop, progress) {}

void writeSyntheticMetadata(const StoryDataset& dataset, const std::filesystem::path& file, const std::stop_token& stop,
                            Progress& progress) {
    AtomicFile out(file);
    out.write("story_id,frame,picture,caption,tags,score\n");
    for (std::size_t index = 0; index < dataset.size(); ++index) {
        throwIfStopped(stop);
        progress.report("Writing stories", static_cast<std::int64_t>(index), static_cast<std::int64_t>(dataset.size()));
        const Story story = dataset.story(index);
        const std::string score = story.score ? numberText(*story.score) : std::string();
        for (std::size_t frame = 0; frame < story.frames.size(); ++frame) {
            const StoryFrame& shown = story.frames[frame];
            std::string tags;
            for (const std::string& tag : shown.tags) {
                tags += (tags.empty() ? "" : ";") + tag;
            }
            out.write(csvField(story.id) + ',' + std::to_string(frame + 1) + ',' + csvField(shown.pictureName) + ',' +
                      csvField(shown.caption) + ',' + csvField(tags) + ',' + score + '\n');
        }
    }
    out.commit();
}

} // namespace storyscope::datasets
