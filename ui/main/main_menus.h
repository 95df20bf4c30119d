// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/attention/attention_controller.h"
#include "ui/settings/settings.h"

#include <QList>
#include <functional>

class QAction;
class QMainWindow;
class QMenu;

namespace storyscope::ui {

class MainActions;
class PlayActions;
class RecentFiles;
class StoryChoices;

/// What the menu bar is made of.
struct MenuParts {
    MainActions* actions;
    PlayActions* play;
    StoryChoices* choices;
    RecentFiles* recent;
    AttentionController* attention;
    QList<QAction*> panels;        ///< switches of docks and tool bar
    QList<QAction*> fileActions{}; ///< more for these menus; null stands for a line
    QList<QAction*> editActions{};
    QList<QAction*> viewActions{};
    std::function<void(const QStringList&)> open;
    std::function<void(Appearance)> setAppearance;
    Appearance appearance = Appearance::System;
};

/// Fills the window's menu bar. Call once.
void makeMenus(QMainWindow* window, const MenuParts& parts);

} // namespace storyscope::ui
