// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/runs_model.h"

#include "ui/common/text.h"
#include "ui/training/training_cost.h"

#include <QLocale>
#include <algorithm>

namespace storyscope::ui {

int RunsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

int RunsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const RunRecord& run = *record(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(run, index.column());
    case Qt::ToolTipRole:
        if (run.state == RunState::Failed && index.column() == State)
            return run.failure;
        return index.column() == Name ? toText(run.folder) : text(run, index.column());
    default:
        return {};
    }
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == BestLoss)
        return tr("Lowest total loss on the validation stories");
    if (role != Qt::DisplayRole)
        return {};
    const QStringList names = {tr("Run"),  tr("State"),  tr("Epoch"), tr("Best loss"),
                               tr("Time"), tr("Preset"), tr("Data")};
    return names.value(section);
}

QString RunsModel::text(const RunRecord& run, int column) const {
    const QLocale locale;
    switch (column) {
    case Name:
        return run.name;
    case Preset:
        return run.preset;
    case Data:
        return run.data;
    case State:
        return stateText(run.state);
    case Epoch:
        return run.epochs > 0 ? tr("%1 of %2").arg(run.epoch).arg(run.epochs) : locale.toString(run.epoch);
    case BestLoss:
        return run.bestValidationLoss ? locale.toString(*run.bestValidationLoss, 'f', 3) : tr("–");
    case Time:
        return run.elapsedSeconds > 0 ? TrainingCostText::duration(run.elapsedSeconds) : tr("–");
    default:
        return {};
    }
}

int RunsModel::rowOf(const RunRecord* record) const {
    const auto found =
        std::find_if(m_records.begin(), m_records.end(), [&](const auto& one) { return one.get() == record; });
    return found == m_records.end() ? -1 : static_cast<int>(found - m_records.begin());
}

RunRecord* RunsModel::prepend(RunRecord record) {
    beginInsertRows({}, 0, 0);
    m_records.insert(m_records.begin(), std::make_unique<RunRecord>(std::move(record)));
    endInsertRows();
    return m_records.front().get();
}

void RunsModel::appendEarlier(std::vector<RunRecord> records) {
    const auto isShown = [&](const RunRecord& record) {
        return std::any_of(m_records.begin(), m_records.end(),
                           [&](const auto& one) { return one->folder == record.folder; });
    };
    records.erase(std::remove_if(records.begin(), records.end(), isShown), records.end());
    if (records.empty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(records.size()) - 1);
    for (RunRecord& record : records)
        m_records.push_back(std::make_unique<RunRecord>(std::move(record)));
    endInsertRows();
}

void RunsModel::recordChanged(const RunRecord* record) {
    const int row = rowOf(record);
    if (row >= 0)
        emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

QString RunsModel::stateText(RunState state) {
    switch (state) {
    case RunState::Preparing:
        return tr("Preparing");
    case RunState::Running:
        return tr("Running");
    case RunState::Stopping:
        return tr("Stopping");
    case RunState::Done:
        return tr("Done");
    case RunState::Stopped:
        return tr("Stopped");
    case RunState::Failed:
        return tr("Failed");
    case RunState::Interrupted:
        break;
    }
    return tr("Interrupted");
}

} // namespace storyscope::ui
