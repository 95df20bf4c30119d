// SPDX-License-Identifier: GPL-3.0-or-later
// How long the program takes from its start until its window is on the screen: 20 starts, in seconds.
#include <QElapsedTimer>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <X11/Xlib.h>
#include <algorithm>
#include <cstdio>
#include <poll.h>
#include <vector>

namespace {

constexpr int starts = 20;
constexpr qint64 longestSeconds = 20;
constexpr int smallestWindow = 200; ///< pixels; what is smaller is no main window

bool isMainWindowMap(const XEvent& event, Display* display) {
    if (event.type != MapNotify) {
        return false;
    }
    XWindowAttributes attributes;
    return XGetWindowAttributes(display, event.xmap.window, &attributes) != 0 && attributes.width > smallestWindow;
}

/// Seconds until a main window is mapped, or a negative number if none was.
double measureStart(Display* display, const QString& home) {
    while (XPending(display) > 0) {
        XEvent old;
        XNextEvent(display, &old);
    }
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home);
    environment.insert(QStringLiteral("XDG_DATA_HOME"), home);
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
    program.setProcessEnvironment(environment);
    QElapsedTimer clock;
    clock.start();
    program.start(QStringLiteral(STORYSCOPE_PROGRAM), QStringList());
    double seconds = -1;
    while (seconds < 0 && clock.elapsed() < 1000 * longestSeconds) {
        pollfd ready{.fd = ConnectionNumber(display), .events = POLLIN, .revents = 0};
        poll(&ready, 1, 100);
        while (seconds < 0 && XPending(display) > 0) {
            XEvent event;
            XNextEvent(display, &event);
            if (isMainWindowMap(event, display)) {
                seconds = static_cast<double>(clock.nsecsElapsed()) / 1e9;
            }
        }
    }
    program.kill();
    program.waitForFinished();
    return seconds;
}

int ignoreError(Display*, XErrorEvent*) {
    return 0;
} // a window may be gone before it is looked at

} // namespace

int main() {
    Display* display = XOpenDisplay(nullptr);
    const QTemporaryDir home;
    if (display == nullptr) {
        std::fputs("startup_bench: no X server\n", stderr);
        return 1;
    }
    XSetErrorHandler(ignoreError);
    XSelectInput(display, DefaultRootWindow(display), SubstructureNotifyMask);
    std::vector<double> seconds;
    for (int start = 0; start < starts; ++start) {
        seconds.push_back(measureStart(display, home.path()));
    }
    XCloseDisplay(display);
    if (std::ranges::min(seconds) < 0) {
        std::fputs("startup_bench: a start showed no window\n", stderr);
        return 1;
    }
    std::ranges::sort(seconds);
    std::printf("window shown after start: median %.2f s, fastest %.2f s, slowest %.2f s (%d starts)\n",
                seconds[starts / 2], seconds.front(), seconds.back(), starts);
    return 0;
}
