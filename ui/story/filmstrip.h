// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/attention/attention_controller.h"

#include <QWidget>
#include <vector>

class QHBoxLayout;

class QScrollArea;

namespace storyscope::ui {

class ElidedLabel;
class FilmstripCard;
class StatePages;

/// The story's frames side by side, each with its caption and its share of the shown attention.
class Filmstrip : public QWidget, public StoryView {
    Q_OBJECT
public:
    /// Both must outlive the filmstrip.
    Filmstrip(StorySelection* selection, AttentionController* attention, QWidget* parent = nullptr);

    void showEmpty() override;
    void showWorking() override;
    void showStory(const ToldStoryPtr& story) override;
    void showCaption(int framePosition, const ToldCaption& caption) override;
    void showFailed(const QString& reason) override;

    const std::vector<FilmstripCard*>& cards() const { return m_cards; }
    const StatePages* pages() const { return m_pages; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitThumbnails();
    void makeCards(int count);
    void followSelection();
    void followAttention();

    StorySelection* m_selection;
    AttentionController* m_attention;
    ToldStoryPtr m_story;
    StatePages* m_pages = nullptr;
    ElidedLabel* m_sharesTitle = nullptr;
    QScrollArea* m_scroll = nullptr;
    QHBoxLayout* m_row = nullptr;
    std::vector<FilmstripCard*> m_cards;
};

} // namespace storyscope::ui
