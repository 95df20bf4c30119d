// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/page_scroller.h"

#include <QApplication>
#include <QEvent>
#include <QScrollBar>
#include <algorithm>

namespace storyscope::ui {
namespace {

constexpr int fewestLines = 8;

} // namespace

PageScroller::PageScroller(QWidget* page, QWidget* parent) : QScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    viewport()->setAutoFillBackground(false);
    setWidget(page);
    page->setAutoFillBackground(false);
    page->installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this, [this](const QWidget* /*before*/, QWidget* now) {
        if (now && widget()->isAncestorOf(now))
            ensureWidgetVisible(now);
    });
}

int PageScroller::missingHeight() const {
    return widget()->minimumSizeHint().height() - viewport()->height();
}

QSize PageScroller::sizeHint() const {
    return widget()->sizeHint();
}

QSize PageScroller::minimumSizeHint() const {
    const QSize page = widget()->minimumSizeHint();
    return {page.width() + verticalScrollBar()->sizeHint().width(),
            std::min(page.height(), fewestLines * fontMetrics().lineSpacing())};
}

bool PageScroller::eventFilter(QObject* watched, QEvent* event) {
    const bool isStopped = QScrollArea::eventFilter(watched, event);
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    return isStopped;
}

} // namespace storyscope::ui
