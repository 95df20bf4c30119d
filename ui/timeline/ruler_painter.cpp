// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"
#include "ui/timeline/timeline_painting.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

namespace storyscope::ui {

namespace {

constexpr double labelGap = 20; ///< pixels between two labels, at least
constexpr double tickHeight = 5;
constexpr double labelShift = 8; ///< right of the tick, clear of the playhead

/// The smallest step that people count in and that is at least `least`.
double niceSeconds(double least) {
    constexpr std::array steps = {0.01, 0.02, 0.05, 0.1,  0.2,   0.5,   1.0,    2.0,    5.0,    10.0,
                                  15.0, 30.0, 60.0, 120., 300.0, 600.0, 1800.0, 3600.0, 7200.0, 18000.0};
    const auto found = std::ranges::find_if(steps, [least](double step) { return step >= least; });
    return found == steps.end() ? std::ceil(least / 36000.0) * 36000.0 : *found;
}

/// 1, 2 or 5 times a power of ten.
int niceFrames(double least) {
    const double power = std::pow(10.0, std::floor(std::log10(std::max(1.0, least))));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= least) {
            return static_cast<int>(factor * power);
        }
    }
    return static_cast<int>(10 * power);
}

class Ruler {
public:
    Ruler(QPainter& painter, const TimelineScene& scene)
        : m_painter(painter), m_scene(scene), m_metrics(scene.font), m_rect(scene.layout.ruler()) {}

    void paintMarks() {
        const StoryDocument::Marks& marks = m_scene.contents.marks;
        if (!marks.in && !marks.out) {
            return;
        }
        const TimelineLayout& layout = m_scene.layout;
        const double left = marks.in ? layout.leftOf(*marks.in) : 0;
        const double right = marks.out ? layout.leftOf(*marks.out + 1) : m_rect.right();
        QColor fill = themeColors(m_scene.palette).success;
        m_painter.setPen(QPen(fill, 2));
        for (const auto& [isSet, x, inwards] :
             {std::tuple(marks.in.has_value(), left + 1, 4.0), std::tuple(marks.out.has_value(), right - 1, -4.0)}) {
            if (isSet) {
                m_painter.drawPolyline(QPolygonF{QPointF(x + inwards, m_rect.top() + 2), QPointF(x, m_rect.top() + 2),
                                                 QPointF(x, m_rect.bottom() - 1),
                                                 QPointF(x + inwards, m_rect.bottom() - 1)});
            }
        }
        fill.setAlphaF(0.22F);
        m_painter.fillRect(QRectF(QPointF(left, m_rect.top() + 2), QPointF(right, m_rect.bottom() - 1)), fill);
    }

    void paintTimes() {
        const TimelineContents& contents = m_scene.contents;
        const TimelineLayout& layout = m_scene.layout;
        const double begin = *contents.timeOf(layout.firstVisibleFrame());
        const double end = *contents.timeOf(layout.lastVisibleFrame());
        const int frames = layout.lastVisibleFrame() - layout.firstVisibleFrame();
        if (frames < 1 || end <= begin) {
            label(layout.leftOf(layout.firstVisibleFrame()), rulerTimeText(begin, 1));
            return;
        }
        const double secondsPerPixel = (end - begin) / frames / layout.pixelsPerFrame();
        const double widest = m_metrics.horizontalAdvance(rulerTimeText(end, 0.1)) + labelGap;
        const double step = niceSeconds(widest * secondsPerPixel);
        for (double tick = std::floor(begin / step); tick * step <= end; ++tick) {
            label(placeOf(tick * step), rulerTimeText(tick * step, step));
        }
    }

    void paintNumbers() {
        const TimelineLayout& layout = m_scene.layout;
        const double widest = m_metrics.horizontalAdvance(QLocale().toString(layout.frameCount())) + labelGap;
        const int step = niceFrames(widest / layout.pixelsPerFrame());
        for (int frame = layout.firstVisibleFrame() / step * step; frame <= layout.lastVisibleFrame(); frame += step) {
            label(layout.centreOf(frame), QLocale().toString(frame));
        }
    }

private:
    /// A frame reaches from its time to the next one's.
    double placeOf(double seconds) const {
        const TimelineContents& contents = m_scene.contents;
        const int frame = contents.frameAtTime(seconds + 1e-6);
        const double begin = contents.timeOf(frame).value_or(0);
        const double end = frame + 1 < contents.frameCount ? contents.timeOf(frame + 1).value_or(begin) : begin;
        const double share = end > begin ? std::clamp((seconds - begin) / (end - begin), 0.0, 1.0) : 0.0;
        return m_scene.layout.leftOf(frame) + share * m_scene.layout.pixelsPerFrame();
    }

    /// Two ticks of a video with an uneven rate may fall together: the second one has no text.
    void label(double x, const QString& text) {
        m_painter.setPen(m_scene.palette.color(QPalette::Mid));
        m_painter.drawLine(QPointF(x, m_rect.bottom() - tickHeight), QPointF(x, m_rect.bottom()));
        const double width = m_metrics.horizontalAdvance(text);
        const QRectF place(x + labelShift, m_rect.top(), width + 1, m_rect.height());
        if (place.left() >= m_freeFrom && place.right() <= m_rect.right()) {
            m_painter.setPen(themeColors(m_scene.palette).secondary);
            m_painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, text);
            m_freeFrom = place.right() + labelGap / 2;
        }
    }

    QPainter& m_painter;
    const TimelineScene& m_scene;
    QFontMetricsF m_metrics;
    QRectF m_rect;
    double m_freeFrom = 0;
};

} // namespace

QString rulerTimeText(double seconds, double stepSeconds) {
    const auto hundredths = std::llround(std::max(0.0, seconds) * 100);
    const auto pad = [](long long value) { return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0')); };
    const long long whole = hundredths / 100;
    const long long hours = whole / 3600;
    const long long minutes = whole / 60 % 60;
    QString text = hours > 0 ? QString::number(hours) + QLatin1Char(':') + pad(minutes) : QString::number(minutes);
    text += QLatin1Char(':') + pad(whole % 60);
    return stepSeconds < 1 ? text + QLatin1Char('.') + pad(hundredths % 100) : text;
}

void paintRuler(QPainter& painter, const TimelineScene& scene) {
    if (scene.contents.frameCount == 0) {
        return;
    }
    painter.setFont(scene.font);
    Ruler ruler(painter, scene);
    ruler.paintMarks();
    const bool hasTimes = scene.contents.frameAtTime && scene.contents.timeOf(0).has_value();
    hasTimes ? ruler.paintTimes() : ruler.paintNumbers();
}

} // namespace storyscope::ui
