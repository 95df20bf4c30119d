// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/dataset_opener.h"

#include <QTreeWidget>

namespace storyscope::ui {

/// What is wrong with a data set, the same of several places said once. Enter or a double click on a place that names a
/// story leads to that story.
class DatasetIssuesView : public QTreeWidget {
    Q_OBJECT
public:
    explicit DatasetIssuesView(QWidget* parent = nullptr);

    void show(const std::vector<IssueGroup>& groups);
    /// The id in "story 45530, frame 3"; empty if no story is named.
    static QString storyIn(const QString& place);

    QSize sizeHint() const override { return {280, 140}; }

signals:
    void storyNamed(const QString& id);
};

} // namespace storyscope::ui
