// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/runs/run_record.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace storyscope::ui {

/// What the run in view is doing, how far it is, and what can be done with it.
class RunHeader : public QWidget {
    Q_OBJECT
public:
    explicit RunHeader(QWidget* parent = nullptr);

    /// How far the run that goes on has come; remembered by the panel while other runs are looked at.
    struct Moment {
        QString stage; ///< while preparing: "Drawing 20,000 stories"
        std::int64_t done = 0;
        std::int64_t total = 0;
        double secondsLeft = -1; ///< below 0: not known yet
    };
    void showRun(const RunRecord& run, const Moment& moment);

signals:
    void stopRequested();
    void useModelRequested();

private:
    QString sentence(const RunRecord& run, const Moment& moment) const;
    QString activeSentence(const RunRecord& run, const Moment& moment) const;
    QString remarks(const RunRecord& run) const;

    QLabel* m_sign = nullptr;
    QLabel* m_text = nullptr;
    QLabel* m_remarks = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_useModel = nullptr;
};

} // namespace storyscope::ui
