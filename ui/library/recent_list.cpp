// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/recent_list.h"

#include "core/media/image_file.h"
#include "ui/common/icons.h"
#include "ui/common/text.h"
#include "ui/library/recent_files.h"

#include <QFileInfo>
#include <QKeyEvent>
#include <algorithm>

namespace storyscope::ui {

namespace {

QString iconFor(const QStringList& paths) {
    static const QStringList films = {QStringLiteral("mp4"),  QStringLiteral("mov"), QStringLiteral("mkv"),
                                      QStringLiteral("webm"), QStringLiteral("avi"), QStringLiteral("gif"),
                                      QStringLiteral("ts"),   QStringLiteral("m4v"), QStringLiteral("flv"),
                                      QStringLiteral("3gp"),  QStringLiteral("mpg"), QStringLiteral("mpeg")};
    const QString suffix = QFileInfo(paths.value(0)).suffix().toLower();
    if (films.contains(suffix)) {
        return QStringLiteral("film");
    }
    const bool isPicture = paths.size() > 1 || media::isPictureName(toPath(paths.value(0)));
    return isPicture ? QStringLiteral("picture") : QStringLiteral("folder");
}

} // namespace

RecentList::RecentList(const RecentFiles* files, QWidget* parent) : QListWidget(parent), m_files(files) {
    setAccessibleName(tr("Recent files"));
    setTextElideMode(Qt::ElideMiddle);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    connect(files, &RecentFiles::changed, this, &RecentList::fill);
    connect(this, &QListWidget::itemClicked, this, &RecentList::open);
    fill();
}

void RecentList::keyPressEvent(QKeyEvent* event) {
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && currentItem() != nullptr) {
        open(currentItem());
        return;
    }
    QListWidget::keyPressEvent(event);
}

void RecentList::open(const QListWidgetItem* item) {
    emit openRequested(item->data(Qt::UserRole).toStringList());
}

QSize RecentList::sizeHint() const {
    constexpr int shownRows = 5;
    return {QListWidget::sizeHint().width(),
            std::min(shownRows, std::max(1, count())) * std::max(16, sizeHintForRow(0))};
}

void RecentList::fill() {
    clear();
    for (const QStringList& paths : m_files->entries()) {
        auto* item = new QListWidgetItem(icon(iconFor(paths)), RecentFiles::title(paths), this);
        item->setToolTip(paths.join(QLatin1Char('\n')));
        item->setData(Qt::UserRole, paths);
    }
    updateGeometry();
}

} // namespace storyscope::ui
