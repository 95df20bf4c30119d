// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;

namespace storyscope::ui {

class RecentFiles;

/// The first thing a new person sees: what to do in one sentence, a place to drop a file, and the sample's story.
class StartPage : public QWidget {
    Q_OBJECT
public:
    struct Actions {
        QAction* openSample;
        QAction* open;
        QAction* openFolder;
    };
    /// The files must outlive the page.
    StartPage(const Actions& actions, const RecentFiles* files, QWidget* parent = nullptr);

signals:
    void openRequested(const QStringList& paths);

private:
    QWidget* makeDropArea(const Actions& actions);
    QWidget* makeRecent(const RecentFiles* files);
};

} // namespace storyscope::ui
