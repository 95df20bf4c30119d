// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/dataset_opener.h"

#include <QWidget>

class QStackedWidget;
class QToolButton;

namespace storyscope::ui {

class DatasetPage;
class RecentFiles;
class StatePages;

/// What was opened before and, when a data set is open, its stories.
class LibraryPanel : public QWidget {
    Q_OBJECT
public:
    /// The files must outlive the panel.
    explicit LibraryPanel(const RecentFiles* files, QWidget* parent = nullptr);

    void showDataset(const OpenDatasetPtr& dataset);
    /// While a data set is being read.
    void showOpening(const QString& name);
    /// Shows what there is, if anything; else why nothing is.
    void showFailed(const QString& reason);
    /// After showOpening(): what there was before.
    void showWhatThereIs();
    DatasetPage* page() const { return m_page; }
    /// Brings the data set's stories to the front, ready to search them.
    void search();

signals:
    void openRequested(const QStringList& paths);
    /// Of the data set that is shown.
    void storyRequested(std::size_t story);
    /// A person knows where the pictures of the data set are that is shown.
    void pictureFolderRequested();

private:
    QWidget* makeRecent();
    void refresh();
    void showRecent();

    const RecentFiles* m_files;
    QStackedWidget* m_views = nullptr;
    StatePages* m_pages = nullptr; ///< of what was opened before
    DatasetPage* m_page = nullptr;
    QToolButton* m_forward = nullptr;
};

} // namespace storyscope::ui
