// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/file_requests.h"

#include "ui/common/text.h"
#include "ui/main/file_dialogs.h"
#include "ui/main/main_actions.h"

#include <QAction>
#include <QFileInfo>
#include <QSettings>
#include <QWidget>
#include <utility>

namespace storyscope::ui {

namespace {

constexpr QLatin1String folderKey("window/lastFolder");

} // namespace

FileRequests::FileRequests(QWidget* window, QSettings* settings, StorySession* session)
    : QObject(window), m_window(window), m_settings(settings), m_session(session) {}

void FileRequests::follow(const MainActions& actions) {
    connect(actions.open, &QAction::triggered, this, &FileRequests::openFiles);
    connect(actions.openFolder, &QAction::triggered, this, &FileRequests::openFolder);
    connect(actions.openSample, &QAction::triggered, m_session, &StorySession::openSample);
    const QList<std::pair<QAction*, StoryFormat>> exports{{actions.exportJson, StoryFormat::Json},
                                                          {actions.exportSrt, StoryFormat::Srt},
                                                          {actions.exportVtt, StoryFormat::Vtt},
                                                          {actions.exportHtml, StoryFormat::Html}};
    for (const auto& [action, format] : exports) {
        connect(action, &QAction::triggered, this, [this, chosen = format] { exportStory(chosen); });
    }
}

void FileRequests::askForPicture(const QString& proposedName, std::function<void(const QString& path)> chosen) {
    askWhereToSavePicture(m_window, {folder(), proposedName}, std::move(chosen));
}

void FileRequests::rememberFolderOf(const QStringList& paths) {
    m_settings->setValue(folderKey, QFileInfo(paths.front()).absolutePath());
}

void FileRequests::openFiles() {
    askForFiles(m_window, {folder(), {}}, [this](const QStringList& paths) { m_session->open(paths); });
}

void FileRequests::openFolder() {
    askForFolder(m_window, {folder(), {}}, [this](const QString& path) { m_session->open({path}); });
}

void FileRequests::exportStory(StoryFormat format) {
    const QFileInfo source(m_session->story() ? toText(m_session->story()->result.source) : QString());
    askWhereToExport(m_window, {folder(), source.completeBaseName()}, format,
                     [this, format](const QString& path) { m_session->exportStory(format, path); });
}

QString FileRequests::folder() const {
    return m_settings->value(folderKey).toString();
}

} // namespace storyscope::ui
