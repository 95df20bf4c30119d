// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/dataset_issues_view.h"

#include "ui/common/icons.h"

#include <QHeaderView>
#include <QLocale>
#include <QRegularExpression>
#include <algorithm>

namespace storyscope::ui {

DatasetIssuesView::DatasetIssuesView(QWidget* parent) : QTreeWidget(parent) {
    setObjectName(QStringLiteral("datasetIssues"));
    setAccessibleName(tr("What is wrong with the data set"));
    setHeaderHidden(true);
    setUniformRowHeights(true);
    setFrameShape(QFrame::NoFrame);
    setTextElideMode(Qt::ElideRight);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(this, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem* item) {
        const QString id = item->parent() != nullptr ? storyIn(item->text(0)) : QString();
        if (!id.isEmpty()) {
            emit storyNamed(id);
        }
    });
}

QString DatasetIssuesView::storyIn(const QString& place) {
    static const QRegularExpression pattern(QStringLiteral("\\bstory (\\S+?)(?=[,:;]|\\s|$)"));
    return pattern.match(place).captured(1);
}

void DatasetIssuesView::show(const std::vector<IssueGroup>& groups) {
    clear();
    const QLocale locale;
    for (const IssueGroup& group : groups) {
        const bool isOne = group.count == 1;
        auto* top = new QTreeWidgetItem(this);
        top->setText(0, isOne ? group.text
                              : tr("%1 × %2", "number of places, what is wrong there")
                                    .arg(locale.toString(static_cast<qulonglong>(group.count)), group.text));
        top->setToolTip(0, group.text);
        if (group.severity != Issue::Severity::Note) {
            top->setIcon(0, icon(QStringLiteral("warning")));
        }
        for (const QString& place : group.places) {
            auto* child = new QTreeWidgetItem(top, {place});
            child->setToolTip(0, place);
        }
        if (const auto kept = static_cast<std::size_t>(group.places.size()); kept < group.count) {
            const auto rest = static_cast<qulonglong>(group.count - kept);
            new QTreeWidgetItem(top, {tr("and %1 more").arg(locale.toString(rest))});
        }
        top->setExpanded(groups.size() == 1 && group.count <= 20);
    }
}

} // namespace storyscope::ui
