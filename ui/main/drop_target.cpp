// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/drop_target.h"

#include "ui/library/story_list_model.h"

#include <QDropEvent>
#include <QMimeData>
#include <QPainter>
#include <QUrl>
#include <QWidget>

namespace storyscope::ui {

namespace {

/// Covers the window while files are dragged over it; takes no part in the drag itself.
class DropHighlight : public QWidget {
public:
    explicit DropHighlight(QWidget* window) : QWidget(window) {
        setObjectName(QStringLiteral("dropHighlight"));
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QColor accent = palette().color(QPalette::Highlight);
        QColor veil = palette().color(QPalette::Window);
        veil.setAlphaF(0.7F);
        painter.fillRect(rect(), veil);
        painter.setPen(QPen(accent, 4));
        painter.drawRoundedRect(QRectF(rect()).adjusted(6, 6, -6, -6), 8, 8);
        QFont large = font();
        large.setPointSizeF(large.pointSizeF() * 1.6);
        painter.setFont(large);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(rect(), Qt::AlignCenter, DropTarget::tr("Drop to open and tell its story"));
    }
};

} // namespace

DropTarget::DropTarget(QWidget* window) : QObject(window), m_window(window), m_highlight(new DropHighlight(window)) {
    window->setAcceptDrops(true);
    window->installEventFilter(this);
}

bool DropTarget::isHighlighted() const {
    return m_highlight->isVisibleTo(m_window);
}

QStringList DropTarget::localFiles(const QMimeData* data) {
    QStringList paths;
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile()) {
            paths.append(url.toLocalFile());
        }
    }
    return paths;
}

bool DropTarget::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::DragEnter:
    case QEvent::DragMove: {
        auto* drag = static_cast<QDragMoveEvent*>(event);
        if (drag->mimeData()->hasUrls()) {
            setHighlighted(true);
            drag->setDropAction(Qt::CopyAction);
            drag->accept();
            return true;
        }
        break;
    }
    case QEvent::DragLeave:
        setHighlighted(false);
        return true;
    case QEvent::Drop: {
        setHighlighted(false);
        auto* drop = static_cast<QDropEvent*>(event);
        if (drop->mimeData()->hasFormat(QLatin1String(StoryListModel::mimeType))) {
            break; // a story of the library: see LibrarySession
        }
        const QStringList paths = localFiles(drop->mimeData());
        drop->setDropAction(Qt::CopyAction);
        drop->accept();
        if (paths.isEmpty()) {
            emit refused();
        } else {
            emit dropped(paths);
        }
        return true;
    }
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

void DropTarget::setHighlighted(bool isHighlighted) {
    m_highlight->setGeometry(m_window->rect());
    m_highlight->setVisible(isHighlighted);
    if (isHighlighted) {
        m_highlight->raise();
    }
}

} // namespace storyscope::ui
