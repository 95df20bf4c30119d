// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/runs/run_record.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QScrollArea;
class QSlider;
class QStackedLayout;

namespace storyscope::ui {

/// The same validation stories told after each epoch: pictures, the model's captions, the data's captions, and the
/// predicted next picture. A slider goes through the training; it stays at its end until a person moves it.
class SamplesView : public QWidget {
    Q_OBJECT
public:
    explicit SamplesView(QWidget* parent = nullptr);

    /// Shows another run, or nothing. The record must outlive its being shown.
    void setRun(const RunRecord* run);
    /// The run that is shown has grown.
    void refresh();

private:
    QWidget* makeControls();
    void fillControls();
    void showSample();
    const training::SampleStory* chosen() const;

    const RunRecord* m_run = nullptr;
    std::size_t m_seenSamples = 0;
    std::vector<int> m_epochs; ///< with samples, ascending
    QStackedLayout* m_pages = nullptr;
    QLabel* m_empty = nullptr;
    QSlider* m_epoch = nullptr;
    QLabel* m_epochText = nullptr;
    QComboBox* m_story = nullptr;
    QScrollArea* m_cards = nullptr;
};

} // namespace storyscope::ui
