// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/story_list_view.h"

#include "ui/library/story_card_delegate.h"
#include "ui/library/story_list_model.h"

#include <QDrag>
#include <QKeyEvent>
#include <QMimeData>
#include <QScrollBar>
#include <algorithm>

namespace storyscope::ui {

namespace {

constexpr int gatherMs = 15;

} // namespace

StoryListView::StoryListView(StoryListModel* model, QWidget* parent) : QListView(parent), m_stories(model) {
    setObjectName(QStringLiteral("storyList"));
    setAccessibleName(tr("Stories of the data set"));
    setModel(model);
    setItemDelegate(new StoryCardDelegate(model, this));
    setUniformItemSizes(true);
    setResizeMode(QListView::Adjust);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setDragEnabled(true);
    setDragDropMode(DragOnly);
    m_look.setSingleShot(true);
    m_look.setInterval(gatherMs);
    connect(&m_look, &QTimer::timeout, this, &StoryListView::lookAtVisible);
    const auto lookSoon = [this] {
        if (!m_look.isActive()) {
            m_look.start();
        }
    };
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, lookSoon);
    connect(model, &QAbstractItemModel::modelReset, this, lookSoon);
    connect(model, &QAbstractItemModel::rowsInserted, this, lookSoon);
    connect(this, &QListView::doubleClicked, this, &StoryListView::choose);
}

void StoryListView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        choose(currentIndex());
        return;
    }
    QListView::keyPressEvent(event);
}

void StoryListView::choose(const QModelIndex& index) {
    if (index.isValid()) {
        emit storyChosen(m_stories->storyAt(index.row()));
    }
}

void StoryListView::resizeEvent(QResizeEvent* event) {
    QListView::resizeEvent(event);
    m_look.start();
}

void StoryListView::showEvent(QShowEvent* event) {
    QListView::showEvent(event);
    m_look.start();
}

void StoryListView::lookAtVisible() {
    if (!isVisible() || m_stories->rowCount() == 0) {
        return;
    }
    const int x = viewport()->width() / 2;
    const QModelIndex first = indexAt({x, 1});
    const QModelIndex last = indexAt({x, viewport()->height() - 2});
    const int firstRow = first.isValid() ? first.row() : 0;
    m_stories->look(firstRow, last.isValid() ? last.row() : m_stories->rowCount() - 1);
}

void StoryListView::startDrag(Qt::DropActions) {
    const QModelIndex index = currentIndex();
    if (!index.isValid()) {
        return;
    }
    auto* drag = new QDrag(this);
    drag->setMimeData(m_stories->mimeData({index}));
    drag->setPixmap(viewport()->grab(visualRect(index)));
    drag->setHotSpot({16, 16});
    drag->exec(Qt::CopyAction);
}

} // namespace storyscope::ui
