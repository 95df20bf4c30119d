// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/story.h"

#include <QColor>
#include <QRectF>
#include <QString>
#include <vector>

class QPainter;

namespace storyscope::ui {

/// Where an entity of the story is to be seen in one frame.
struct EntityBox {
    QString id;
    QString label; ///< "girl", or a name
    Box box;
    QColor color;
};

/// The entities of exactly one frame, drawn over no other.
struct EntityBoxes {
    int frameNumber = -1; ///< -1: there are none
    std::vector<EntityBox> boxes;
    QString highlighted; ///< the entity that is pointed at, here or in a caption; empty: none

    bool isEmpty() const { return frameNumber < 0 || boxes.empty(); }
};

/// The `number`th colour for entities, from 0: eight that colour-blind eyes tell apart (Okabe and Ito, "Color universal
/// design", 2008), again and again.
QColor entityColor(int number);
/// Black or white, whichever is read better on `color`.
QColor textColorOn(const QColor& color);

/// Draws the boxes with their names over a picture that covers `picture`, inside `view`.
void drawEntities(QPainter& painter, const QRectF& picture, const QRectF& view, const EntityBoxes& entities);
/// The smallest box that has this point of the picture, given as shares of its size; null if none has.
const EntityBox* entityAt(const EntityBoxes& entities, double x, double y);

} // namespace storyscope::ui
