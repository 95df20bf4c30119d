// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/job_status.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace storyscope::ui {

namespace {

constexpr int barSteps = 1000;

} // namespace

JobStatus::JobStatus(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("jobStatus"));
    m_text = new QLabel(this);
    m_text->setObjectName(QStringLiteral("jobStatusText"));
    m_bar = new QProgressBar(this);
    m_bar->setFixedSize(120, 12);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress"));
    m_cancel = new QToolButton(this);
    m_cancel->setObjectName(QStringLiteral("cancelJobButton"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAccessibleName(tr("Cancel"));
    m_cancel->setAutoRaise(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_text);
    layout->addWidget(m_bar);
    layout->addWidget(m_cancel);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (m_shown != nullptr) {
            m_shown->stop();
        }
    });
    hide();
}

void JobStatus::watch(Job* job) {
    connect(job, &Job::progressed, this, [this, job](const JobProgress& progress) { show(job, progress); });
    connect(job, &Job::busyChanged, this, [this, job](bool isBusy) {
        if (!isBusy) {
            ended(job);
        }
    });
}

QString JobStatus::text() const {
    return isHidden() ? QString() : m_text->text();
}

void JobStatus::show(Job* job, const JobProgress& progress) {
    if (!job->isBusy()) {
        return;
    }
    m_shown = job;
    const QString stage = QCoreApplication::translate("Core", progress.stage.toUtf8().constData());
    if (progress.total > 0) {
        m_bar->setRange(0, barSteps);
        m_bar->setValue(static_cast<int>(barSteps * progress.done / progress.total));
        m_text->setText(tr("%1: %2 of %3").arg(stage).arg(progress.done).arg(progress.total));
    } else {
        m_bar->setRange(0, 0);
        m_text->setText(stage + QChar(0x2026));
    }
    m_cancel->setToolTip(tr("Stop: %1").arg(stage));
    setVisible(true);
}

void JobStatus::ended(Job* job) {
    if (m_shown == job) {
        m_shown = nullptr;
        hide();
    }
}

} // namespace storyscope::ui
