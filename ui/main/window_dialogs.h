// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

class QMainWindow;

namespace storyscope::ui {

/// Dialogs about the window itself. All come back at once and destroy themselves when closed.
void showShortcuts(QMainWindow* window);
void showAbout(QMainWindow* window);
/// Asks whether a run may be ended because the program is; `agreed` is called later, if so.
void askToEndRun(QMainWindow* window, std::function<void()> agreed);

} // namespace storyscope::ui
