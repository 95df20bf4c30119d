// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace storyscope::datasets {

/// Labels frames from what is said of them, where the data has no tags: a caption has a tag if it has the tag's words
/// one after the other, by their stems, so that "walks" and "walked" are "walking". Irregular forms of the common story
/// tags are known; synonyms are not. Immutable and thread-safe.
class CaptionTagger {
public:
    /// Words of a tag are joined by underscores: "living_room". Tags that are no words ("<PAD>") are never found.
    explicit CaptionTagger(const std::vector<std::string>& tags);

    /// No tag can be found in any caption.
    bool isEmpty() const { return m_tags.empty(); }
    /// In the order of the tags.
    std::vector<std::string> tagsOf(std::string_view caption) const;

private:
    struct Tag {
        std::string name;
        std::vector<std::string> stems;
    };
    std::vector<Tag> m_tags;
};

} // namespace storyscope::datasets
