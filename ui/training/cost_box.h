// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/training/memory_forecast.h"
#include "ui/training/training_cost.h"

#include <QGroupBox>

class QLabel;

namespace storyscope::ui {

class WrappingLabel;

/// Says what a run costs before it starts: steps, memory, time, and where it will be.
class CostBox : public QGroupBox {
    Q_OBJECT
public:
    explicit CostBox(QWidget* parent = nullptr);

    void showCost(const TrainingSize& size, const std::optional<MeasuredRate>& rate);
    /// Instead of a cost: that it is not known, or not yet.
    void showUnknown(const QString& text);
    void showMemory(const MemoryForecast& forecast, LearningPlace place);
    void showFolder(const QString& folder);

private:
    QWidget* makeMemoryLine();

    QString m_unknown; ///< shown instead of what is not known
    WrappingLabel* m_steps = nullptr;
    WrappingLabel* m_memory = nullptr;
    QLabel* m_memorySign = nullptr; ///< of a warning
    WrappingLabel* m_time = nullptr;
    WrappingLabel* m_folder = nullptr;
};

} // namespace storyscope::ui
