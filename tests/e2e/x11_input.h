// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

namespace storyscope::test {

/// Mouse and keyboard of the X server, as a person would use them: events go through the server to whatever window is
/// under the pointer or has the focus. Coordinates are root-window pixels. Throws std::runtime_error without XTEST.
class X11Input {
public:
    X11Input();
    ~X11Input();
    X11Input(const X11Input&) = delete;
    X11Input& operator=(const X11Input&) = delete;

    void moveTo(int x, int y);
    void pressButton();
    void releaseButton();
    enum class Wheel { Up, Down };
    /// By one notch.
    void turnWheel(Wheel direction);
    /// Presses and releases a key named as in X11/keysymdef.h without the prefix: "period", "space", "Escape".
    void typeKey(const char* keysymName);
    void pressKey(const char* keysymName);
    void releaseKey(const char* keysymName);
    /// Gives a window the keyboard, as a window manager does; the virtual display has none.
    void focus(unsigned long windowId);

private:
    struct Connection;
    void sendKey(const char* keysymName, bool down);

    std::unique_ptr<Connection> m_connection;
};

} // namespace storyscope::test
