// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/picture_saver.h"

#include <QList>
#include <QObject>
#include <functional>

class QAction;

namespace storyscope::ui {

class FrameView;
class PlayerController;

/// What can be done with the frame that is shown: copy it, save it, and look at it more closely. The actions belong to
/// the window.
class FrameViewActions : public QObject {
    Q_OBJECT
public:
    /// Asks for a file to write, proposing a name; `chosen` is called later, and only if the person chose one.
    using AskForFile =
        std::function<void(const QString& proposedName, std::function<void(const QString& path)> chosen)>;

    /// View and player must outlive the actions.
    FrameViewActions(QObject* window, FrameView* view, const PlayerController* player, AskForFile askForFile);

    QAction* copy;
    QAction* save;
    QAction* saveWithHeatMap;
    QAction* fit;
    QAction* pixels;
    QAction* zoomIn;
    QAction* zoomOut;
    QAction* scrollLeft;
    QAction* scrollRight;
    QAction* scrollUp;
    QAction* scrollDown;

    /// For the File menu.
    QList<QAction*> pictureActions() const { return {copy, save, saveWithHeatMap}; }
    /// For the View menu.
    QList<QAction*> zoomActions() const { return {fit, pixels, zoomIn, zoomOut}; }
    QList<QAction*> scrollActions() const { return {scrollLeft, scrollRight, scrollUp, scrollDown}; }
    /// For progress and cancelling; its failures are for the banner.
    PictureSaver* saver() { return &m_saver; }

public slots:
    /// Only what can be done with what is shown now is enabled.
    void update();

signals:
    void copied(int frameNumber);
    void saved(const QString& path);

private:
    void makePictureActions(QObject* window);
    void makeZoomActions(QObject* window);
    void makeScrollActions(QObject* window);
    void copyFrame();
    enum class HeatMap { Without, With };
    void saveFrame(HeatMap heatMap);
    QString proposedName(HeatMap heatMap) const;

    FrameView* m_view;
    const PlayerController* m_player;
    AskForFile m_askForFile;
    PictureSaver m_saver;
};

} // namespace storyscope::ui
