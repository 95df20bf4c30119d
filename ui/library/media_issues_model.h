// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/media_source.h"

#include <QAbstractTableModel>
#include <optional>
#include <vector>

namespace storyscope::ui {

/// What is wrong with the open media, one thing per row: its issues and the ranges that are damaged. GUI thread.
class MediaIssuesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Severity, Place, Text };
    struct Row {
        Issue::Severity severity = Issue::Severity::Warning;
        QString place;
        QString text;
        std::optional<int> frame; ///< where to look; none if it concerns the whole file
        friend bool operator==(const Row&, const Row&) = default;
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Reads the media's issues anew; null: there is none. The rows stay as they are if nothing has changed.
    void show(const media::MediaSource* source);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    std::optional<int> frameOf(const QModelIndex& index) const;
    /// Of the worst row; a note if there is none.
    Issue::Severity worst() const;

private:
    std::vector<Row> m_rows;
};

} // namespace storyscope::ui
