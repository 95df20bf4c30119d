// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QMainWindow;
class QToolBar;

namespace storyscope::ui {

class MainActions;
class StoryChoices;

/// What is needed for a story, in the order it is needed; Train… at the far end. Belongs to the window.
QToolBar* makeToolBar(QMainWindow* window, const MainActions& actions, StoryChoices* choices);

} // namespace storyscope::ui
