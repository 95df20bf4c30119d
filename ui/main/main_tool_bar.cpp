// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/main_tool_bar.h"

#include "ui/main/main_actions.h"
#include "ui/main/story_choices.h"

#include <QAction>
#include <QCoreApplication>
#include <QMainWindow>
#include <QMenu>
#include <QToolBar>
#include <QToolButton>

namespace storyscope::ui {

namespace {

struct MainToolBarText {
    Q_DECLARE_TR_FUNCTIONS(MainToolBar)
};

/// Leaves room for the arrow that says that there is a menu.
class MenuButton : public QToolButton {
public:
    QSize sizeHint() const override { return QToolButton::sizeHint() + QSize(16, 0); }
};

QToolButton* addMenuButton(QToolBar* bar, const QString& name, QMenu* menu) {
    auto* button = new MenuButton;
    button->setObjectName(name);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::TabFocus);
    button->setStatusTip(menu->menuAction()->statusTip());
    bar->addWidget(button);
    return button;
}

} // namespace

QToolBar* makeToolBar(QMainWindow* window, const MainActions& actions, StoryChoices* choices) {
    QToolBar* bar = window->addToolBar(MainToolBarText::tr("Tool bar"));
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize({18, 18});
    bar->addActions({actions.open, actions.tellStory, actions.stopStory});
    bar->addSeparator();
    QToolButton* model = addMenuButton(bar, QStringLiteral("modelButton"), choices->modelMenu());
    QToolButton* frames = addMenuButton(bar, QStringLiteral("framesButton"), choices->framesMenu());
    const auto retitle = [choices, model, frames] {
        model->setText(MainToolBarText::tr("Model: %1").arg(choices->modelName()));
        model->setToolTip(choices->modelFolder());
        frames->setText(MainToolBarText::tr("Frames: %1").arg(choices->nextFrameCount()));
        frames->setToolTip(MainToolBarText::tr("Number of frames of the story"));
        for (QToolButton* button : {model, frames}) {
            button->setAccessibleName(button->text());
        }
    };
    QObject::connect(choices, &StoryChoices::titlesChanged, bar, retitle);
    retitle();
    auto* spacer = new QWidget;
    spacer->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(spacer);
    bar->addAction(actions.train);
    QAction* toggle = bar->toggleViewAction();
    toggle->setObjectName(QStringLiteral("toolBarToggle"));
    toggle->setStatusTip(MainToolBarText::tr("Show or hide the tool bar"));
    bar->hide();
    return bar;
}

} // namespace storyscope::ui
