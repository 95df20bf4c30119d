// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/runs/run_record.h"

#include <QWidget>

class QCheckBox;
class QComboBox;

namespace storyscope::ui {

class ElidedLabel;
class LossPlot;

/// The loss curves of a run with what chooses among them: term, scale, smoothing.
class LossView : public QWidget {
    Q_OBJECT
public:
    explicit LossView(QWidget* parent = nullptr);

    /// Shows another run, or nothing. The record must outlive its being shown.
    void setRun(const RunRecord* run);
    /// The run that is shown has grown.
    void refresh();

private:
    QWidget* makeControls();
    void fillTerms();
    void showAnew();

    const RunRecord* m_run = nullptr;
    LossPlot* m_plot = nullptr;
    QComboBox* m_term = nullptr;
    QCheckBox* m_logarithmic = nullptr;
    QCheckBox* m_smooth = nullptr;
    ElidedLabel* m_readout = nullptr;
};

} // namespace storyscope::ui
