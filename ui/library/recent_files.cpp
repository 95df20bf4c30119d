// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/recent_files.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <algorithm>

namespace storyscope::ui {

namespace {

const QString key = QStringLiteral("recentFiles");

} // namespace

RecentFiles::RecentFiles(QSettings* settings, QObject* parent) : QObject(parent), m_settings(settings) {
    const int count = m_settings->beginReadArray(key);
    for (int index = 0; index < std::min(count, limit); ++index) {
        m_settings->setArrayIndex(index);
        const QStringList paths = m_settings->value(QStringLiteral("paths")).toStringList();
        if (!paths.isEmpty()) {
            m_entries.append(paths);
            const QString folder = m_settings->value(QStringLiteral("pictureFolder")).toString();
            if (!folder.isEmpty()) {
                m_pictureFolders.insert(paths.front(), folder);
            }
        }
    }
    m_settings->endArray();
}

void RecentFiles::add(const QStringList& paths) {
    if (paths.isEmpty()) {
        return;
    }
    m_entries.removeAll(paths);
    m_entries.prepend(paths);
    while (m_entries.size() > limit) {
        m_entries.removeLast();
    }
    store();
}

void RecentFiles::remove(const QStringList& paths) {
    m_entries.removeAll(paths);
    store();
}

void RecentFiles::clear() {
    m_entries.clear();
    store();
}

QStringList RecentFiles::entryWith(const QString& path) const {
    const auto found = std::ranges::find_if(m_entries, [&](const QStringList& paths) { return paths.contains(path); });
    return found == m_entries.end() ? QStringList() : *found;
}

void RecentFiles::rememberPictureFolder(const QString& dataset, const QString& folder) {
    m_pictureFolders.insert(dataset, folder);
    store();
}

QString RecentFiles::title(const QStringList& paths) {
    const QFileInfo first(paths.value(0));
    if (paths.size() > 1) {
        return tr("%1 pictures in %2").arg(paths.size()).arg(first.dir().dirName());
    }
    return first.fileName().isEmpty() ? first.filePath() : first.fileName();
}

void RecentFiles::store() {
    m_settings->remove(key);
    m_settings->beginWriteArray(key);
    for (int index = 0; index < m_entries.size(); ++index) {
        m_settings->setArrayIndex(index);
        m_settings->setValue(QStringLiteral("paths"), m_entries[index]);
        if (const QString folder = pictureFolderOf(m_entries[index].front()); !folder.isEmpty()) {
            m_settings->setValue(QStringLiteral("pictureFolder"), folder);
        }
    }
    m_settings->endArray();
    emit changed();
}

} // namespace storyscope::ui
