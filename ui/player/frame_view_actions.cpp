// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/frame_view_actions.h"

#include "ui/common/make_action.h"
#include "ui/common/text.h"
#include "ui/player/frame_view.h"
#include "ui/player/player_controller.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <utility>

namespace storyscope::ui {

namespace {

constexpr double scrollShare = 0.1; ///< of the view, for one press of a key

using Keys = QList<QKeySequence>;

} // namespace

FrameViewActions::FrameViewActions(QObject* window, FrameView* view, const PlayerController* player,
                                   AskForFile askForFile)
    : QObject(window), m_view(view), m_player(player), m_askForFile(std::move(askForFile)), m_saver(this) {
    makePictureActions(window);
    makeZoomActions(window);
    makeScrollActions(window);
    connect(&m_saver, &PictureSaver::saved, this, &FrameViewActions::saved);
    connect(view, &FrameView::shownChanged, this, &FrameViewActions::update);
    connect(view, &FrameView::zoomChanged, this, &FrameViewActions::update);
    update();
}

void FrameViewActions::makePictureActions(QObject* window) {
    copy = makeAction(window, {s("copyFrame"),
                               tr("&Copy frame"),
                               s("picture"),
                               {QKeySequence::Copy},
                               tr("Copy the shown frame's own pixels, without heat map, to the clipboard")});
    save = makeAction(window, {s("saveFrame"),
                               tr("Save &frame as PNG…"),
                               s("export"),
                               {Qt::Key_S},
                               tr("Write the shown frame's own pixels, without heat map, to a PNG file")});
    saveWithHeatMap = makeAction(window, {s("saveFrameWithHeatMap"),
                                          tr("Save frame with &heat map…"),
                                          s("attention"),
                                          {Qt::SHIFT | Qt::Key_S},
                                          tr("Write the shown frame with the heat map over it to a PNG file")});
    connect(copy, &QAction::triggered, this, &FrameViewActions::copyFrame);
    connect(save, &QAction::triggered, this, [this] { saveFrame(HeatMap::Without); });
    connect(saveWithHeatMap, &QAction::triggered, this, [this] { saveFrame(HeatMap::With); });
}

void FrameViewActions::makeZoomActions(QObject* window) {
    fit = makeAction(window, {s("zoomToFit"),
                              tr("Whole &frame"),
                              s("zoom-fit"),
                              {Qt::CTRL | Qt::Key_0},
                              tr("Show the whole frame as large as it fits")});
    pixels = makeAction(window, {s("zoomToPixels"),
                                 tr("&Pixels 1:1"),
                                 s("zoom-pixels"),
                                 {Qt::CTRL | Qt::Key_1},
                                 tr("Show each pixel of the frame as one pixel of the screen")});
    zoomIn = makeAction(window, {s("zoomIn"), tr("Zoom &in"), s("zoom-in"),
                                 Keys{QKeySequence::ZoomIn, Qt::CTRL | Qt::Key_Equal},
                                 tr("Show the frame larger; from four times on, its pixels are squares")});
    zoomOut = makeAction(window, {s("zoomOut"),
                                  tr("Zoom &out"),
                                  s("zoom-out"),
                                  {QKeySequence::ZoomOut},
                                  tr("Show the frame smaller, until all of it is seen")});
    connect(fit, &QAction::triggered, m_view, &FrameView::zoomToFit);
    connect(pixels, &QAction::triggered, m_view, &FrameView::zoomToPixels);
    connect(zoomIn, &QAction::triggered, m_view, &FrameView::zoomIn);
    connect(zoomOut, &QAction::triggered, m_view, &FrameView::zoomOut);
}

void FrameViewActions::makeScrollActions(QObject* window) {
    scrollLeft = makeAction(window, {s("scrollLeft"),
                                     tr("Scroll &left"),
                                     {},
                                     {Qt::CTRL | Qt::SHIFT | Qt::Key_Left},
                                     tr("Show more of the zoomed frame's left")});
    scrollRight = makeAction(window, {s("scrollRight"),
                                      tr("Scroll &right"),
                                      {},
                                      {Qt::CTRL | Qt::SHIFT | Qt::Key_Right},
                                      tr("Show more of the zoomed frame's right")});
    scrollUp = makeAction(window, {s("scrollUp"),
                                   tr("Scroll &up"),
                                   {},
                                   {Qt::CTRL | Qt::SHIFT | Qt::Key_Up},
                                   tr("Show more of the zoomed frame's top")});
    scrollDown = makeAction(window, {s("scrollDown"),
                                     tr("Scroll &down"),
                                     {},
                                     {Qt::CTRL | Qt::SHIFT | Qt::Key_Down},
                                     tr("Show more of the zoomed frame's bottom")});
    connect(scrollLeft, &QAction::triggered, m_view, [this] { m_view->scrollBy(-scrollShare, 0); });
    connect(scrollRight, &QAction::triggered, m_view, [this] { m_view->scrollBy(scrollShare, 0); });
    connect(scrollUp, &QAction::triggered, m_view, [this] { m_view->scrollBy(0, -scrollShare); });
    connect(scrollDown, &QAction::triggered, m_view, [this] { m_view->scrollBy(0, scrollShare); });
}

void FrameViewActions::update() {
    const bool hasFrame = !m_view->shownPicture().isEmpty();
    for (QAction* action : {copy, save, pixels, zoomIn, zoomOut}) {
        action->setEnabled(hasFrame);
    }
    saveWithHeatMap->setEnabled(m_view->isOverlayShown());
    fit->setEnabled(hasFrame && !m_view->isFitted());
    for (QAction* action : scrollActions()) {
        action->setEnabled(hasFrame && !m_view->isFitted());
    }
}

void FrameViewActions::copyFrame() {
    QGuiApplication::clipboard()->setImage(m_view->shownImage().copy());
    emit copied(m_view->shownFrame());
}

/// What is shown now is saved, wherever the player goes while the person chooses a name.
void FrameViewActions::saveFrame(HeatMap heatMap) {
    const FrameOverlay overlay = heatMap == HeatMap::With ? m_view->overlay() : FrameOverlay();
    m_askForFile(proposedName(heatMap), [this, picture = m_view->shownPicture(), overlay](const QString& path) {
        m_saver.save(picture, overlay, path);
    });
}

QString FrameViewActions::proposedName(HeatMap heatMap) const {
    const auto& source = m_player->source();
    const QString media = source ? toText(source->path().stem()) : QString();
    const QString number = tr("frame-%1", "part of a file name").arg(m_view->shownFrame(), 6, 10, QLatin1Char('0'));
    const QString ending = heatMap == HeatMap::With ? tr("-heat-map", "end of a file name") : QString();
    return (media.isEmpty() ? QString() : media + QLatin1Char('-')) + number + ending + QStringLiteral(".png");
}

} // namespace storyscope::ui
