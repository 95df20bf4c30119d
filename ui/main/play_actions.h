// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

class QAction;
class QMainWindow;

namespace storyscope::ui {

class HeldKey;
class PlayerController;
class SoundPlayer;
class StoryDocument;
class StorySelection;

/// Everything a person does to move through the media, to play them and to take that back. The actions belong to the
/// window and do what they say.
class PlayActions : public QObject {
    Q_OBJECT
public:
    struct Parts {
        PlayerController* player;
        StorySelection* selection;
        StoryDocument* document;
        SoundPlayer* sound;
    };
    /// All parts must outlive the actions.
    PlayActions(QMainWindow* window, const Parts& parts);

    QAction* playPause;
    QAction* shuttleBack;
    QAction* shuttlePause;
    QAction* shuttleForward;
    QAction* realTime;
    QAction* loop;
    QAction* stepBack;
    QAction* stepForward;
    QAction* tenBack;
    QAction* tenForward;
    QAction* secondBack;
    QAction* secondForward;
    QAction* first;
    QAction* last;
    QAction* goToFrame; ///< whoever can ask where connects it
    QAction* previousStoryFrame;
    QAction* nextStoryFrame;
    QAction* markIn;
    QAction* markOut;
    QAction* goToMarkIn;
    QAction* goToMarkOut;
    QAction* mute;
    QAction* louder;
    QAction* quieter;
    QAction* undo;
    QAction* redo;

    /// First, back, play, forward, last, loop: the player's buttons.
    QList<QAction*> transport() const { return {first, stepBack, playPause, stepForward, last, loop}; }
    /// For the Play menu; null stands for a line.
    QList<QAction*> menu() const;
    /// Media are open.
    void setEnabled(bool isEnabled);

private:
    void makePlayingActions(QMainWindow* window);
    void makeSteppingActions(QMainWindow* window);
    void makeJumpActions(QMainWindow* window);
    void makeMarkActions(QMainWindow* window);
    void makeSoundActions(QMainWindow* window);
    void makeUndoActions(QMainWindow* window);
    void connectPlaying();
    void connectGoing();
    void connectSound();
    void updatePlaying();
    void updateMarks();
    void updateStoryFrames();
    void goToStoryFrame(int direction);

    Parts m_parts;
    HeldKey* m_pauseKey;
    bool m_isEnabled = false;
};

} // namespace storyscope::ui
