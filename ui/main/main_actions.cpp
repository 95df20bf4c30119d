// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/main_actions.h"

#include "ui/common/make_action.h"

#include <QAction>
#include <QMainWindow>

namespace storyscope::ui {

namespace {

using Keys = QList<QKeySequence>;

} // namespace

MainActions::MainActions(QMainWindow* window) : QObject(window) {
    makeFileActions(window);
    makeStoryActions(window);
    makeOtherActions(window);
}

void MainActions::makeFileActions(QMainWindow* window) {
    open = makeAction(window, {s("openFile"),
                               tr("&Open…"),
                               s("open"),
                               {QKeySequence::Open},
                               tr("Open a video, a GIF, pictures or a data set and have its story told")});
    openFolder = makeAction(window, {s("openFolder"),
                                     tr("Open &folder…"),
                                     s("folder"),
                                     {Qt::CTRL | Qt::SHIFT | Qt::Key_O},
                                     tr("Open a folder of pictures or of a data set")});
    openSample = makeAction(window, {s("openSample"),
                                     tr("Tell the &sample's story"),
                                     s("story"),
                                     {Qt::CTRL | Qt::SHIFT | Qt::Key_T},
                                     tr("Open the video that comes with Storyscope and have its story told")});
    exportJson = makeAction(
        window, {s("exportJson"),
                 tr("&JSON…"),
                 s("export"),
                 {Qt::CTRL | Qt::SHIFT | Qt::Key_J},
                 tr("Write everything that is known about the story: captions, attention, predictions, tags")});
    exportSrt = makeAction(window, {s("exportSrt"),
                                    tr("&SRT subtitles…"),
                                    s("export"),
                                    {Qt::CTRL | Qt::SHIFT | Qt::Key_S},
                                    tr("Write the captions as SRT subtitles")});
    exportVtt = makeAction(window, {s("exportVtt"),
                                    tr("&VTT subtitles…"),
                                    s("export"),
                                    {Qt::CTRL | Qt::SHIFT | Qt::Key_V},
                                    tr("Write the captions as WebVTT subtitles")});
    exportHtml =
        makeAction(window, {s("exportHtml"),
                            tr("&HTML page…"),
                            s("export"),
                            {Qt::CTRL | Qt::SHIFT | Qt::Key_H},
                            tr("Write one page with pictures, captions and attention that any browser shows")});
    quit = makeAction(window, {s("quit"), tr("&Quit"), {}, {QKeySequence::Quit}, tr("Leave Storyscope")});
    quit->setMenuRole(QAction::QuitRole);
}

void MainActions::makeStoryActions(QMainWindow* window) {
    tellStory = makeAction(window, {s("tellStory"),
                                    tr("&Tell story"),
                                    s("story"),
                                    {Qt::Key_F5},
                                    tr("Have the story of the open video or pictures told with the chosen model")});
    stopStory = makeAction(window, {s("stopStory"),
                                    tr("&Stop"),
                                    s("stop"),
                                    {Qt::CTRL | Qt::Key_Period},
                                    tr("Stop telling the story and keep the one before")});
    clearWord = makeAction(window, {s("clearWord"),
                                    tr("&Let go of the word"),
                                    s("close"),
                                    {Qt::Key_Escape},
                                    tr("Show the plain picture again, without the heat map of a word")});
    models = makeAction(window, {s("models"),
                                 tr("M&odels…"),
                                 s("models"),
                                 {Qt::CTRL | Qt::Key_M},
                                 tr("See the models on this computer, get published captioners for real videos")});
    stopStory->setEnabled(false);
}

void MainActions::makeOtherActions(QMainWindow* window) {
    heatMap =
        makeAction(window, {s("heatMap"),
                            tr("&Heat map"),
                            s("attention"),
                            {Qt::Key_H},
                            tr("Draw the selected word's attention over the pictures, or leave them as they are")});
    heatMap->setCheckable(true);
    heatMap->setChecked(true);
    entityBoxes = makeAction(window, {s("entityBoxes"),
                                      tr("&Boxes"),
                                      s("tag"),
                                      {Qt::Key_B},
                                      tr("Draw the data set's boxes with their names over the picture, or leave it")});
    entityBoxes->setCheckable(true);
    entityBoxes->setChecked(true);
    findStory = makeAction(window, {s("findStory"),
                                    tr("&Find a story…"),
                                    s("search"),
                                    {QKeySequence::Find},
                                    tr("Search the captions and ids of the open data set")});
    settings = makeAction(window,
                          {s("settings"),
                           tr("&Settings…"),
                           s("settings"),
                           {Qt::CTRL | Qt::Key_Comma},
                           tr("Choose the appearance, the model, and how much memory and computing Storyscope takes")});
    train = makeAction(
        window,
        {s("train"), tr("&Train…"), s("train"), {Qt::CTRL | Qt::Key_T}, tr("Train a model and watch how it learns")});
    stopTraining = makeAction(window, {s("stopTraining"),
                                       tr("&Stop training"),
                                       s("stop"),
                                       {Qt::CTRL | Qt::SHIFT | Qt::Key_Period},
                                       tr("End the run; what it has learned is kept")});
    stopTraining->setEnabled(false);
    shortcuts = makeAction(window, {s("shortcuts"), tr("&Keyboard shortcuts"), s("help"),
                                    Keys{Qt::Key_F1, Qt::Key_Question}, tr("List every key that does something")});
    about = makeAction(window, {s("about"),
                                tr("&About Storyscope"),
                                {},
                                {Qt::SHIFT | Qt::Key_F1},
                                tr("Say what Storyscope is, its version and its licence")});
    about->setMenuRole(QAction::AboutRole);
}

} // namespace storyscope::ui
