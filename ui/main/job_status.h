// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job.h"

#include <QList>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace storyscope::ui {

/// What the program is busy with, how much is left, and a way to stop it; hidden while there is nothing. Lives in the
/// status bar.
class JobStatus : public QWidget {
    Q_OBJECT
public:
    explicit JobStatus(QWidget* parent = nullptr);

    /// The job must outlive the widget or be destroyed together with its signals.
    void watch(Job* job);
    QString text() const;

private:
    void show(Job* job, const JobProgress& progress);
    void ended(Job* job);

    Job* m_shown = nullptr; ///< the job that reported last
    QLabel* m_text = nullptr;
    QProgressBar* m_bar = nullptr;
    QToolButton* m_cancel = nullptr;
};

} // namespace storyscope::ui
