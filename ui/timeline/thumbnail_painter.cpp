// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"
#include "ui/timeline/timeline_painting.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace storyscope::ui {

namespace {

constexpr double closestShots = 3; ///< pixels between two ticks
constexpr double narrowestDamage = 5;

/// The picture as large as the lane is high: at the cell's left while cells lie side by side, in the middle of a frame
/// that is wider than it.
QRectF pictureRect(const QRectF& cell, const QImage& image, bool isOneFrame) {
    const double width = cell.height() * image.width() / image.height();
    const double shift = isOneFrame ? std::max(0.0, (cell.width() - width) / 2) : 0.0;
    return {cell.left() + shift, cell.top(), width, cell.height()};
}

void paintNumber(QPainter& painter, const TimelineScene& scene, const QRectF& cell, int frame) {
    QFont tiny = scene.font;
    tiny.setPointSizeF(std::max(6.0, tiny.pointSizeF() - 1));
    const QFontMetricsF metrics(tiny);
    const QString text = QLocale().toString(frame);
    const double height = metrics.ascent() + 1;
    const QRectF chip(cell.left(), cell.bottom() - height, metrics.horizontalAdvance(text) + 5, height);
    if (chip.width() < 0.8 * cell.width()) {
        painter.fillRect(chip, QColor(0, 0, 0, 170));
        painter.setFont(tiny);
        painter.setPen(Qt::white);
        painter.drawText(chip, Qt::AlignCenter, text);
    }
}

/// What a cell shows now, and where.
struct ShownPicture {
    Thumbnail thumbnail;
    QRectF cell;
    QRectF place;
};

std::vector<ShownPicture> shownPictures(const TimelineScene& scene) {
    std::vector<ShownPicture> shown;
    for (const TimelineCell& cell : visibleCells(scene.layout, scene.pictureAspect)) {
        const auto found = scene.pictures == nullptr
                               ? std::nullopt
                               : scene.pictures->findWithin(cell.frames.firstFrame, cell.frames.lastFrame);
        const QRectF place = cell.place.adjusted(0, 0, -1, 0);
        const bool isOneFrame = cell.frames.firstFrame == cell.frames.lastFrame;
        const QImage image = found ? found->image : QImage();
        shown.push_back(
            {found.value_or(Thumbnail()), place, image.isNull() ? place : pictureRect(place, image, isOneFrame)});
    }
    return shown;
}

void paintPicture(QPainter& painter, const TimelineScene& scene, const ShownPicture& shown) {
    painter.fillRect(shown.cell, scene.palette.color(QPalette::AlternateBase));
    if (shown.thumbnail.image.isNull()) {
        return;
    }
    QImage scaled = shown.thumbnail.image.scaled((shown.place.size() * scene.pixelRatio).toSize(),
                                                 Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    scaled.setDevicePixelRatio(scene.pixelRatio);
    painter.save();
    painter.setClipRect(shown.cell, Qt::IntersectClip);
    painter.drawImage(shown.place.topLeft(), scaled);
    painter.restore();
}

void paintShots(QPainter& painter, const TimelineScene& scene, const QRectF& lane) {
    double last = -closestShots;
    for (const int shot : scene.contents.shots) {
        const double x = std::round(scene.layout.leftOf(shot));
        if (shot == 0 || x < 0 || x > lane.right() || x - last < closestShots) {
            continue;
        }
        last = x;
        // Seen on every picture: light between dark.
        painter.fillRect(QRectF(x - 1.5, lane.top(), 3, lane.height()), QColor(0, 0, 0, 190));
        painter.fillRect(QRectF(x - 0.5, lane.top(), 1, lane.height()), Qt::white);
    }
}

void paintDamage(QPainter& painter, const TimelineScene& scene, const QRectF& lane) {
    for (const media::DamagedRange& range : scene.contents.damage) {
        QRectF place = lane;
        place.setLeft(scene.layout.leftOf(range.firstFrame));
        place.setRight(scene.layout.leftOf(range.lastFrame + 1));
        if (place.width() < narrowestDamage) {
            const double centre = place.center().x();
            place.setLeft(centre - narrowestDamage / 2);
            place.setWidth(narrowestDamage);
        }
        place &= lane;
        if (place.isEmpty()) {
            continue;
        }
        const QColor ink = themeColors(scene.palette).error;
        QColor ground = scene.palette.color(QPalette::Window);
        ground.setAlphaF(0.6F);
        painter.fillRect(place, ground);
        painter.fillRect(place, QBrush(ink, Qt::BDiagPattern));
        painter.setPen(ink);
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void paintOutsideOfMarks(QPainter& painter, const TimelineScene& scene, const QRectF& lane) {
    const StoryDocument::Marks& marks = scene.contents.marks;
    QColor veil = scene.palette.color(QPalette::Window);
    veil.setAlphaF(0.7F);
    const TimelineLayout& layout = scene.layout;
    if (marks.in && layout.leftOf(*marks.in) > lane.left()) {
        painter.fillRect(QRectF(lane.topLeft(), QPointF(layout.leftOf(*marks.in), lane.bottom())), veil);
    }
    if (marks.out && layout.leftOf(*marks.out + 1) < lane.right()) {
        painter.fillRect(QRectF(QPointF(layout.leftOf(*marks.out + 1), lane.top()), lane.bottomRight()), veil);
    }
}

} // namespace

std::vector<TimelineCell> visibleCells(const TimelineLayout& layout, double pictureAspect) {
    std::vector<TimelineCell> cells;
    if (layout.frameCount() == 0) {
        return cells;
    }
    const QRectF lane = layout.thumbnails();
    const int frames =
        std::max(1, static_cast<int>(std::ceil(lane.height() * pictureAspect / layout.pixelsPerFrame())));
    for (int first = layout.firstVisibleFrame() / frames * frames; first <= layout.lastVisibleFrame();
         first += frames) {
        const int last = std::min(first + frames, layout.frameCount()) - 1;
        const double left = layout.leftOf(first);
        cells.push_back({{first, last}, QRectF(left, lane.top(), layout.leftOf(last + 1) - left, lane.height())});
    }
    return cells;
}

void paintThumbnails(QPainter& painter, const TimelineScene& scene) {
    const QRectF lane = scene.layout.thumbnails();
    const std::vector<ShownPicture> pictures = shownPictures(scene);
    painter.save();
    painter.setClipRect(lane);
    for (const ShownPicture& shown : pictures) {
        paintPicture(painter, scene, shown);
    }
    paintOutsideOfMarks(painter, scene, lane);
    paintShots(painter, scene, lane);
    paintDamage(painter, scene, lane);
    for (const ShownPicture& shown : pictures) {
        if (!shown.thumbnail.image.isNull()) {
            paintNumber(painter, scene, shown.place & shown.cell, shown.thumbnail.frame);
        }
    }
    painter.restore();
}

} // namespace storyscope::ui
