// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/library/story_entities.h"

#include <QWidget>
#include <vector>

class QGridLayout;
class QLabel;

namespace storyscope::ui {

class StatePages;

/// What the data set itself says of the story that is open, sentence by sentence, numbered as the model's own. Words
/// that stand for an entity are links to its box. GUI thread.
class ReferenceView : public QWidget {
    Q_OBJECT
public:
    explicit ReferenceView(QWidget* parent = nullptr);

    void setStory(const Story& story);
    /// The model's sentence ① is about the first of these, and so on. Other frames have no number then.
    void setToldFrames(const std::vector<int>& frames);
    void clear();
    /// Marks the words of an entity that is pointed at elsewhere; empty: of none.
    void setHighlighted(const QString& entityId);
    void setCurrentFrame(int frame);
    /// The labels of the sentences and their numbers, for tests: per frame that has a caption.
    const std::vector<QLabel*>& sentences() const { return m_sentences; }
    const std::vector<QLabel*>& numbers() const { return m_numbers; }
    const StatePages* pages() const { return m_pages; }

    QSize sizeHint() const override { return {240, 200}; }

signals:
    /// The mouse is on words of another entity, or on none: then it is empty.
    void entityHovered(const QString& id);
    /// A link of a sentence was clicked, or Enter was pressed on it.
    void entityChosen(int frame, const QString& id);
    /// A sentence was clicked where it has no link.
    void frameChosen(int frame);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addRow(const QString& number, QLabel* label);
    QLabel* makeLabel(const QString& spokenTitle);
    void removeRows();

    Story m_story;
    StoryEntities m_entities;
    StatePages* m_pages = nullptr;
    QWidget* m_rows = nullptr;
    QGridLayout* m_grid = nullptr;
    std::vector<QLabel*> m_sentences;
    std::vector<QLabel*> m_numbers;
    std::vector<int> m_frames; ///< per sentence
};

} // namespace storyscope::ui
