// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/real_window.h"

#include "tests/support/numbered_video.h"
#include "ui/common/message_banner.h"
#include "ui/player/frame_view.h"

#include <QScreen>
#include <QTest>

namespace storyscope::test {

namespace {

constexpr QPoint dragSourcePosition(1190, 10);

/// Waits for a line of the other program while this one's window goes on working.
bool waitForLine(QProcess& process, QByteArray* line) {
    return QTest::qWaitFor(
        [&] {
            if (process.canReadLine()) {
                *line = process.readLine().trimmed();
                return true;
            }
            return false;
        },
        patienceMs);
}

} // namespace

RealWindow::RealWindow() {
    qputenv("XDG_DATA_HOME", QFile::encodeName(m_home.filePath(QStringLiteral("data"))));
    qputenv("XDG_CACHE_HOME", QFile::encodeName(m_home.filePath(QStringLiteral("cache"))));
    m_settings.emplace(m_home.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    m_window.emplace(&*m_settings);
    m_window->setGeometry(0, 0, 1160, 760);
    m_window->show();
    m_painted.emplace(frameView());
    if (!activate(&*m_window)) {
        qFatal("The window did not become active");
    }
}

RealWindow::~RealWindow() {
    endDragSource();
}

void RealWindow::endDragSource() {
    m_dragSource.kill();
    m_dragSource.waitForFinished();
}

ui::FrameView* RealWindow::frameView() {
    return m_window->findChild<ui::FrameView*>();
}

bool RealWindow::activate(QWidget* window) {
    if (!QTest::qWaitForWindowExposed(window, patienceMs)) {
        return false;
    }
    m_input.focus(window->winId());
    return QTest::qWaitForWindowActive(window, patienceMs);
}

QString RealWindow::bannerText() {
    const auto* banner = m_window->findChild<ui::MessageBanner*>();
    return banner != nullptr ? banner->text() : QString();
}

void RealWindow::click(QWidget* widget, const QPoint& place) {
    const QPoint global = widget->mapToGlobal(place);
    m_input.moveTo(global.x(), global.y());
    QTest::qWait(50);
    m_input.pressButton();
    m_input.releaseButton();
    QTest::qWait(50);
}

void RealWindow::typeKey(const char* modifierName, const char* keysymName) {
    m_input.pressKey(modifierName);
    m_input.typeKey(keysymName);
    m_input.releaseKey(modifierName);
}

void RealWindow::typeText(const QString& digitsAndLetters) {
    for (const QChar character : digitsAndLetters) {
        m_input.typeKey(QString(character).toLatin1().constData());
    }
}

bool RealWindow::openQuietly(const QString& path) {
    const auto stop = QObject::connect(m_window->session(), &ui::StorySession::opened, m_window->session(),
                                       &ui::StorySession::stopTelling, Qt::QueuedConnection);
    m_window->open({path});
    const bool isOpen = QTest::qWaitFor(
        [&] {
            return m_window->player()->source() != nullptr &&
                   m_window->player()->source()->path() == path.toStdString() && m_painted->frame() == 0 &&
                   !frameView()->shownImage().isNull();
        },
        patienceMs);
    m_window->session()->stopTelling();
    QObject::disconnect(stop);
    return isOpen;
}

bool RealWindow::dragFiles(const QStringList& files, QWidget* target) {
    endDragSource();
    QStringList arguments = {QString::number(dragSourcePosition.x()), QString::number(dragSourcePosition.y())};
    m_dragSource.start(QStringLiteral(DRAG_SOURCE), arguments + files);
    QByteArray line;
    if (!m_dragSource.waitForStarted() || !waitForLine(m_dragSource, &line) || line != "ready") {
        return false;
    }
    QTest::qWait(300); // until the X server has mapped its window
    const QPoint from = dragSourcePosition + QPoint(40, 20);
    const QPoint to = target->mapToGlobal(target->rect().center());
    m_input.moveTo(from.x(), from.y());
    QTest::qWait(50);
    m_input.pressButton();
    constexpr int steps = 20;
    for (int step = 1; step <= steps; ++step) {
        const QPoint way = from + (to - from) * step / steps;
        m_input.moveTo(way.x(), way.y());
        QTest::qWait(30);
    }
    QTest::qWait(200);
    m_input.releaseButton();
    return waitForLine(m_dragSource, &line) && line == "dropped";
}

QImage RealWindow::grab(QWidget* widget, const QRect& part) const {
    const QRect global(widget->mapToGlobal(part.topLeft()), part.size());
    return widget->screen()
        ->grabWindow(0, global.x(), global.y(), global.width(), global.height())
        .toImage()
        .convertToFormat(QImage::Format_RGB32);
}

std::optional<int> RealWindow::numberOnScreen() {
    return numberIn(grab(frameView(), frameView()->rect()));
}

std::optional<int> RealWindow::numberIn(const QImage& screen) {
    const QRectF picture = frameView()->pictureRect();
    const QImage& frame = frameView()->shownImage();
    if (frame.isNull()) {
        return std::nullopt;
    }
    const double scale = picture.width() / frame.width();
    const NumberStrip strip = numberStrip(frame.width(), frame.height());
    const PixelView pixels{.data = screen.constBits(),
                           .width = screen.width(),
                           .height = screen.height(),
                           .strideBytes = screen.bytesPerLine(),
                           .bytesPerPixel = 4};
    return readFrameNumber(pixels, {.x = picture.x() + strip.x * scale,
                                    .y = picture.y() + strip.y * scale,
                                    .width = strip.width * scale,
                                    .height = strip.height * scale});
}

} // namespace storyscope::test
