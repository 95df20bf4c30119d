// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_header.h"

#include "ui/common/icons.h"
#include "ui/training/training_cost.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace storyscope::ui {

namespace {

constexpr double noticeableWaiting = 0.2; ///< share of an epoch

} // namespace

RunHeader::RunHeader(QWidget* parent) : QWidget(parent) {
    auto* lines = new QVBoxLayout(this);
    lines->setContentsMargins(8, 8, 8, 0);
    lines->setSpacing(4);
    auto* layout = new QHBoxLayout;
    layout->setSpacing(8);
    m_sign = new QLabel(this);
    m_sign->setPixmap(icon(QStringLiteral("warning")).pixmap(20));
    m_text = new QLabel(this);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setAccessibleName(tr("State of the run"));
    m_progress = new QProgressBar(this);
    m_progress->setMaximumWidth(200);
    m_progress->setMinimumWidth(96);
    m_progress->setAccessibleName(tr("Progress of the run"));
    m_stop = new QPushButton(icon(QStringLiteral("stop")), tr("Stop"), this);
    m_stop->setToolTip(tr("Ends the run and keeps what was learned"));
    m_useModel = new QPushButton(icon(QStringLiteral("check")), tr("Use this model"), this);
    m_useModel->setObjectName(QStringLiteral("useModelButton"));
    m_useModel->setToolTip(tr("Tells stories with the best model of this run"));
    for (QPushButton* button : {m_stop, m_useModel})
        button->setAccessibleName(button->text());
    layout->addWidget(m_sign, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_stop);
    layout->addWidget(m_useModel);
    m_remarks = new QLabel(this);
    m_remarks->setObjectName(QStringLiteral("runRemarks"));
    m_remarks->setTextFormat(Qt::PlainText);
    m_remarks->setWordWrap(true);
    m_remarks->setAccessibleName(tr("Remarks on the run"));
    lines->addLayout(layout);
    lines->addWidget(m_remarks);
    connect(m_stop, &QPushButton::clicked, this, &RunHeader::stopRequested);
    connect(m_useModel, &QPushButton::clicked, this, &RunHeader::useModelRequested);
}

void RunHeader::showRun(const RunRecord& run, const Moment& moment) {
    const bool active = isActive(run.state);
    m_text->setText(sentence(run, moment));
    m_text->setToolTip(run.state == RunState::Failed ? run.failureDetails : QString());
    m_remarks->setText(remarks(run));
    m_remarks->setVisible(!m_remarks->text().isEmpty());
    m_sign->setVisible(run.state == RunState::Failed);
    m_progress->setVisible(active);
    m_stop->setVisible(active);
    m_stop->setEnabled(run.state != RunState::Stopping);
    m_useModel->setVisible(!active && !run.bestModel.empty());
    if (!active)
        return;
    constexpr int parts = 1000;
    m_progress->setRange(0, moment.total > 0 ? parts : 0);
    if (moment.total > 0)
        m_progress->setValue(static_cast<int>(parts * moment.done / moment.total));
}

/// What slows the run down or is missing, a line each.
QString RunHeader::remarks(const RunRecord& run) const {
    QStringList lines;
    if (run.waitingShare > noticeableWaiting)
        lines << tr("%1 % of the time was spent waiting for pictures; more loader_threads may help.")
                     .arg(qRound(100 * run.waitingShare));
    lines << run.dataIssues;
    return lines.join(QLatin1Char('\n'));
}

QString RunHeader::sentence(const RunRecord& run, const Moment& moment) const {
    const QString best = run.bestValidationLoss ? tr("Best validation loss %1 in epoch %2.")
                                                      .arg(QLocale().toString(*run.bestValidationLoss, 'f', 3))
                                                      .arg(run.bestEpoch)
                         : run.epoch > 0 ? tr("The last stage was not reached, so that no epoch is the best.")
                                         : tr("No epoch was finished.");
    const QString time = TrainingCostText::duration(run.elapsedSeconds);
    switch (run.state) {
    case RunState::Preparing:
    case RunState::Running:
    case RunState::Stopping:
        return activeSentence(run, moment);
    case RunState::Done:
        if (run.endedEarly())
            return tr("Done in %1: the validation loss no longer fell after epoch %2 of %3. %4")
                .arg(time)
                .arg(run.epoch)
                .arg(run.epochs)
                .arg(best);
        return tr("Done in %1. %2").arg(time, best);
    case RunState::Stopped:
        if (run.bestModel.empty())
            return tr("Stopped before anything was learned.");
        return tr("Stopped after %1; what was learned is kept. %2").arg(time, best);
    case RunState::Failed:
        return tr("The run failed. %1").arg(run.failure);
    case RunState::Interrupted:
        break;
    }
    return tr("Ended early. %1").arg(best);
}

QString RunHeader::activeSentence(const RunRecord& run, const Moment& moment) const {
    if (run.state == RunState::Stopping)
        return tr("Stopping after this batch…");
    if (run.state == RunState::Preparing)
        return moment.stage.isEmpty() ? tr("Preparing…") : tr("%1…").arg(moment.stage);
    const QLocale locale;
    const QString stage = run.stages > 1 ? tr("Stage %1 of %2. ").arg(run.stage).arg(run.stages) : QString();
    const QString where =
        stage + tr("Epoch %1, step %2 of %3")
                    .arg(run.epochs > 0 ? tr("%1 of %2").arg(qMin(run.epoch + 1, run.epochs)).arg(run.epochs)
                                        : locale.toString(run.epoch + 1),
                         locale.toString(static_cast<qlonglong>(moment.done)),
                         locale.toString(static_cast<qlonglong>(moment.total)));
    if (moment.secondsLeft < 0)
        return where;
    return tr("%1. About %2 left.").arg(where, TrainingCostText::duration(moment.secondsLeft));
}

} // namespace storyscope::ui
