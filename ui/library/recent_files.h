// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QStringList>

class QSettings;

namespace storyscope::ui {

/// What was opened lately, newest first, kept in the settings. An entry is one path, or several pictures. GUI thread.
class RecentFiles : public QObject {
    Q_OBJECT
public:
    static constexpr int limit = 12;

    /// The settings must outlive it.
    explicit RecentFiles(QSettings* settings, QObject* parent = nullptr);

    const QList<QStringList>& entries() const { return m_entries; }
    void add(const QStringList& paths);
    void remove(const QStringList& paths);
    void clear();
    /// The newest entry that has this path; empty if there is none.
    QStringList entryWith(const QString& path) const;
    /// Where a person said that the pictures of a data set are; empty: where it has them. Kept as long as its entry.
    QString pictureFolderOf(const QString& dataset) const { return m_pictureFolders.value(dataset); }
    void rememberPictureFolder(const QString& dataset, const QString& folder);
    /// "story.mp4", or "3 pictures in holiday".
    static QString title(const QStringList& paths);

signals:
    void changed();

private:
    void store();

    QSettings* m_settings;
    QList<QStringList> m_entries;
    QHash<QString, QString> m_pictureFolders; ///< per data set
};

} // namespace storyscope::ui
