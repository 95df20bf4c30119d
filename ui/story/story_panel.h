// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/story_selection.h"
#include "ui/common/told_story.h"

#include <QWidget>
#include <vector>

class QGridLayout;
class QLabel;

namespace storyscope::ui {

class CaptionView;
class StatePages;

/// The story as numbered sentences, and who told it.
class StoryPanel : public QWidget, public StoryView {
    Q_OBJECT
public:
    /// The selection must outlive the panel.
    explicit StoryPanel(StorySelection* selection, QWidget* parent = nullptr);

    void showEmpty() override;
    void showWorking() override;
    void showStory(const ToldStoryPtr& story) override;
    void showCaption(int framePosition, const ToldCaption& caption) override;
    void showFailed(const QString& reason) override;

    const std::vector<CaptionView*>& sentences() const { return m_sentences; }
    const CaptionView* clipSentence() const { return m_clipSentence; } ///< of all frames; hidden if there is none
    const StatePages* pages() const { return m_pages; }

private:
    QWidget* makeContent();
    void makeSentences(int count);
    void showRepeats();
    void showClipCaption(const std::optional<ToldCaption>& caption);
    QString placeholderOf(const ToldFrame& frame) const;
    void followSelection();

    StorySelection* m_selection;
    ToldStoryPtr m_story;
    StatePages* m_pages = nullptr;
    QLabel* m_clipTitle = nullptr;
    CaptionView* m_clipSentence = nullptr;
    QGridLayout* m_grid = nullptr;
    QLabel* m_author = nullptr;
    std::vector<QLabel*> m_numbers;
    std::vector<CaptionView*> m_sentences;
    std::vector<QLabel*> m_repeats; ///< beside sentences that say what an earlier one says
};

} // namespace storyscope::ui
