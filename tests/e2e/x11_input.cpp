// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/x11_input.h"

#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <stdexcept>
#include <string>

namespace storyscope::test {

struct X11Input::Connection {
    Display* display = nullptr;
    ~Connection() {
        if (display != nullptr) {
            XCloseDisplay(display);
        }
    }
};

X11Input::X11Input() : m_connection(std::make_unique<Connection>()) {
    m_connection->display = XOpenDisplay(nullptr);
    int event = 0;
    int error = 0;
    int major = 0;
    int minor = 0;
    if (m_connection->display == nullptr ||
        !XTestQueryExtension(m_connection->display, &event, &error, &major, &minor)) {
        throw std::runtime_error("No X server with the XTEST extension");
    }
}

X11Input::~X11Input() = default;

void X11Input::moveTo(int x, int y) {
    XTestFakeMotionEvent(m_connection->display, -1, x, y, CurrentTime);
    XFlush(m_connection->display);
}

void X11Input::pressButton() {
    XTestFakeButtonEvent(m_connection->display, 1, True, CurrentTime);
    XFlush(m_connection->display);
}

void X11Input::releaseButton() {
    XTestFakeButtonEvent(m_connection->display, 1, False, CurrentTime);
    XFlush(m_connection->display);
}

void X11Input::turnWheel(Wheel direction) {
    const unsigned button = direction == Wheel::Up ? 4 : 5;
    XTestFakeButtonEvent(m_connection->display, button, True, CurrentTime);
    XTestFakeButtonEvent(m_connection->display, button, False, CurrentTime);
    XFlush(m_connection->display);
}

void X11Input::typeKey(const char* keysymName) {
    pressKey(keysymName);
    releaseKey(keysymName);
}

void X11Input::pressKey(const char* keysymName) {
    sendKey(keysymName, true);
}

void X11Input::releaseKey(const char* keysymName) {
    sendKey(keysymName, false);
}

void X11Input::focus(unsigned long windowId) {
    XSetInputFocus(m_connection->display, windowId, RevertToParent, CurrentTime);
    XSync(m_connection->display, False);
}

void X11Input::sendKey(const char* keysymName, bool down) {
    const KeySym symbol = XStringToKeysym(keysymName);
    const KeyCode code = symbol == NoSymbol ? KeyCode{0} : XKeysymToKeycode(m_connection->display, symbol);
    if (code == 0) {
        throw std::runtime_error(std::string("The keyboard has no key ") + keysymName);
    }
    XTestFakeKeyEvent(m_connection->display, code, down ? True : False, CurrentTime);
    XSync(m_connection->display, False); // a key that was let go repeats no more
}

} // namespace storyscope::test
