// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/story.h"
#include "ui/player/entity_boxes.h"

#include <map>
#include <string>

namespace storyscope::ui {

/// Who and what a story of a data set is about, with a colour for each that is the same in all of its frames and texts.
class StoryEntities {
public:
    StoryEntities() = default;
    explicit StoryEntities(const Story& story);

    bool hasBoxes() const;
    /// Of one frame; nothing is highlighted.
    EntityBoxes boxesOf(int frame) const;
    QColor colorOf(const std::string& id) const;
    /// A caption as rich text: the words that stand for an entity are links to its id, on its colour. Several entities
    /// of the same words share a link, ids apart by a blank. The words of `highlighted` are bold and underlined.
    QString richText(const StoryFrame& frame, const QString& highlighted = {}) const;

private:
    std::map<std::string, int> m_numbers;          ///< in the order of appearance
    std::map<int, std::vector<EntityBox>> m_boxes; ///< per frame
};

} // namespace storyscope::ui
