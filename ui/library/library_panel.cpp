// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/library_panel.h"

#include "ui/common/state_pages.h"
#include "ui/library/recent_files.h"
#include "ui/library/recent_list.h"

#include <QVBoxLayout>

namespace storyscope::ui {

LibraryPanel::LibraryPanel(const RecentFiles* files, QWidget* parent) : QWidget(parent), m_files(files) {
    setObjectName(QStringLiteral("libraryPanel"));
    auto* list = new RecentList(files);
    list->setObjectName(QStringLiteral("libraryRecentFiles"));
    connect(list, &RecentList::openRequested, this, &LibraryPanel::openRequested);
    connect(files, &RecentFiles::changed, this, &LibraryPanel::refresh);
    m_pages = new StatePages(list, this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    refresh();
}

void LibraryPanel::refresh() {
    if (m_files->entries().isEmpty()) {
        m_pages->showEmpty(tr("Videos and pictures that were opened appear here."));
    } else {
        m_pages->showReady();
    }
}

} // namespace storyscope::ui
