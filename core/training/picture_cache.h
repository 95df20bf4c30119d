// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/grouped_issues.h"
#include "core/datasets/missing_pictures.h"
#include "core/datasets/story_dataset.h"
#include "core/media/picture_preparation.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <vector>

namespace storyscope::training {

/// Prepared pictures of a data set's stories, kept in memory up to a budget: each is decoded or drawn once.
/// Thread-safe; shared by the loader threads.
class PictureCache {
public:
    struct Options {
        media::PicturePreparation preparation = {};
        std::int64_t budgetBytes = std::int64_t{6} << 30;
        datasets::MissingPictures missing = datasets::MissingPictures::UsePlaceholder;
    };

    struct Entry {
        Picture picture; ///< prepared
        bool isPlaceholder = false;
    };

    PictureCache(std::shared_ptr<const datasets::StoryDataset> dataset, Options options);

    /// These frames of a story, in this order; none if one cannot be had and such stories are skipped. Throws Error.
    std::optional<std::vector<Entry>> pictures(std::size_t story, std::span<const std::size_t> frames);

    /// Of everything asked for so far, each story and picture counted once. A story counts as skipped if it ever was:
    /// where windows slide, others of its windows may have been shown.
    datasets::LoadingCounts counts() const;
    /// Why pictures could not be had.
    std::vector<Issue> issues() const;

private:
    enum class State { Unknown, Readable, Missing };
    struct Slot {
        State state = State::Unknown;
        Picture picture; ///< empty if it is missing or the budget is spent
    };

    Entry entry(std::size_t story, std::size_t frame);
    Entry load(std::size_t story, std::size_t frame);

    std::shared_ptr<const datasets::StoryDataset> m_dataset;
    Options m_options;
    Picture m_placeholder;

    mutable std::mutex m_mutex;             ///< guards what follows
    std::vector<std::vector<Slot>> m_slots; ///< by story and frame
    std::set<std::size_t> m_shown;
    std::set<std::size_t> m_skipped;
    datasets::GroupedIssues m_issues;
    std::int64_t m_readable = 0;
    std::int64_t m_missing = 0;
    std::int64_t m_usedBytes = 0;
};

} // namespace storyscope::training
