// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/start_page.h"

#include "ui/common/icons.h"
#include "ui/library/recent_files.h"
#include "ui/library/recent_list.h"

#include <QAction>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace storyscope::ui {

namespace {

constexpr int columnWidth = 560;

/// Where a file may be dropped; the whole window takes it, this only says so.
class DropArea : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QPen pen(palette().color(QPalette::PlaceholderText), 1.5, Qt::DashLine);
        painter.setPen(pen);
        painter.setBrush(palette().color(QPalette::Base));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
    }
};

QPushButton* makeButton(QAction* action, const QString& text) {
    auto* button = new QPushButton(action->icon(), text);
    button->setObjectName(action->objectName() + QStringLiteral("Button"));
    button->setAccessibleName(text);
    button->setToolTip(action->statusTip());
    button->setStatusTip(action->statusTip());
    button->setMinimumSize(button->sizeHint().width() + 16, 36);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

} // namespace

StartPage::StartPage(const Actions& actions, const RecentFiles* files, QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("startPage"));
    auto* column = new QVBoxLayout;
    column->setSpacing(16);
    auto* title = new QLabel(tr("See the story of a video, and what every word looked at"));
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.6);
    title->setFont(large);
    title->setWordWrap(true);
    title->setAlignment(Qt::AlignCenter);
    column->addStretch(2);
    column->addWidget(title);
    column->addWidget(makeDropArea(actions));
    column->addWidget(makeRecent(files));
    column->addStretch(3);
    auto* middle = new QWidget;
    middle->setMaximumWidth(columnWidth);
    middle->setLayout(column);
    auto* layout = new QHBoxLayout(this);
    layout->addStretch(1);
    layout->addWidget(middle, 8);
    layout->addStretch(1);
}

QWidget* StartPage::makeDropArea(const Actions& actions) {
    auto* area = new DropArea;
    area->setObjectName(QStringLiteral("dropArea"));
    auto* picture = new QLabel;
    picture->setPixmap(icon(QStringLiteral("film")).pixmap(48, 48));
    picture->setAlignment(Qt::AlignCenter);
    auto* text = new QLabel(tr("Drop a video, a GIF, pictures, a folder of pictures or a data set here"));
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignCenter);
    QPushButton* sample = makeButton(actions.openSample, tr("Tell the sample's story"));
    sample->setDefault(true);
    auto* others = new QHBoxLayout;
    others->setSpacing(8);
    others->addStretch();
    others->addWidget(sample);
    others->addWidget(makeButton(actions.open, tr("Open…")));
    others->addWidget(makeButton(actions.openFolder, tr("Open folder…")));
    others->addStretch();
    auto* layout = new QVBoxLayout(area);
    layout->setContentsMargins(32, 40, 32, 40);
    layout->setSpacing(16);
    layout->addWidget(picture);
    layout->addWidget(text);
    layout->addLayout(others);
    return area;
}

QWidget* StartPage::makeRecent(const RecentFiles* files) {
    auto* box = new QWidget;
    auto* title = new QLabel(tr("Recent files"));
    title->setForegroundRole(QPalette::PlaceholderText);
    auto* list = new RecentList(files);
    list->setObjectName(QStringLiteral("startRecentFiles"));
    list->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(title);
    layout->addWidget(list);
    box->setVisible(!files->entries().isEmpty());
    connect(files, &RecentFiles::changed, box, [box, files] { box->setVisible(!files->entries().isEmpty()); });
    connect(list, &RecentList::openRequested, this, &StartPage::openRequested);
    return box;
}

} // namespace storyscope::ui
