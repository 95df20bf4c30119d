// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/media_issues_button.h"

#include "ui/common/icons.h"
#include "ui/library/media_issues_model.h"

#include <QAction>

namespace storyscope::ui {

MediaIssuesButton::MediaIssuesButton(const MediaIssuesModel* model, QAction* toggle, QWidget* parent)
    : QToolButton(parent), m_model(model) {
    setObjectName(QStringLiteral("mediaIssuesButton"));
    setAutoRaise(true);
    setToolTip(tr("Show or hide what is wrong with the open file"));
    setStatusTip(toolTip());
    connect(this, &QToolButton::clicked, toggle, &QAction::trigger);
    connect(model, &QAbstractItemModel::modelReset, this, &MediaIssuesButton::refresh);
    refresh();
}

void MediaIssuesButton::refresh() {
    const int count = m_model->rowCount();
    const bool isSerious = m_model->worst() != Issue::Severity::Note;
    setText(tr("%n issue(s)", nullptr, count));
    setAccessibleName(text());
    setIcon(isSerious ? ui::icon(QStringLiteral("warning")) : QIcon());
    setToolButtonStyle(isSerious ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonTextOnly);
    setVisible(count > 0);
}

} // namespace storyscope::ui
