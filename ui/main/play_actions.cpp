// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/play_actions.h"

#include "ui/common/icons.h"
#include "ui/common/make_action.h"
#include "ui/common/story_document.h"
#include "ui/jobs/sound_player.h"
#include "ui/main/held_key.h"
#include "ui/player/player_controller.h"

#include <QAction>
#include <QMainWindow>
#include <algorithm>

namespace storyscope::ui {

namespace {

using Keys = QList<QKeySequence>;

constexpr int volumeStep = 10;

} // namespace

PlayActions::PlayActions(QMainWindow* window, const Parts& parts)
    : QObject(window), m_parts(parts), m_pauseKey(new HeldKey(Qt::Key_K, this)) {
    makePlayingActions(window);
    makeSteppingActions(window);
    makeJumpActions(window);
    makeMarkActions(window);
    makeSoundActions(window);
    makeUndoActions(window);
    connectPlaying();
    connectGoing();
    connectSound();
    setEnabled(false);
}

QList<QAction*> PlayActions::menu() const {
    return {playPause,
            shuttleBack,
            shuttlePause,
            shuttleForward,
            realTime,
            nullptr,
            stepBack,
            stepForward,
            tenBack,
            tenForward,
            secondBack,
            secondForward,
            nullptr,
            first,
            last,
            goToFrame,
            previousStoryFrame,
            nextStoryFrame,
            nullptr,
            markIn,
            markOut,
            goToMarkIn,
            goToMarkOut,
            loop,
            nullptr,
            louder,
            quieter,
            mute};
}

void PlayActions::setEnabled(bool isEnabled) {
    m_isEnabled = isEnabled;
    for (QAction* action : {playPause, shuttleBack, shuttlePause, shuttleForward, stepBack, stepForward, tenBack,
                            tenForward, secondBack, secondForward, first, last, goToFrame, markIn, markOut, loop}) {
        action->setEnabled(isEnabled);
    }
    updateMarks();
    updateStoryFrames();
}

void PlayActions::makePlayingActions(QMainWindow* window) {
    playPause = makeAction(
        window, {s("playPause"), tr("Play"), s("play"), {Qt::Key_Space}, tr("Play from the shown frame on, or pause")});
    shuttleBack =
        makeAction(window, {s("shuttleBack"),
                            tr("Play &backwards, faster"),
                            s("play-back"),
                            {Qt::Key_J},
                            tr("Play backwards, and each time twice as fast; one frame back while K is held")});
    shuttlePause = makeAction(
        window,
        {s("shuttlePause"), tr("Pa&use"), s("pause"), {Qt::Key_K}, tr("Pause; held, J and L go by single frames")});
    shuttleForward =
        makeAction(window, {s("shuttleForward"),
                            tr("Play forwards, &faster"),
                            s("play-fast"),
                            {Qt::Key_L},
                            tr("Play forwards, and each time twice as fast; one frame forward while K is held")});
    realTime = makeAction(
        window, {s("realTime"),
                 tr("&Real time with sound"),
                 s("clock"),
                 {Qt::CTRL | Qt::Key_R},
                 tr("On: the sound is heard, and frames that come too late are left out and counted. Off: every frame "
                    "is shown, without sound, more slowly if need be")});
    realTime->setCheckable(true);
    loop = makeAction(window, {s("loop"),
                               tr("&Loop"),
                               s("loop"),
                               {Qt::CTRL | Qt::Key_L},
                               tr("Play again and again, between the marks if there are any")});
    loop->setCheckable(true);
    // Held, they would race to the highest speed; held with K, they step.
    shuttleBack->setAutoRepeat(false);
    shuttleForward->setAutoRepeat(false);
    playPause->setAutoRepeat(false);
    shuttlePause->setAutoRepeat(false);
}

void PlayActions::makeSteppingActions(QMainWindow* window) {
    stepBack = makeAction(window, {s("stepBack"), tr("One frame &back"), s("step-back"),
                                   Keys{Qt::Key_Comma, Qt::Key_Left}, tr("Show the frame before")});
    stepForward = makeAction(window, {s("stepForward"), tr("One frame f&orward"), s("step-forward"),
                                      Keys{Qt::Key_Period, Qt::Key_Right}, tr("Show the frame after")});
    tenBack = makeAction(window, {s("tenBack"),
                                  tr("Ten frames b&ack"),
                                  {},
                                  Keys{Qt::SHIFT | Qt::Key_Left, Qt::SHIFT | Qt::Key_Comma},
                                  tr("Go ten frames back")});
    tenForward = makeAction(window, {s("tenForward"),
                                     tr("Ten frames fo&rward"),
                                     {},
                                     Keys{Qt::SHIFT | Qt::Key_Right, Qt::SHIFT | Qt::Key_Period},
                                     tr("Go ten frames forward")});
    secondBack = makeAction(window, {s("secondBack"),
                                     tr("One &second back"),
                                     {},
                                     {Qt::Key_PageUp},
                                     tr("Go one second back; pictures, which have no time, one by one")});
    secondForward = makeAction(window, {s("secondForward"),
                                        tr("One secon&d forward"),
                                        {},
                                        {Qt::Key_PageDown},
                                        tr("Go one second forward; pictures, which have no time, one by one")});
}

void PlayActions::makeJumpActions(QMainWindow* window) {
    first = makeAction(window,
                       {s("firstFrame"), tr("F&irst frame"), s("first"), {Qt::Key_Home}, tr("Go to the first frame")});
    last =
        makeAction(window, {s("lastFrame"), tr("Las&t frame"), s("last"), {Qt::Key_End}, tr("Go to the last frame")});
    goToFrame = makeAction(window, {s("goToFrame"),
                                    tr("&Go to frame or time…"),
                                    s("go-to"),
                                    {Qt::Key_G},
                                    tr("Go to a frame by its number or its time")});
    previousStoryFrame = makeAction(window, {s("previousStoryFrame"),
                                             tr("&Previous frame of the story"),
                                             {},
                                             {Qt::CTRL | Qt::Key_Left},
                                             tr("Go to the frame of the story before this one")});
    nextStoryFrame = makeAction(window, {s("nextStoryFrame"),
                                         tr("&Next frame of the story"),
                                         {},
                                         {Qt::CTRL | Qt::Key_Right},
                                         tr("Go to the frame of the story after this one")});
}

void PlayActions::makeMarkActions(QMainWindow* window) {
    markIn = makeAction(window, {s("markIn"),
                                 tr("Mark &in here"),
                                 s("mark-in"),
                                 {Qt::Key_I},
                                 tr("Begin the marked range at the shown frame, or take that mark away")});
    markOut = makeAction(window, {s("markOut"),
                                  tr("Mark &out here"),
                                  s("mark-out"),
                                  {Qt::Key_O},
                                  tr("End the marked range with the shown frame, or take that mark away")});
    goToMarkIn = makeAction(window, {s("goToMarkIn"),
                                     tr("Go to the i&n mark"),
                                     {},
                                     {Qt::SHIFT | Qt::Key_I},
                                     tr("Go to the first frame of the marked range")});
    goToMarkOut = makeAction(window, {s("goToMarkOut"),
                                      tr("Go to the out mar&k"),
                                      {},
                                      {Qt::SHIFT | Qt::Key_O},
                                      tr("Go to the last frame of the marked range")});
}

void PlayActions::makeSoundActions(QMainWindow* window) {
    mute = makeAction(window, {s("mute"), tr("&Mute"), s("sound"), {Qt::Key_M}, tr("Turn the sound off, or on again")});
    mute->setCheckable(true);
    louder = makeAction(window, {s("louder"), tr("Loud&er"), {}, {Qt::SHIFT | Qt::Key_Up}, tr("Turn the sound up")});
    quieter =
        makeAction(window, {s("quieter"), tr("&Quieter"), {}, {Qt::SHIFT | Qt::Key_Down}, tr("Turn the sound down")});
}

void PlayActions::makeUndoActions(QMainWindow* window) {
    QUndoStack* stack = m_parts.document->undoStack();
    undo = stack->createUndoAction(window, tr("&Undo"));
    setTexts(undo, {s("undo"), {}, s("undo"), {QKeySequence::Undo}, tr("Take back the last change or jump")});
    redo = stack->createRedoAction(window, tr("&Redo"));
    setTexts(redo, {s("redo"),
                    {},
                    s("redo"),
                    Keys{Qt::CTRL | Qt::SHIFT | Qt::Key_Z, Qt::CTRL | Qt::Key_Y},
                    tr("Do again what was taken back")});
}

void PlayActions::connectPlaying() {
    PlayerController* player = m_parts.player;
    connect(playPause, &QAction::triggered, player,
            [player] { player->isPlaying() ? player->pause() : player->play(); });
    connect(shuttlePause, &QAction::triggered, player, &PlayerController::pause);
    connect(m_pauseKey, &HeldKey::changed, this, [this](bool isHeld) {
        shuttleBack->setAutoRepeat(isHeld);
        shuttleForward->setAutoRepeat(isHeld);
    });
    connect(shuttleBack, &QAction::triggered, this,
            [this, player] { m_pauseKey->isHeld() ? player->step(-1) : player->shuttle(media::Travel::Backwards); });
    connect(shuttleForward, &QAction::triggered, this,
            [this, player] { m_pauseKey->isHeld() ? player->step(1) : player->shuttle(media::Travel::Forwards); });
    connect(realTime, &QAction::toggled, player,
            [player](bool isOn) { player->setMode(isOn ? PlayingMode::RealTime : PlayingMode::EveryFrame); });
    connect(loop, &QAction::toggled, player, &PlayerController::setLooping);
    connect(player, &PlayerController::modeChanged, this,
            [this, player] { realTime->setChecked(player->mode() == PlayingMode::RealTime); });
    connect(player, &PlayerController::playingChanged, this, &PlayActions::updatePlaying);
}

void PlayActions::updatePlaying() {
    const bool isPlaying = m_parts.player->isPlaying();
    playPause->setText(isPlaying ? tr("Pause") : tr("Play"));
    playPause->setIcon(icon(isPlaying ? s("pause") : s("play")));
    playPause->setToolTip(isPlaying ? tr("Pause (Space)") : tr("Play (Space)"));
}

void PlayActions::connectGoing() {
    PlayerController* player = m_parts.player;
    StoryDocument* document = m_parts.document;
    const auto steps = [player](QAction* action, int frames) {
        connect(action, &QAction::triggered, player, [player, frames] { player->step(frames); });
    };
    steps(stepBack, -1);
    steps(stepForward, 1);
    steps(tenBack, -10);
    steps(tenForward, 10);
    connect(secondBack, &QAction::triggered, player, [player] { player->stepSeconds(-1); });
    connect(secondForward, &QAction::triggered, player, [player] { player->stepSeconds(1); });
    connect(first, &QAction::triggered, player, [player] { player->goTo(0); });
    connect(last, &QAction::triggered, player, [player] { player->goTo(player->frameCount() - 1); });
    connect(previousStoryFrame, &QAction::triggered, this, [this] { goToStoryFrame(-1); });
    connect(nextStoryFrame, &QAction::triggered, this, [this] { goToStoryFrame(1); });
    const auto toggled = [this](const std::optional<int>& mark) {
        const int frame = m_parts.selection->frame();
        return mark == frame ? std::nullopt : std::optional(frame);
    };
    connect(markIn, &QAction::triggered, document,
            [document, toggled] { document->setMarkIn(toggled(document->marks().in)); });
    connect(markOut, &QAction::triggered, document,
            [document, toggled] { document->setMarkOut(toggled(document->marks().out)); });
    connect(goToMarkIn, &QAction::triggered, player,
            [player, document] { player->goTo(document->marks().in.value_or(0)); });
    connect(goToMarkOut, &QAction::triggered, player,
            [player, document] { player->goTo(document->marks().out.value_or(0)); });
    connect(document, &StoryDocument::marksChanged, this, &PlayActions::updateMarks);
    connect(document, &StoryDocument::storyFramesChanged, this, &PlayActions::updateStoryFrames);
}

void PlayActions::updateMarks() {
    goToMarkIn->setEnabled(m_isEnabled && m_parts.document->marks().in.has_value());
    goToMarkOut->setEnabled(m_isEnabled && m_parts.document->marks().out.has_value());
}

void PlayActions::updateStoryFrames() {
    const bool hasStory = m_isEnabled && !m_parts.document->storyFrames().empty();
    previousStoryFrame->setEnabled(hasStory);
    nextStoryFrame->setEnabled(hasStory);
}

void PlayActions::goToStoryFrame(int direction) {
    const std::vector<int>& frames = m_parts.document->storyFrames();
    const int here = m_parts.selection->frame();
    if (direction > 0) {
        if (const auto next = std::ranges::upper_bound(frames, here); next != frames.end()) {
            m_parts.player->goTo(*next);
        }
    } else if (const auto next = std::ranges::lower_bound(frames, here); next != frames.begin()) {
        m_parts.player->goTo(*std::prev(next));
    }
}

void PlayActions::connectSound() {
    SoundPlayer* sound = m_parts.sound;
    connect(mute, &QAction::toggled, sound, &SoundPlayer::setMuted);
    connect(louder, &QAction::triggered, sound, [sound] { sound->setVolume(sound->volume() + volumeStep); });
    connect(quieter, &QAction::triggered, sound, [sound] { sound->setVolume(sound->volume() - volumeStep); });
    const auto update = [this, sound] {
        mute->setChecked(sound->isMuted());
        mute->setIcon(icon(sound->isMuted() ? s("sound-off") : s("sound")));
        louder->setEnabled(sound->volume() < 100);
        quieter->setEnabled(sound->volume() > 0);
    };
    connect(sound, &SoundPlayer::volumeChanged, this, update);
    update();
}

} // namespace storyscope::ui
