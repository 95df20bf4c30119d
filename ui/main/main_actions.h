// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

class QAction;
class QMainWindow;

namespace storyscope::ui {

/// What an action shows and how it is reached.
struct ActionTexts {
    QString name; ///< object name
    QString text;
    QString icon; ///< empty: none
    QList<QKeySequence> keys;
    QString tip; ///< status tip
};

/// Makes a complete action that belongs to `owner`.
QAction* makeAction(QObject* owner, const ActionTexts& texts);

/// Every action of the window that is always there. Owned by the window.
class MainActions : public QObject {
    Q_OBJECT
public:
    explicit MainActions(QMainWindow* window);

    QAction* open;
    QAction* openFolder;
    QAction* openSample;
    QAction* exportJson;
    QAction* exportSrt;
    QAction* exportVtt;
    QAction* exportHtml;
    QAction* quit;
    QAction* clearWord;
    QAction* settings;
    QAction* tellStory;
    QAction* stopStory;
    QAction* playPause;
    QAction* stepBack;
    QAction* stepForward;
    QAction* tenBack;
    QAction* tenForward;
    QAction* first;
    QAction* last;
    QAction* goToFrame;
    QAction* previousStoryFrame;
    QAction* nextStoryFrame;
    QAction* heatMap;
    QAction* train;
    QAction* stopTraining;
    QAction* shortcuts;
    QAction* about;

    QList<QAction*> exports() const { return {exportJson, exportSrt, exportVtt, exportHtml}; }
    /// First, back, play, forward, last: the player's buttons.
    QList<QAction*> transport() const { return {first, stepBack, playPause, stepForward, last}; }
    /// What needs an open video or pictures.
    QList<QAction*> playing() const;
    void setPlaying(bool isPlaying);

private:
    void makeFileActions(QMainWindow* window);
    void makeStoryActions(QMainWindow* window);
    void makePlayActions(QMainWindow* window);
    void makeOtherActions(QMainWindow* window);
};

} // namespace storyscope::ui
