// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/attention.h"

#include <QObject>
#include <optional>

namespace storyscope::ui {

/// One word of a told story: token `token` of the caption of frame `subject` (Caption) or of prediction `subject`
/// (NextCaption).
struct WordRef {
    Attention::Kind kind = Attention::Kind::Caption;
    int subject = 0;
    int token = 0;

    friend bool operator==(const WordRef&, const WordRef&) = default;
};

/// What is being looked at: a frame and, optionally, a word. The only object that panels share; each follows its
/// signals and changes it when a person clicks. GUI thread.
class StorySelection : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Frame number in the open video or folder.
    int frame() const { return m_frame; }
    /// The word to show: the one under the mouse, else the chosen one.
    std::optional<WordRef> word() const { return m_preview ? m_preview : m_chosen; }
    std::optional<WordRef> chosenWord() const { return m_chosen; }

    void setFrame(int number);
    void chooseWord(const WordRef& word);
    /// Shows a word as long as the mouse or the keyboard is on it.
    void previewWord(const WordRef& word);
    void endPreview();
    void clearWord();

signals:
    void frameChanged(int number);
    /// word() has changed.
    void wordChanged();

private:
    void update(const std::optional<WordRef>& chosen, const std::optional<WordRef>& preview);

    int m_frame = 0;
    std::optional<WordRef> m_chosen;
    std::optional<WordRef> m_preview;
};

} // namespace storyscope::ui
