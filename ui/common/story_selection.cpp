// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/story_selection.h"

namespace storyscope::ui {

void StorySelection::setFrame(int number) {
    if (number == m_frame) {
        return;
    }
    m_frame = number;
    emit frameChanged(number);
}

void StorySelection::chooseWord(const WordRef& word) {
    update(word, std::nullopt);
}

void StorySelection::previewWord(const WordRef& word) {
    update(m_chosen, word);
}

void StorySelection::endPreview() {
    update(m_chosen, std::nullopt);
}

void StorySelection::clearWord() {
    update(std::nullopt, std::nullopt);
}

void StorySelection::update(const std::optional<WordRef>& chosen, const std::optional<WordRef>& preview) {
    const std::optional<WordRef> before = word();
    const bool isChoiceChanged = chosen != m_chosen;
    m_chosen = chosen;
    m_preview = preview;
    if (isChoiceChanged || word() != before) {
        emit wordChanged();
    }
}

} // namespace storyscope::ui
