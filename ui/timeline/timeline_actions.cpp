// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_actions.h"

#include "ui/common/make_action.h"
#include "ui/timeline/timeline_controller.h"
#include "ui/timeline/timeline_view.h"

#include <QAction>

namespace storyscope::ui {

namespace {

using Keys = QList<QKeySequence>;
constexpr double zoomStep = 2;

} // namespace

TimelineActions::TimelineActions(QObject* window, TimelineController* controller)
    : QObject(window), m_controller(controller) {
    makeFrameActions(window);
    makeZoomActions(window);
    connect(controller, &TimelineController::possibilitiesChanged, this, &TimelineActions::update);
    connect(controller->view(), &TimelineView::layoutChanged, this, &TimelineActions::update);
    update();
}

void TimelineActions::makeFrameActions(QObject* window) {
    addFrame = makeAction(window, {s("addStoryFrame"), tr("&Add frame to story"), s("story"),
                                   Keys{Qt::Key_Insert, Qt::Key_A}, tr("Make the shown frame a frame of the story")});
    removeFrame = makeAction(window, {s("removeStoryFrame"),
                                      tr("&Remove frame from story"),
                                      s("close"),
                                      {Qt::Key_Delete},
                                      tr("Take the shown frame out of the story")});
    moveBack = makeAction(window, {s("moveStoryFrameBack"),
                                   tr("Move story frame &back"),
                                   s("step-back"),
                                   {Qt::ALT | Qt::Key_Left},
                                   tr("Take the frame before instead of the shown one into the story")});
    moveForward = makeAction(window, {s("moveStoryFrameForward"),
                                      tr("Move story frame &forward"),
                                      s("step-forward"),
                                      {Qt::ALT | Qt::Key_Right},
                                      tr("Take the frame after instead of the shown one into the story")});
    connect(addFrame, &QAction::triggered, this,
            [this] { m_controller->document()->addStoryFrame(m_controller->shownFrame()); });
    connect(removeFrame, &QAction::triggered, this,
            [this] { m_controller->document()->removeStoryFrame(m_controller->shownFrame()); });
    connect(moveBack, &QAction::triggered, this, [this] { m_controller->moveShownFrame(-1); });
    connect(moveForward, &QAction::triggered, this, [this] { m_controller->moveShownFrame(1); });
}

void TimelineActions::makeZoomActions(QObject* window) {
    zoomIn = makeAction(window, {s("zoomTimelineIn"), tr("Zoom timeline &in"), s("zoom-in"),
                                 Keys{Qt::Key_Plus, Qt::Key_Equal}, tr("Show fewer frames on the timeline, larger")});
    zoomOut = makeAction(window, {s("zoomTimelineOut"),
                                  tr("Zoom timeline &out"),
                                  s("zoom-out"),
                                  {Qt::Key_Minus},
                                  tr("Show more frames on the timeline")});
    fit = makeAction(window, {s("fitTimeline"),
                              tr("Show &whole timeline"),
                              s("zoom-fit"),
                              {Qt::Key_0},
                              tr("Show all frames on the timeline")});
    connect(zoomIn, &QAction::triggered, this, [this] { m_controller->view()->zoom(zoomStep); });
    connect(zoomOut, &QAction::triggered, this, [this] { m_controller->view()->zoom(1 / zoomStep); });
    connect(fit, &QAction::triggered, m_controller->view(), &TimelineView::fit);
}

void TimelineActions::update() {
    addFrame->setEnabled(m_controller->canAdd());
    removeFrame->setEnabled(m_controller->canRemove());
    moveBack->setEnabled(m_controller->canMove(-1));
    moveForward->setEnabled(m_controller->canMove(1));
    const TimelineLayout& frames = m_controller->view()->frameLayout();
    zoomIn->setEnabled(frames.frameCount() > 0 && frames.canZoomIn());
    zoomOut->setEnabled(frames.isZoomed());
    fit->setEnabled(frames.isZoomed());
}

} // namespace storyscope::ui
