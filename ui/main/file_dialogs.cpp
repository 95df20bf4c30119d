// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/file_dialogs.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <utility>

namespace storyscope::ui {

namespace {

struct FileDialogText {
    Q_DECLARE_TR_FUNCTIONS(FileDialogs)
};

QString mediaFilter() {
    return FileDialogText::tr("Videos and pictures") +
           QStringLiteral(" (*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.flv *.ts *.3gp *.mpg *.mpeg *.ogv *.gif "
                          "*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;") +
           FileDialogText::tr("Data sets") + QStringLiteral(" (*.json *.jsonl *.csv *.tsv *.txt *.token *.parquet);;") +
           FileDialogText::tr("All files") + QStringLiteral(" (*)");
}

struct FormatTexts {
    QString filter;
    QString suffix;
};

FormatTexts textsOf(StoryFormat format) {
    switch (format) {
    case StoryFormat::Json:
        return {FileDialogText::tr("JSON") + QStringLiteral(" (*.json)"), QStringLiteral("json")};
    case StoryFormat::Srt:
        return {FileDialogText::tr("SRT subtitles") + QStringLiteral(" (*.srt)"), QStringLiteral("srt")};
    case StoryFormat::Vtt:
        return {FileDialogText::tr("WebVTT subtitles") + QStringLiteral(" (*.vtt)"), QStringLiteral("vtt")};
    case StoryFormat::Html:
        return {FileDialogText::tr("HTML page") + QStringLiteral(" (*.html)"), QStringLiteral("html")};
    }
    return {};
}

QFileDialog* makeDialog(QWidget* parent, const QString& title, const FileDialogStart& start) {
    auto* dialog = new QFileDialog(parent, title, start.folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    return dialog;
}

QFileDialog* makeFolderDialog(QWidget* parent, const QString& title, const FileDialogStart& start) {
    QFileDialog* dialog = makeDialog(parent, title, start);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    return dialog;
}

} // namespace

void askForFiles(QWidget* parent, const FileDialogStart& start, std::function<void(const QStringList&)> chosen) {
    QFileDialog* dialog = makeDialog(parent, FileDialogText::tr("Open a video, pictures or a data set"), start);
    dialog->setObjectName(QStringLiteral("openDialog"));
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilter(mediaFilter());
    QObject::connect(dialog, &QFileDialog::filesSelected, parent, std::move(chosen));
    dialog->open();
}

void askForFolder(QWidget* parent, const FileDialogStart& start, std::function<void(const QString&)> chosen) {
    QFileDialog* dialog =
        makeFolderDialog(parent, FileDialogText::tr("Open a folder of pictures or of a data set"), start);
    dialog->setObjectName(QStringLiteral("openFolderDialog"));
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

void askWherePicturesAre(QWidget* parent, const FileDialogStart& start, std::function<void(const QString&)> chosen) {
    QFileDialog* dialog =
        makeFolderDialog(parent, FileDialogText::tr("Choose the folder with the data set's pictures"), start);
    dialog->setObjectName(QStringLiteral("pictureFolderDialog"));
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

void askWhereToExport(QWidget* parent, const FileDialogStart& start, StoryFormat format,
                      std::function<void(const QString&)> chosen) {
    const FormatTexts texts = textsOf(format);
    QFileDialog* dialog = makeDialog(parent, FileDialogText::tr("Export the story"), start);
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(texts.filter);
    dialog->setDefaultSuffix(texts.suffix);
    dialog->selectFile(start.fileName + QLatin1Char('.') + texts.suffix);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

void askWhereToSavePicture(QWidget* parent, const FileDialogStart& start, std::function<void(const QString&)> chosen) {
    QFileDialog* dialog = makeDialog(parent, FileDialogText::tr("Save the frame"), start);
    dialog->setObjectName(QStringLiteral("savePictureDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(FileDialogText::tr("PNG picture") + QStringLiteral(" (*.png)"));
    dialog->setDefaultSuffix(QStringLiteral("png"));
    dialog->selectFile(start.fileName);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

} // namespace storyscope::ui
