// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace storyscope::ui {

class RecentFiles;
class StatePages;

/// What was opened before.
class LibraryPanel : public QWidget {
    Q_OBJECT
public:
    /// The files must outlive the panel.
    explicit LibraryPanel(const RecentFiles* files, QWidget* parent = nullptr);

signals:
    void openRequested(const QStringList& paths);

private:
    void refresh();

    const RecentFiles* m_files;
    StatePages* m_pages = nullptr;
};

} // namespace storyscope::ui
