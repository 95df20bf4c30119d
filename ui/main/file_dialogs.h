// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/export_job.h"

#include <QStringList>
#include <functional>

class QWidget;

namespace storyscope::ui {

/// What a file dialog starts with.
struct FileDialogStart {
    QString folder;
    QString fileName; ///< proposed name; for saving only
};

/// The dialogs come back at once; `chosen` is called later, and only if the person chose something.
void askForFiles(QWidget* parent, const FileDialogStart& start, std::function<void(const QStringList&)> chosen);
void askForFolder(QWidget* parent, const FileDialogStart& start, std::function<void(const QString&)> chosen);
/// Of a data set whose pictures are missing.
void askWherePicturesAre(QWidget* parent, const FileDialogStart& start, std::function<void(const QString&)> chosen);
void askWhereToExport(QWidget* parent, const FileDialogStart& start, StoryFormat format,
                      std::function<void(const QString&)> chosen);
/// `start.fileName` with its ending.
void askWhereToSavePicture(QWidget* parent, const FileDialogStart& start, std::function<void(const QString&)> chosen);

} // namespace storyscope::ui
