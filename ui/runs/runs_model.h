// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/runs/run_record.h"

#include <QAbstractTableModel>
#include <memory>
#include <vector>

namespace storyscope::ui {

/// The runs as a table, newest first. Owns the records.
class RunsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, State, Epoch, BestLoss, Time, Preset, Data, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// Valid until the model is destroyed.
    RunRecord* record(int row) const { return m_records[static_cast<std::size_t>(row)].get(); }
    int rowOf(const RunRecord* record) const;
    RunRecord* prepend(RunRecord record);
    /// Runs that are in the table already (same folder) are left as they are.
    void appendEarlier(std::vector<RunRecord> records);
    /// Call after a record was changed.
    void recordChanged(const RunRecord* record);

    static QString stateText(RunState state);

private:
    QString text(const RunRecord& record, int column) const;

    std::vector<std::unique_ptr<RunRecord>> m_records;
};

} // namespace storyscope::ui
