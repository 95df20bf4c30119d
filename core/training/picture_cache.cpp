// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/picture_cache.h"

#include <algorithm>

namespace storyscope::training {

using datasets::MissingPictures;

PictureCache::PictureCache(std::shared_ptr<const datasets::StoryDataset> dataset, Options options)
    : m_dataset(std::move(dataset)), m_options(options),
      m_placeholder(media::prepared(datasets::placeholderPicture(), options.preparation)), m_slots(m_dataset->size()) {}

std::optional<std::vector<PictureCache::Entry>> PictureCache::pictures(std::size_t story,
                                                                       std::span<const std::size_t> frames) {
    std::vector<Entry> entries;
    for (const std::size_t frame : frames) {
        entries.push_back(entry(story, frame));
        if (entries.back().isPlaceholder && m_options.missing == MissingPictures::SkipStory) {
            const std::lock_guard lock(m_mutex);
            m_skipped.insert(story);
            return std::nullopt;
        }
    }
    const std::lock_guard lock(m_mutex);
    m_shown.insert(story);
    return entries;
}

PictureCache::Entry PictureCache::entry(std::size_t story, std::size_t frame) {
    {
        const std::lock_guard lock(m_mutex);
        std::vector<Slot>& slots = m_slots[story];
        slots.resize(std::max(slots.size(), frame + 1));
        if (slots[frame].state == State::Missing) {
            return {.picture = m_placeholder, .isPlaceholder = true};
        }
        if (!slots[frame].picture.isEmpty()) {
            return {.picture = slots[frame].picture, .isPlaceholder = false};
        }
    }
    return load(story, frame);
}

PictureCache::Entry PictureCache::load(std::size_t story, std::size_t frame) {
    const datasets::PictureOrPlaceholder read =
        datasets::readPicture(*m_dataset, story, frame, {.missing = m_options.missing});
    const Entry entry{.picture =
                          read.isPlaceholder() ? m_placeholder : media::prepared(read.picture, m_options.preparation),
                      .isPlaceholder = read.isPlaceholder()};
    const std::lock_guard lock(m_mutex);
    Slot& slot = m_slots[story][frame];
    if (slot.state == State::Unknown) {
        slot.state = entry.isPlaceholder ? State::Missing : State::Readable;
        ++(entry.isPlaceholder ? m_missing : m_readable);
        if (entry.isPlaceholder) {
            m_issues.add(read.issue->severity, read.issue->text, read.issue->place);
        }
    }
    const auto bytes = static_cast<std::int64_t>(entry.picture.sizeBytes());
    if (!entry.isPlaceholder && slot.picture.isEmpty() && m_usedBytes + bytes <= m_options.budgetBytes) {
        slot.picture = entry.picture;
        m_usedBytes += bytes;
    }
    return entry;
}

datasets::LoadingCounts PictureCache::counts() const {
    const std::lock_guard lock(m_mutex);
    const std::int64_t placeholders = m_options.missing == MissingPictures::SkipStory ? 0 : m_missing;
    return {.stories = static_cast<std::int64_t>(m_shown.size()),
            .skippedStories = static_cast<std::int64_t>(m_skipped.size()),
            .pictures = m_readable + placeholders,
            .placeholders = placeholders};
}

std::vector<Issue> PictureCache::issues() const {
    const std::lock_guard lock(m_mutex);
    return m_issues.issues();
}

} // namespace storyscope::training
