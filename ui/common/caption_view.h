// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/story_result.h"
#include "ui/common/story_selection.h"

#include <QTextLayout>
#include <QWidget>
#include <vector>

namespace storyscope::ui {

/// A caption whose words are links: the mouse or Left and Right show a word's attention, a click or Enter keeps it,
/// and the chosen word is marked. The text wraps and is never cut.
class CaptionView : public QWidget {
    Q_OBJECT
public:
    /// The selection must outlive the view.
    CaptionView(StorySelection* selection, QWidget* parent = nullptr);

    /// Which caption of the story this is, for the selection.
    void setSubject(Attention::Kind kind, int subject);
    void setCaption(const ToldCaption& caption);
    /// Shown in grey as long as the caption has no text.
    void setPlaceholder(const QString& text);
    /// Said by a screen reader before the caption: "Caption of frame 2".
    void setSpokenTitle(const QString& title);

    QString text() const { return m_text; }
    /// The pixels a word covers, for tests and for hints that point at one; empty for a token without text.
    QRect wordRect(int token) const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// The caption was clicked or Enter was pressed on it; the word, if there was one, is in the selection already.
    void activated();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    struct Word {
        int token = 0;
        int start = 0; ///< in m_text
        int length = 0;
        double probability = 0;
    };

    void layOut(QTextLayout& layout, int width) const;
    /// Index in m_words, or -1.
    int wordAt(const QPoint& position) const;
    int markedWord() const;
    WordRef ref(int word) const;
    void moveKeyboard(int delta);
    void updateAccessibility();

    StorySelection* m_selection;
    Attention::Kind m_kind = Attention::Kind::Caption;
    int m_subject = 0;
    QString m_text;
    QString m_placeholder;
    QString m_spokenTitle;
    std::vector<Word> m_words;
    int m_keyboardWord = -1;
};

} // namespace storyscope::ui
