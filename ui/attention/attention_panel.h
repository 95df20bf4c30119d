// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/attention/attention_controller.h"

#include <QWidget>

class QComboBox;
class QGridLayout;
class QLabel;
class QToolButton;

namespace storyscope::ui {

class ColorBar;
class StatePages;
class ValueBar;

/// The selected word's attention in numbers, and the choices of layer, head, scale and colours.
class AttentionPanel : public QWidget, public StoryView {
    Q_OBJECT
public:
    /// The controller must outlive the panel; the panel gives it the story.
    explicit AttentionPanel(AttentionController* controller, QWidget* parent = nullptr);

    void showEmpty() override;
    void showWorking() override;
    void showStory(const ToldStoryPtr& story) override;
    void showCaption(int framePosition, const ToldCaption& caption) override;
    void showFailed(const QString& reason) override;

    const StatePages* pages() const { return m_pages; }

signals:
    /// The person asked for a frame of the story.
    void frameRequested(int frameNumber);

private:
    QWidget* makeContent();
    void makeChoices(QGridLayout* grid);
    void makeBars(int count);
    void fillLayersAndHeads();
    void enableHeads();
    void applyChoices();
    void refresh();
    void refreshHeatMap();
    void refreshNumbers();
    QString besideText() const;

    AttentionController* m_controller;
    StatePages* m_pages = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_heatMapNote = nullptr;
    ColorBar* m_colorBar = nullptr;
    QComboBox* m_layer = nullptr;
    QComboBox* m_head = nullptr;
    QComboBox* m_scale = nullptr;
    QComboBox* m_colors = nullptr;
    QLabel* m_sharesTitle = nullptr;
    QWidget* m_barBox = nullptr;
    std::vector<ValueBar*> m_bars;
    QLabel* m_numbers = nullptr;
    QLabel* m_beside = nullptr;
};

} // namespace storyscope::ui
