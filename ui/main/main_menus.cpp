// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/main_menus.h"

#include "ui/common/make_action.h"
#include "ui/library/recent_files.h"
#include "ui/main/main_actions.h"
#include "ui/main/play_actions.h"
#include "ui/main/story_choices.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace storyscope::ui {

namespace {

struct MainMenuText {
    Q_DECLARE_TR_FUNCTIONS(MainMenus)
};

QMenu* addMenu(QMenu* parent, const QString& name, const QString& title) {
    QMenu* menu = parent->addMenu(title);
    menu->setObjectName(name);
    menu->menuAction()->setObjectName(name + QStringLiteral("Action"));
    return menu;
}

QMenu* addMenu(QMainWindow* window, const QString& name, const QString& title) {
    QMenu* menu = window->menuBar()->addMenu(title);
    menu->setObjectName(name);
    menu->menuAction()->setObjectName(name + QStringLiteral("Action"));
    return menu;
}

/// Null stands for a line.
void addAll(QMenu* menu, const QList<QAction*>& actions) {
    for (QAction* action : actions) {
        if (action != nullptr) {
            menu->addAction(action);
        } else {
            menu->addSeparator();
        }
    }
}

QAction* addChoice(QMenu* menu, QActionGroup* group, const ActionTexts& texts) {
    QAction* action = makeAction(menu, texts);
    action->setCheckable(true);
    group->addAction(action);
    menu->addAction(action);
    return action;
}

void fillRecent(QMenu* menu, const MenuParts& parts) {
    menu->clear();
    int number = 0;
    for (const QStringList& paths : parts.recent->entries()) {
        QAction* action = menu->addAction(RecentFiles::title(paths).replace(QLatin1Char('&'), QStringLiteral("&&")));
        action->setObjectName(QStringLiteral("recent%1").arg(++number));
        action->setStatusTip(paths.join(QStringLiteral(", ")));
        QObject::connect(action, &QAction::triggered, menu, [open = parts.open, paths] { open(paths); });
    }
    if (number > 0) {
        menu->addSeparator();
        QAction* clear = menu->addAction(MainMenuText::tr("&Clear this list"));
        clear->setObjectName(QStringLiteral("clearRecent"));
        clear->setStatusTip(MainMenuText::tr("Forget which files were opened"));
        QObject::connect(clear, &QAction::triggered, parts.recent, &RecentFiles::clear);
    }
    menu->setEnabled(number > 0);
}

void makeFileMenu(QMainWindow* window, const MenuParts& parts) {
    const MainActions& actions = *parts.actions;
    QMenu* file = addMenu(window, QStringLiteral("fileMenu"), MainMenuText::tr("&File"));
    file->addActions({actions.open, actions.openFolder, actions.openSample});
    QMenu* recent = addMenu(file, QStringLiteral("recentMenu"), MainMenuText::tr("Open &recent"));
    recent->menuAction()->setStatusTip(MainMenuText::tr("Open something that was opened before"));
    fillRecent(recent, parts);
    QObject::connect(parts.recent, &RecentFiles::changed, recent, [recent, parts] { fillRecent(recent, parts); });
    file->addSeparator();
    QMenu* exports = addMenu(file, QStringLiteral("exportMenu"), MainMenuText::tr("&Export story"));
    exports->menuAction()->setStatusTip(MainMenuText::tr("Write the story to a file"));
    exports->addActions(actions.exports());
    addAll(file, parts.fileActions);
    file->addSeparator();
    file->addAction(actions.quit);
}

void makeEditMenu(QMainWindow* window, const MenuParts& parts) {
    QMenu* edit = addMenu(window, QStringLiteral("editMenu"), MainMenuText::tr("&Edit"));
    edit->addActions({parts.play->undo, parts.play->redo});
    edit->addSeparator();
    addAll(edit, parts.editActions);
    edit->addSeparator();
    edit->addActions({parts.actions->findStory, parts.actions->clearWord});
    edit->addSeparator();
    edit->addAction(parts.actions->settings);
}

void makeStoryMenus(QMainWindow* window, const MenuParts& parts) {
    const MainActions& actions = *parts.actions;
    QMenu* story = addMenu(window, QStringLiteral("storyMenu"), MainMenuText::tr("&Story"));
    story->addActions({actions.tellStory, actions.stopStory});
    story->addSeparator();
    story->addMenu(parts.choices->modelMenu());
    story->addMenu(parts.choices->framesMenu());
    story->addMenu(parts.choices->frameChoiceMenu());
    story->addMenu(parts.choices->decodingMenu());
    story->addSeparator();
    story->addAction(actions.models);
    QMenu* play = addMenu(window, QStringLiteral("playMenu"), MainMenuText::tr("&Play"));
    addAll(play, parts.play->menu());
}

void makeHeatMapMenu(QMenu* view, const MenuParts& parts) {
    AttentionController* attention = parts.attention;
    QMenu* menu = addMenu(view, QStringLiteral("heatMapMenu"), MainMenuText::tr("Heat map &colours"));
    menu->menuAction()->setStatusTip(
        MainMenuText::tr("Choose the colours of heat maps and what the last one stands for"));
    auto* scales = new QActionGroup(menu);
    auto* maps = new QActionGroup(menu);
    const auto refresh = [attention, scales, maps] {
        for (QAction* action : scales->actions()) {
            action->setChecked(action->data().toInt() == static_cast<int>(attention->options().scale));
        }
        for (QAction* action : maps->actions()) {
            action->setChecked(action->data().toInt() == static_cast<int>(attention->options().colorMap));
        }
    };
    const auto addScale = [&](HeatMapScale scale, const ActionTexts& texts) {
        QAction* action = addChoice(menu, scales, texts);
        action->setData(static_cast<int>(scale));
        QObject::connect(action, &QAction::triggered, attention, [attention, scale] {
            AttentionOptions options = attention->options();
            options.scale = scale;
            attention->setOptions(options);
        });
    };
    addScale(HeatMapScale::PerFrame, {QStringLiteral("scalePerFrame"),
                                      MainMenuText::tr("Scale of each &frame"),
                                      {},
                                      {},
                                      MainMenuText::tr("The strongest place of the shown frame has the last colour")});
    addScale(HeatMapScale::PerStory, {QStringLiteral("scalePerStory"),
                                      MainMenuText::tr("Scale of the whole &story"),
                                      {},
                                      {},
                                      MainMenuText::tr("The strongest place of all frames has the last colour")});
    menu->addSeparator();
    for (const ColorMap map : {ColorMap::Cividis, ColorMap::Viridis, ColorMap::Magma}) {
        const QString name = colorMapName(map);
        QAction* action = addChoice(
            menu, maps,
            {QStringLiteral("colors") + name, name, {}, {}, MainMenuText::tr("Paint heat maps with %1").arg(name)});
        action->setData(static_cast<int>(map));
        QObject::connect(action, &QAction::triggered, attention, [attention, map] {
            AttentionOptions options = attention->options();
            options.colorMap = map;
            attention->setOptions(options);
        });
    }
    refresh();
    QObject::connect(attention, &AttentionController::changed, menu, refresh);
}

void makeViewMenu(QMainWindow* window, const MenuParts& parts) {
    QMenu* view = addMenu(window, QStringLiteral("viewMenu"), MainMenuText::tr("&View"));
    view->addAction(parts.actions->heatMap);
    view->addAction(parts.actions->entityBoxes);
    makeHeatMapMenu(view, parts);
    view->addSeparator();
    addAll(view, parts.viewActions);
    view->addSeparator();
    QMenu* appearance = addMenu(view, QStringLiteral("appearanceMenu"), MainMenuText::tr("&Appearance"));
    appearance->menuAction()->setStatusTip(MainMenuText::tr("Choose light or dark colours"));
    auto* group = new QActionGroup(appearance);
    const auto add = [&](Appearance choice, const ActionTexts& texts) {
        QAction* action = addChoice(appearance, group, texts);
        action->setChecked(choice == parts.appearance);
        QObject::connect(action, &QAction::triggered, window, [set = parts.setAppearance, choice] { set(choice); });
    };
    add(Appearance::System, {QStringLiteral("appearanceSystem"),
                             MainMenuText::tr("As the &system"),
                             {},
                             {},
                             MainMenuText::tr("Follow the system's colours")});
    add(Appearance::Light, {QStringLiteral("appearanceLight"),
                            MainMenuText::tr("&Light"),
                            {},
                            {},
                            MainMenuText::tr("Dark text on light ground")});
    add(Appearance::Dark, {QStringLiteral("appearanceDark"),
                           MainMenuText::tr("&Dark"),
                           {},
                           {},
                           MainMenuText::tr("Light text on dark ground")});
    view->addSeparator();
    view->addActions(parts.panels);
}

} // namespace

void makeMenus(QMainWindow* window, const MenuParts& parts) {
    makeFileMenu(window, parts);
    makeEditMenu(window, parts);
    makeStoryMenus(window, parts);
    makeViewMenu(window, parts);
    QMenu* train = addMenu(window, QStringLiteral("trainMenu"), MainMenuText::tr("&Train"));
    train->addActions({parts.actions->train, parts.actions->stopTraining});
    QMenu* help = addMenu(window, QStringLiteral("helpMenu"), MainMenuText::tr("&Help"));
    help->addActions({parts.actions->shortcuts, parts.actions->about});
}

} // namespace storyscope::ui
