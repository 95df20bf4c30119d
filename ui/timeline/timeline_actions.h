// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

class QAction;

namespace storyscope::ui {

class TimelineController;

/// What can be done on the timeline by keyboard and menus: the story's frames, and how much of the video is seen. The
/// actions belong to the window.
class TimelineActions : public QObject {
    Q_OBJECT
public:
    /// The controller must outlive the actions.
    TimelineActions(QObject* window, TimelineController* controller);

    QAction* addFrame;
    QAction* removeFrame;
    QAction* moveBack;
    QAction* moveForward;
    QAction* zoomIn;
    QAction* zoomOut;
    QAction* fit;

    /// For the Edit menu.
    QList<QAction*> frameActions() const { return {addFrame, removeFrame, moveBack, moveForward}; }
    /// For the View menu.
    QList<QAction*> zoomActions() const { return {zoomIn, zoomOut, fit}; }

private:
    void makeFrameActions(QObject* window);
    void makeZoomActions(QObject* window);
    void update();

    TimelineController* m_controller;
};

} // namespace storyscope::ui
