// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/paint_watch.h"

#include "ui/player/frame_view.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEvent>
#include <QTimer>

namespace storyscope::test {

PaintWatch::PaintWatch(ui::FrameView* view) : m_view(view) {
    view->installEventFilter(this);
}

bool PaintWatch::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_view && event->type() == QEvent::Paint) {
        m_frame = m_view->shownImage().isNull() ? -1 : m_view->shownFrame();
        m_hadOverlay = m_view->isOverlayShown();
        // When this call is made, the painting that begins now has been sent to the screen.
        QMetaObject::invokeMethod(
            this, [this, number = m_frame] { emit painted(number); }, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

bool PaintWatch::waitFor(int number) {
    const QDeadlineTimer deadline(patienceMs);
    QTimer wakeUp; // so that waiting for events ends
    wakeUp.start(20);
    while (m_frame != number && !deadline.hasExpired()) {
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
    return m_frame == number;
}

} // namespace storyscope::test
