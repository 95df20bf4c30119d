// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/media_issues_panel.h"

#include "ui/common/state_pages.h"
#include "ui/common/text.h"

#include <QHeaderView>
#include <QTreeView>
#include <QVBoxLayout>

namespace storyscope::ui {

namespace {

constexpr int refreshMs = 200;

} // namespace

MediaIssuesPanel::MediaIssuesPanel(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("mediaIssuesPanel"));
    m_list = new QTreeView;
    m_list->setObjectName(QStringLiteral("mediaIssuesList"));
    m_list->setAccessibleName(tr("What is wrong with the open file"));
    m_list->setModel(&m_model);
    m_list->setRootIsDecorated(false);
    m_list->setAllColumnsShowFocus(true);
    m_list->setUniformRowHeights(true);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(MediaIssuesModel::Text, QHeaderView::Stretch);
    connect(m_list, &QTreeView::activated, this, &MediaIssuesPanel::activate);
    m_pages = new StatePages(m_list, this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(refreshMs);
    connect(&m_refresh, &QTimer::timeout, this, &MediaIssuesPanel::refresh);
    refresh();
}

void MediaIssuesPanel::setSource(const std::shared_ptr<media::MediaSource>& source) {
    m_source = source;
    refresh();
}

void MediaIssuesPanel::refreshSoon() {
    if (!m_refresh.isActive()) {
        m_refresh.start();
    }
}

void MediaIssuesPanel::showFailed(const QString& text) {
    if (!m_source) {
        m_pages->showFailed(text);
    }
}

void MediaIssuesPanel::refresh() {
    m_model.show(m_source.get());
    if (m_model.rowCount() > 0) {
        m_pages->showReady();
    } else if (!m_source) {
        m_pages->showEmpty(tr("What is wrong with an open video or picture is listed here."));
    } else if (!m_source->isComplete()) {
        m_pages->showWorking(tr("Reading the rest of %1").arg(toText(m_source->path().filename())));
    } else {
        m_pages->showEmpty(tr("Nothing wrong was found in %1 so far.").arg(toText(m_source->path().filename())));
    }
}

void MediaIssuesPanel::activate(const QModelIndex& index) {
    if (const auto frame = m_model.frameOf(index)) {
        emit jumpRequested(*frame);
    }
}

} // namespace storyscope::ui
