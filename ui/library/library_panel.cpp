// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/library_panel.h"

#include "ui/common/state_pages.h"
#include "ui/library/dataset_page.h"
#include "ui/library/recent_files.h"
#include "ui/library/recent_list.h"

#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace storyscope::ui {

LibraryPanel::LibraryPanel(const RecentFiles* files, QWidget* parent) : QWidget(parent), m_files(files) {
    setObjectName(QStringLiteral("libraryPanel"));
    m_page = new DatasetPage;
    m_views = new QStackedWidget;
    m_views->addWidget(makeRecent());
    m_views->addWidget(m_page);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_views);
    connect(files, &RecentFiles::changed, this, &LibraryPanel::refresh);
    connect(m_page, &DatasetPage::backRequested, this, &LibraryPanel::showRecent);
    connect(m_page, &DatasetPage::storyChosen, this, &LibraryPanel::storyRequested);
    connect(m_page, &DatasetPage::pictureFolderRequested, this, &LibraryPanel::pictureFolderRequested);
    refresh();
}

QWidget* LibraryPanel::makeRecent() {
    auto* list = new RecentList(m_files);
    list->setObjectName(QStringLiteral("libraryRecentFiles"));
    connect(list, &RecentList::openRequested, this, &LibraryPanel::openRequested);
    m_pages = new StatePages(list);
    m_pages->setObjectName(QStringLiteral("recentPages"));
    m_forward = new QToolButton;
    m_forward->setObjectName(QStringLiteral("libraryForward"));
    m_forward->setAutoRaise(true);
    m_forward->setArrowType(Qt::RightArrow);
    m_forward->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_forward->setAccessibleName(tr("Back to the data set"));
    m_forward->hide();
    connect(m_forward, &QToolButton::clicked, this, [this] { m_views->setCurrentWidget(m_page); });
    auto* recent = new QWidget;
    auto* layout = new QVBoxLayout(recent);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_forward);
    layout->addWidget(m_pages, 1);
    return recent;
}

void LibraryPanel::showDataset(const OpenDatasetPtr& dataset) {
    m_page->setDataset(dataset);
    m_forward->setText(dataset->name);
    m_forward->setToolTip(tr("Back to the stories of %1").arg(dataset->name));
    m_forward->setAccessibleName(m_forward->toolTip());
    m_forward->show();
    m_views->setCurrentWidget(m_page);
    refresh();
}

void LibraryPanel::showOpening(const QString& name) {
    m_views->setCurrentIndex(0);
    m_pages->showWorking(tr("Opening %1…").arg(name));
}

void LibraryPanel::showFailed(const QString& reason) {
    if (!m_files->entries().isEmpty() || m_page->dataset()) {
        showWhatThereIs(); // the window says what went wrong
        return;
    }
    m_views->setCurrentIndex(0);
    m_pages->showFailed(tr("%1\n\nOpen another file or folder, or look at what this one lacks.").arg(reason));
}

void LibraryPanel::showWhatThereIs() {
    refresh();
    if (m_page->dataset()) {
        m_views->setCurrentWidget(m_page);
    }
}

void LibraryPanel::search() {
    m_views->setCurrentWidget(m_page);
    m_page->focusSearch();
}

void LibraryPanel::showRecent() {
    refresh();
    m_views->setCurrentIndex(0);
}

void LibraryPanel::refresh() {
    if (m_files->entries().isEmpty()) {
        m_pages->showEmpty(tr("Videos, pictures and data sets that were opened appear here. Drop one on the window."));
    } else {
        m_pages->showReady();
    }
}

} // namespace storyscope::ui
