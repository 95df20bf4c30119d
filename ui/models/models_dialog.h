// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/model_shelf.h"
#include "ui/jobs/job_error.h"
#include "ui/jobs/model_verifier.h"

#include <QDialog>

class QListView;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace storyscope::ui {

class DownloadBox;
class JobStatus;
class MessageBanner;
class ModelDetails;
class ModelListModel;
class ModelStore;

/// The models page: what is on this computer and what can be downloaded on the left, the chosen one on the right. Not
/// modal; closing it stops no download.
class ModelsDialog : public QDialog {
    Q_OBJECT
public:
    /// The store must outlive the dialog.
    explicit ModelsDialog(ModelStore* store, QWidget* parent = nullptr);

    /// Shows the model in a folder, or a published one by its repository: here or to be downloaded.
    void choose(const QString& folderOrRepository);

signals:
    void useRequested(const QString& folder);

private:
    QWidget* makeLeftSide();
    QWidget* makeRightSide();
    QPushButton* makeImportButton();
    void followStore();
    void followDetails();

    void keepChoice();
    void chosenChanged();
    void showChosen();
    void askForFolder();
    void askForFile();
    void askToRemove();
    void showCheck(const ModelCheck& check);
    void showProblem(const JobError& error);
    QString removalQuestion(const inference::ShelfModel& model) const;

    ModelStore* m_store;
    ModelListModel* m_model;
    QListView* m_list = nullptr;
    MessageBanner* m_banner = nullptr;
    QStackedWidget* m_pages = nullptr;
    QWidget* m_looking = nullptr;
    ModelDetails* m_details = nullptr;
    DownloadBox* m_download = nullptr;
    JobStatus* m_status = nullptr;
    QString m_chosen; ///< folder or repository
};

} // namespace storyscope::ui
