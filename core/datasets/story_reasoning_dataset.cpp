// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/story_reasoning_dataset.h"

#include "core/base/error.h"
#include "core/datasets/recognition.h"
#include "core/datasets/split_making.h"
#include "core/media/image_file.h"
#include "core/media/picture_header.h"

#include <algorithm>
#include <utility>

namespace storyscope::datasets {

namespace {

PixelSize sizeOf(const ParquetPictures::Encoded& picture) {
    const media::PictureHeader header = media::readPictureHeader(picture);
    if (header.width <= 0 || header.height <= 0 || header.width > media::maximumPixels / header.height) {
        return {};
    }
    return {static_cast<int>(header.width), static_cast<int>(header.height)};
}

/// Of pages of the pictures' column, of all shards together: what Hugging Face writes of 100 rows fits.
constexpr std::size_t mostPageBytes = std::size_t{24} << 20;

ParquetPicture pictureOf(const StoryReasoningRow& row, std::size_t frame) {
    return {row.place, frame, row.pictureNames.at(frame)};
}

std::string frameOf(const StoryReasoningRow& row, std::size_t frame) {
    return "story " + row.id + ", frame " + std::to_string(frame + 1);
}

} // namespace

bool StoryReasoningDataset::recognises(const std::filesystem::path& path) {
    try {
        for (const std::filesystem::path& file : parquetFilesOf(path)) {
            try {
                return hasStoryReasoningColumns(formats::ParquetFile(file));
            } catch (const Error&) {
                continue;
            }
        }
    } catch (const std::exception&) {
        return false;
    }
    return false;
}

StoryReasoningDataset::StoryReasoningDataset(const std::filesystem::path& path, const DatasetOptions& options,
                                             const std::stop_token& stop, Progress& progress)
    : m_name("StoryReasoning in " + nameOf(path)),
      m_pictures(m_shards, "images", options.pictureFolder.empty() ? rootOf(path) : options.pictureFolder) {
    readShards(path, stop, progress);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        throwIfStopped(stop);
        const StoryReasoningRow& read = m_rows[i];
        if (!m_positions.try_emplace(read.id, i).second) {
            m_issues.add(Issue::Severity::Warning, "There is more than one story with this id.", "story " + read.id);
        }
        findTextIssues(read, m_issues);
    }
    fillSplits(options.splitSeed, stop);
}

void StoryReasoningDataset::readShards(const std::filesystem::path& path, const std::stop_token& stop,
                                       Progress& progress) {
    std::error_code problem;
    if (!std::filesystem::exists(path, problem)) {
        throw Error(ErrorCode::NotFound, "There is no data set here", inFile(path));
    }
    const auto pages = std::make_shared<formats::ParquetPageCache>(mostPageBytes);
    std::optional<Error> refusal;
    for (const std::filesystem::path& file : parquetFilesOf(path)) {
        throwIfStopped(stop);
        try {
            ParquetShard shard = openShard(file, rootOf(path), pages);
            if (hasStoryReasoningColumns(*shard.file)) {
                m_shards.push_back(std::move(shard));
                readStoryReasoningRows({m_shards.back(), m_shards.size() - 1, m_rows, m_issues}, stop, progress);
            }
        } catch (const Error& error) {
            if (error.code() == ErrorCode::Cancelled) {
                throw;
            }
            m_issues.add(Issue::Severity::Problem, error.message(), file.filename().string());
            refusal = error;
        }
    }
    if (m_shards.empty()) {
        throw refusal.value_or(
            Error(ErrorCode::Unsupported, "No Parquet file here holds stories of StoryReasoning", inFile(path)));
    }
}

void StoryReasoningDataset::fillSplits(std::uint64_t seed, const std::stop_token& stop) {
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const std::string& splitName = m_shards[m_rows[i].place.shard].split;
        if (splitName.empty()) {
            continue;
        }
        auto found = std::find_if(m_splits.begin(), m_splits.end(),
                                  [&](const Split& candidate) { return candidate.name == splitName; });
        if (found == m_splits.end()) {
            found = m_splits.insert(found, {splitName, {}});
        }
        found->stories.push_back(i);
    }
    if (m_splits.empty()) {
        std::vector<std::string> ids;
        for (const StoryReasoningRow& read : m_rows) {
            ids.push_back(read.id);
        }
        m_splits = makeSplits(ids, seed);
    }
    const auto rank = [](const Split& candidate) {
        return candidate.name == "train" ? 0 : candidate.name == "validation" ? 1 : 2;
    };
    std::stable_sort(m_splits.begin(), m_splits.end(),
                     [&](const Split& a, const Split& b) { return rank(a) < rank(b); });
    // Pictures have the same few names in every story, so that only ids tell.
    for (const Issue& leak : findLeaks(
             m_splits,
             [this](std::size_t index) {
                 return SplitMember{m_rows[index].id, {}};
             },
             stop)) {
        m_issues.add(leak.severity, leak.text, leak.place);
    }
}

std::vector<Issue> StoryReasoningDataset::issues() const {
    const std::scoped_lock lock(m_mutex);
    return m_issues.issues();
}

const StoryReasoningRow& StoryReasoningDataset::row(std::size_t index) const {
    if (index >= m_rows.size()) {
        throw Error(ErrorCode::BadArgument, name() + " has no story number " + std::to_string(index));
    }
    return m_rows[index];
}

std::vector<PixelSize> StoryReasoningDataset::sizesOf(std::size_t index) const {
    {
        const std::scoped_lock lock(m_mutex);
        if (const auto known = m_sizes.find(index); known != m_sizes.end()) {
            return known->second;
        }
    }
    const StoryReasoningRow& read = m_rows[index];
    std::vector<PixelSize> sizes(read.pictureNames.size());
    std::vector<std::pair<std::string, std::string>> problems;
    for (std::size_t frame = 0; frame < sizes.size(); ++frame) {
        try {
            sizes[frame] = sizeOf(m_pictures.read(pictureOf(read, frame)));
            if (sizes[frame].width == 0) {
                problems.emplace_back("The picture is broken.", frameOf(read, frame));
            }
        } catch (const Error& error) {
            problems.emplace_back(error.code() == ErrorCode::NotFound ? "The picture is missing." : error.message(),
                                  frameOf(read, frame));
        }
    }
    const std::scoped_lock lock(m_mutex);
    if (m_sizes.try_emplace(index, sizes).second) {
        for (const auto& [text, place] : problems) {
            m_issues.add(Issue::Severity::Problem, text, place);
        }
    }
    return sizes;
}

Story StoryReasoningDataset::story(std::size_t index) const {
    const StoryReasoningRow& read = row(index);
    return storyOf(read, readThoughts(*m_shards[read.place.shard].file, read.place), sizesOf(index));
}

Picture StoryReasoningDataset::loadPicture(std::size_t storyIndex, std::size_t frameIndex,
                                           const PictureWish& wish) const {
    const StoryReasoningRow& read = row(storyIndex);
    if (frameIndex >= read.pictureNames.size()) {
        throw Error(ErrorCode::BadArgument, "Story " + read.id + " has no frame number " + std::to_string(frameIndex));
    }
    return media::decodePicture(m_pictures.read(pictureOf(read, frameIndex)),
                                m_shards[read.place.shard].file->path() / frameOf(read, frameIndex), wish);
}

std::size_t StoryReasoningDataset::find(const std::string& storyId) const {
    const auto found = m_positions.find(storyId);
    if (found == m_positions.end()) {
        throw Error(ErrorCode::NotFound, "There is no story \"" + storyId + "\" in " + name());
    }
    return found->second;
}

} // namespace storyscope::datasets
