// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/thumbnail_job.h"
#include "ui/timeline/timeline_contents.h"
#include "ui/timeline/timeline_layout.h"

#include <QFont>
#include <QPalette>
#include <QRectF>
#include <vector>

class QPainter;

namespace storyscope::ui {

/// What the painters of the lanes look at; each paints its own lane and nothing else.
struct TimelineScene {
    const TimelineContents& contents;
    const TimelineLayout& layout;
    QPalette palette;
    QFont font;                         ///< small
    ThumbnailCache* pictures = nullptr; ///< null: there are none
    double pictureAspect = 16.0 / 9;    ///< width / height
    double pixelRatio = 1;              ///< of the screen
};

/// A place for a small picture and the frames that it stands for.
struct TimelineCell {
    ThumbnailCell frames;
    QRectF place;
};

/// The cells that are seen, from left to right. The same frames stay together while the timeline scrolls.
std::vector<TimelineCell> visibleCells(const TimelineLayout& layout, double pictureAspect);

/// Time labels, or frame numbers for pictures that have no times, and the marked range.
void paintRuler(QPainter& painter, const TimelineScene& scene);
/// Small pictures with the number of the frame that each shows, where shots begin, and what is damaged; frames outside
/// the marked range step back.
void paintThumbnails(QPainter& painter, const TimelineScene& scene);
void paintValueLanes(QPainter& painter, const TimelineScene& scene);
void paintCaptions(QPainter& painter, const TimelineScene& scene);

/// "0:05" or, in steps below a second, "0:05.20"; with hours if there are any.
QString rulerTimeText(double seconds, double stepSeconds);

} // namespace storyscope::ui
