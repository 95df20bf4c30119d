// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/about_dialog.h"

#include "ui/common/icons.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace storyscope::ui {

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("About Storyscope"));
    auto* sign = new QLabel(this);
    sign->setPixmap(applicationIcon().pixmap(64));
    const QString version = QCoreApplication::applicationVersion();
    auto* text = new QLabel(this);
    text->setTextFormat(Qt::RichText);
    text->setWordWrap(true);
    text->setMinimumWidth(360);
    text->setText(
        QStringLiteral("<h3>%1</h3><p>%2</p><p>%3</p><p>%4</p>")
            .arg(version.isEmpty() ? tr("Storyscope") : tr("Storyscope %1").arg(version),
                 tr("Tells the story of a video, shows what every word looked at, predicts what comes next, and "
                    "trains the models that do so."),
                 tr("Free software under the GNU General Public License, version 3 or later. It comes without "
                    "any warranty."),
                 tr("Built on Qt %1, LibTorch, FFmpeg, OpenCV and QCustomPlot.").arg(QLatin1String(qVersion()))));
    auto* top = new QHBoxLayout;
    top->setSpacing(16);
    top->addWidget(sign, 0, Qt::AlignTop);
    top->addWidget(text, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* close = buttons->button(QDialogButtonBox::Close);
    close->setText(tr("Close"));
    close->setAccessibleName(close->text());
    close->setIcon(QIcon());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(16);
    layout->addLayout(top);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

} // namespace storyscope::ui
