// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/main/story_session.h"

#include <QObject>
#include <functional>

class QSettings;

namespace storyscope::ui {

class MainActions;

/// Asks a person what to open and where to write, beginning in the folder that was used last. GUI thread.
class FileRequests : public QObject {
    Q_OBJECT
public:
    /// All must outlive the requests.
    FileRequests(QWidget* window, QSettings* settings, StorySession* session);

    /// Does what the actions that open and export say.
    void follow(const MainActions& actions);
    void askForPicture(const QString& proposedName, std::function<void(const QString& path)> chosen);
    /// The next dialog begins where these are.
    void rememberFolderOf(const QStringList& paths);

private:
    void openFiles();
    void openFolder();
    void exportStory(StoryFormat format);
    QString folder() const;

    QWidget* m_window;
    QSettings* m_settings;
    StorySession* m_session;
};

} // namespace storyscope::ui
