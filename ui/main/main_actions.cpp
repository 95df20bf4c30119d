// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/main_actions.h"

#include "ui/common/icons.h"

#include <QAction>
#include <QMainWindow>

namespace storyscope::ui {

namespace {

using Keys = QList<QKeySequence>;

QString s(const char* latin1) {
    return QString::fromLatin1(latin1);
}

} // namespace

QAction* makeAction(QObject* owner, const ActionTexts& texts) {
    auto* action = new QAction(texts.text, owner);
    action->setObjectName(texts.name);
    if (!texts.icon.isEmpty()) {
        action->setIcon(icon(texts.icon));
    }
    action->setShortcuts(texts.keys);
    action->setStatusTip(texts.tip);
    const QString keys = QKeySequence::listToString(texts.keys, QKeySequence::NativeText);
    const QString plain = QString(texts.text).remove(QLatin1Char('&')).remove(QChar(0x2026));
    action->setToolTip(keys.isEmpty() ? plain : QStringLiteral("%1 (%2)").arg(plain, keys));
    return action;
}

MainActions::MainActions(QMainWindow* window) : QObject(window) {
    makeFileActions(window);
    makeStoryActions(window);
    makePlayActions(window);
    makeOtherActions(window);
}

QList<QAction*> MainActions::playing() const {
    return {playPause, stepBack,  stepForward,        tenBack,       tenForward, first,
            last,      goToFrame, previousStoryFrame, nextStoryFrame};
}

void MainActions::setPlaying(bool isPlaying) {
    playPause->setText(isPlaying ? tr("Pause") : tr("Play"));
    playPause->setIcon(icon(isPlaying ? s("pause") : s("play")));
    playPause->setToolTip(isPlaying ? tr("Pause (Space)") : tr("Play (Space)"));
}

void MainActions::makeFileActions(QMainWindow* window) {
    open = makeAction(window, {s("openFile"),
                               tr("&Open…"),
                               s("open"),
                               {QKeySequence::Open},
                               tr("Open a video, a GIF or pictures and have their story told")});
    openFolder = makeAction(window, {s("openFolder"),
                                     tr("Open &folder…"),
                                     s("folder"),
                                     {Qt::CTRL | Qt::SHIFT | Qt::Key_O},
                                     tr("Open a folder of pictures and have its story told")});
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
    stopStory->setEnabled(false);
}

void MainActions::makePlayActions(QMainWindow* window) {
    playPause = makeAction(
        window,
        {s("playPause"), tr("Play"), s("play"), {Qt::Key_Space}, tr("Play every frame at the video's own rate")});
    stepBack = makeAction(window, {s("stepBack"), tr("One frame &back"), s("step-back"),
                                   Keys{Qt::Key_Comma, Qt::Key_Left}, tr("Show the frame before")});
    stepForward = makeAction(window, {s("stepForward"), tr("One frame f&orward"), s("step-forward"),
                                      Keys{Qt::Key_Period, Qt::Key_Right}, tr("Show the frame after")});
    tenBack = makeAction(
        window, {s("tenBack"), tr("Ten frames b&ack"), {}, Keys{Qt::SHIFT | Qt::Key_Left}, tr("Go ten frames back")});
    tenForward = makeAction(
        window,
        {s("tenForward"), tr("Ten frames fo&rward"), {}, Keys{Qt::SHIFT | Qt::Key_Right}, tr("Go ten frames forward")});
    first = makeAction(window,
                       {s("firstFrame"), tr("&First frame"), s("first"), {Qt::Key_Home}, tr("Go to the first frame")});
    last =
        makeAction(window, {s("lastFrame"), tr("&Last frame"), s("last"), {Qt::Key_End}, tr("Go to the last frame")});
    goToFrame = makeAction(
        window, {s("goToFrame"), tr("&Go to frame…"), {}, {Qt::Key_G}, tr("Go to a frame by its number or its time")});
    previousStoryFrame = makeAction(window, {s("previousStoryFrame"),
                                             tr("&Previous frame of the story"),
                                             {},
                                             {Qt::Key_PageUp},
                                             tr("Go to the frame of the story before this one")});
    nextStoryFrame = makeAction(window, {s("nextStoryFrame"),
                                         tr("&Next frame of the story"),
                                         {},
                                         {Qt::Key_PageDown},
                                         tr("Go to the frame of the story after this one")});
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
