// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/window_dialogs.h"

#include "ui/help/about_dialog.h"
#include "ui/help/shortcuts_dialog.h"

#include <QAction>
#include <QCoreApplication>
#include <QMainWindow>
#include <QMessageBox>
#include <QPushButton>
#include <utility>

namespace storyscope::ui {

namespace {

struct WindowDialogText {
    Q_DECLARE_TR_FUNCTIONS(WindowDialogs)
};

void showOnce(QDialog* dialog) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

} // namespace

void showShortcuts(QMainWindow* window) {
    showOnce(new ShortcutsDialog(window->findChildren<QAction*>(), window));
}

void showAbout(QMainWindow* window) {
    showOnce(new AboutDialog(window));
}

void askToEndRun(QMainWindow* window, std::function<void()> agreed) {
    auto* question = new QMessageBox(QMessageBox::Question, WindowDialogText::tr("Storyscope"),
                                     WindowDialogText::tr("A model is being trained. End the run and quit?"),
                                     QMessageBox::Cancel, window);
    question->setObjectName(QStringLiteral("quitQuestion"));
    question->setInformativeText(WindowDialogText::tr("What it has learned up to its last epoch is kept."));
    question->setAttribute(Qt::WA_DeleteOnClose);
    const QPushButton* end = question->addButton(WindowDialogText::tr("End the run and quit"), QMessageBox::AcceptRole);
    QObject::connect(end, &QPushButton::clicked, window, std::move(agreed));
    question->open();
}

} // namespace storyscope::ui
