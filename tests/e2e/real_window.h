// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/e2e/paint_watch.h"
#include "tests/e2e/x11_input.h"
#include "ui/main/main_window.h"

#include <QImage>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <optional>

namespace storyscope::ui {
class FrameView;
}

namespace storyscope::test {

/// The program's window on the screen, with a home folder of its own, and a person's hands on mouse and keyboard.
class RealWindow {
public:
    RealWindow();
    ~RealWindow();
    RealWindow(const RealWindow&) = delete;
    RealWindow& operator=(const RealWindow&) = delete;

    ui::MainWindow& window() { return *m_window; }
    ui::FrameView* frameView();
    /// What frameView() has painted.
    PaintWatch& painted() { return *m_painted; }
    X11Input& input() { return m_input; }
    template <typename Widget>
    Widget* find(const char* objectName) {
        return m_window->findChild<Widget*>(QString::fromLatin1(objectName));
    }

    /// Gives a window of the program the keyboard; false if it does not become active.
    bool activate(QWidget* window);
    /// Text of the banner across the top; empty while it is hidden.
    QString bannerText();
    void click(QWidget* widget, const QPoint& place);
    void click(QWidget* widget) { click(widget, widget->rect().center()); }
    void typeKey(const char* keysymName) { m_input.typeKey(keysymName); }
    /// A key together with a modifier: "Alt_L", "Control_L".
    void typeKey(const char* modifierName, const char* keysymName);
    void typeText(const QString& digitsAndLetters);

    /// Opens a video and waits for its first frame; its story is not told, to leave the processor to the test.
    bool openQuietly(const QString& path);
    /// Drags files from a second program's window onto `target`; false if it was not accepted. What is dropped is
    /// fetched afterwards: the other program lives as long as this one.
    bool dragFiles(const QStringList& files, QWidget* target);

    /// What the screen shows where the widget is.
    QImage grab(QWidget* widget, const QRect& part) const;
    /// The number that is to be read on the screen where the frame is drawn.
    std::optional<int> numberOnScreen();
    /// The same, in a grab of the whole frame view.
    std::optional<int> numberIn(const QImage& screen);

private:
    void endDragSource();

    QTemporaryDir m_home;
    std::optional<QSettings> m_settings;
    std::optional<ui::MainWindow> m_window;
    std::optional<PaintWatch> m_painted;
    X11Input m_input;
    QProcess m_dragSource;
};

} // namespace storyscope::test
