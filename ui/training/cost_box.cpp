// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/cost_box.h"

#include "ui/common/icons.h"
#include "ui/training/wrapping_label.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>

namespace storyscope::ui {

CostBox::CostBox(QWidget* parent) : QGroupBox(tr("What it costs"), parent), m_unknown(tr("–")) {
    auto* form = new QFormLayout(this);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(4);
    m_steps = new WrappingLabel(this);
    m_steps->setAccessibleName(tr("Work"));
    m_time = new WrappingLabel(this);
    m_time->setAccessibleName(tr("Time"));
    m_folder = new WrappingLabel(this);
    m_folder->setAccessibleName(tr("Saved in"));
    form->addRow(tr("Work:"), m_steps);
    form->addRow(tr("Memory:"), makeMemoryLine());
    form->addRow(tr("Time:"), m_time);
    form->addRow(tr("Saved in:"), m_folder);
}

QWidget* CostBox::makeMemoryLine() {
    auto* line = new QWidget(this);
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_memorySign = new QLabel(line);
    m_memorySign->setPixmap(icon(QStringLiteral("warning")).pixmap(16));
    m_memory = new WrappingLabel(line);
    m_memory->setAccessibleName(tr("Memory"));
    layout->addWidget(m_memorySign, 0, Qt::AlignTop);
    layout->addWidget(m_memory, 1);
    return line;
}

void CostBox::showCost(const TrainingSize& size, const std::optional<MeasuredRate>& rate) {
    m_unknown = tr("–");
    const TrainingCost cost = trainingCost(size, rate);
    m_steps->say(TrainingCostText::steps(cost, size.batchSize));
    m_time->say(TrainingCostText::time(cost, rate));
}

void CostBox::showUnknown(const QString& text) {
    m_unknown = text;
    m_steps->say(text);
    m_time->say(text);
}

void CostBox::showMemory(const MemoryForecast& forecast, LearningPlace place) {
    QString text = m_unknown;
    QString parts;
    bool isWarning = false;
    switch (forecast.state()) {
    case MemoryForecast::State::None:
        break;
    case MemoryForecast::State::Counting:
        text = tr("counting…");
        break;
    case MemoryForecast::State::Known:
        text = TrainingCostText::memory(forecast.need(), place);
        parts = TrainingCostText::memoryParts(forecast.need());
        isWarning = TrainingCostText::exceedsMemory(forecast.need(), place);
        break;
    case MemoryForecast::State::Failed:
        text = tr("cannot be counted, and the run would fail: %1").arg(forecast.failure().message);
        parts = forecast.failure().details;
        isWarning = true;
        break;
    }
    m_memory->say(text);
    m_memory->setToolTip(parts);
    m_memorySign->setVisible(isWarning);
}

void CostBox::showFolder(const QString& folder) {
    m_folder->say(folder);
}

} // namespace storyscope::ui
