// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/story_selection.h"
#include "ui/common/told_story.h"

#include <QWidget>
#include <vector>

class QComboBox;
class QLabel;
class QVBoxLayout;

namespace storyscope::ui {

class CaptionView;
class PictureBox;
class StatePages;
class ValueBar;

/// What the model expects next beside what really follows, the tags it sees in the shown frame, and how coherent it
/// finds the story.
class PredictionPanel : public QWidget, public StoryView {
    Q_OBJECT
public:
    /// The selection must outlive the panel.
    explicit PredictionPanel(StorySelection* selection, QWidget* parent = nullptr);

    void showEmpty() override;
    void showWorking() override;
    void showStory(const ToldStoryPtr& story) override;
    void showCaption(int framePosition, const ToldCaption& caption) override;
    void showFailed(const QString& reason) override;

    const StatePages* pages() const { return m_pages; }
    /// Position of the shown prediction in StoryResult::predictions, or -1.
    int shownPrediction() const;

private:
    QWidget* makeContent();
    void fillChoice();
    void followSelection();
    void refreshPrediction();
    void refreshTags();
    void refreshScore();

    StorySelection* m_selection;
    ToldStoryPtr m_story;
    StatePages* m_pages = nullptr;
    QComboBox* m_choice = nullptr;
    QWidget* m_nextBox = nullptr;
    PictureBox* m_predicted = nullptr;
    PictureBox* m_truth = nullptr;
    CaptionView* m_sentence = nullptr;
    QLabel* m_truthTitle = nullptr;
    QLabel* m_truthSentence = nullptr;
    QLabel* m_scoreTitle = nullptr;
    ValueBar* m_score = nullptr;
    QLabel* m_scoreNote = nullptr;
    QLabel* m_tagsTitle = nullptr;
    QVBoxLayout* m_tagBox = nullptr;
    std::vector<ValueBar*> m_tags;
};

} // namespace storyscope::ui
