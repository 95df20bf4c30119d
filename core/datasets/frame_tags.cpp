// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/frame_tags.h"

#include <algorithm>
#include <set>

namespace storyscope::datasets {

namespace {

/// What is said of a frame: its captions, else those of its whole story.
std::vector<std::string> saidOf(const Story& story, const StoryFrame& frame) {
    std::vector<std::string> texts = frame.references;
    if (!frame.caption.empty()) {
        texts.push_back(frame.caption);
    }
    return texts.empty() ? story.captions : texts;
}

} // namespace

FrameTags::FrameTags(const std::vector<std::string>& labels, const StoryDataset& dataset) {
    const std::set<std::string> judged = dataset.judgedTags();
    std::vector<std::string> others;
    for (const std::string& label : labels) {
        if (judged.contains(label)) {
            m_judges = true;
        } else {
            others.push_back(label);
        }
    }
    if (CaptionTagger tagger(others); !tagger.isEmpty()) {
        m_tagger = std::move(tagger);
    }
}

std::optional<std::vector<std::string>> FrameTags::of(const Story& story, std::size_t frame) const {
    const StoryFrame& known = story.frames[frame];
    const std::vector<std::string> texts = m_tagger ? saidOf(story, known) : std::vector<std::string>();
    if (!m_judges && known.tags.empty() && texts.empty()) {
        return {};
    }
    std::vector<std::string> tags = known.tags;
    for (const std::string& text : texts) {
        for (std::string& tag : m_tagger->tagsOf(text)) {
            if (std::ranges::find(tags, tag) == tags.end()) {
                tags.push_back(std::move(tag));
            }
        }
    }
    return tags;
}

Story FrameTags::applied(Story story) const {
    for (std::size_t frame = 0; frame < story.frames.size(); ++frame) {
        story.frames[frame].tags = of(story, frame).value_or(std::vector<std::string>());
    }
    return story;
}

} // namespace storyscope::datasets
