// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/frame_zoom.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace storyscope::ui {

namespace {

constexpr std::array<double, 15> steps{0.125, 0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, FrameZoom::largestScale};

double fittingScale(const FrameZoom::Sizes& sizes) {
    return std::min(sizes.view.width() / sizes.picture.width(), sizes.view.height() / sizes.picture.height());
}

bool isSame(double scale, double other) {
    return std::abs(scale - other) < 1e-6 * other;
}

/// Where a length begins that is to have this share of it in the middle of the view.
double beginning(double length, double view, double centre) {
    return length <= view ? (view - length) / 2 : std::clamp(view / 2 - centre * length, view - length, 0.0);
}

double clampedCentre(double centre, double length, double view) {
    return length <= view ? 0.5 : std::clamp(centre, view / 2 / length, 1 - view / 2 / length);
}

} // namespace

double FrameZoom::scale(const Sizes& sizes) const {
    return isFitted() ? fittingScale(sizes) : m_scale;
}

QRectF FrameZoom::pictureRect(const Sizes& sizes) const {
    const double shown = scale(sizes);
    const double width = std::max(1.0, std::round(sizes.picture.width() * shown));
    const double height = std::max(1.0, std::round(sizes.picture.height() * shown));
    return {std::round(beginning(width, sizes.view.width(), m_centre.x())),
            std::round(beginning(height, sizes.view.height(), m_centre.y())), width, height};
}

double FrameZoom::nextScale(Direction direction, const Sizes& sizes) const {
    const double now = scale(sizes);
    const double fitting = fittingScale(sizes);
    if (direction == Direction::In) {
        const auto* step =
            std::ranges::find_if(steps, [&](double value) { return value > now && !isSame(value, now); });
        const double next = step == steps.end() ? std::max(now, largestScale) : *step;
        return now < fitting && !isSame(now, fitting) && fitting < next ? fitting : next;
    }
    const auto step =
        std::find_if(steps.rbegin(), steps.rend(), [&](double value) { return value < now && !isSame(value, now); });
    const double next = step == steps.rend() ? steps.front() : *step;
    const double smallest = std::min(1.0, fitting);
    return now > fitting && !isSame(now, fitting) && fitting > next ? fitting : std::max(next, smallest);
}

void FrameZoom::zoomTo(double scale, const QPointF& anchor, const Sizes& sizes) {
    if (isSame(scale, fittingScale(sizes))) {
        fit();
        return;
    }
    const QRectF before = pictureRect(sizes);
    const QPointF place((anchor.x() - before.x()) / before.width(), (anchor.y() - before.y()) / before.height());
    m_scale = scale;
    const QPointF fromMiddle = anchor - QPointF(sizes.view.width(), sizes.view.height()) / 2;
    setCentre(place - QPointF(fromMiddle.x() / (sizes.picture.width() * scale),
                              fromMiddle.y() / (sizes.picture.height() * scale)),
              sizes);
}

bool FrameZoom::canPan(const Sizes& sizes) const {
    const QRectF rect = pictureRect(sizes);
    return rect.width() > sizes.view.width() || rect.height() > sizes.view.height();
}

void FrameZoom::panBy(const QPointF& distance, const Sizes& sizes) {
    if (canPan(sizes) && !isFitted()) {
        setCentre(m_centre - QPointF(distance.x() / (sizes.picture.width() * m_scale),
                                     distance.y() / (sizes.picture.height() * m_scale)),
                  sizes);
    }
}

void FrameZoom::setCentre(const QPointF& centre, const Sizes& sizes) {
    m_centre = {clampedCentre(centre.x(), sizes.picture.width() * m_scale, sizes.view.width()),
                clampedCentre(centre.y(), sizes.picture.height() * m_scale, sizes.view.height())};
}

} // namespace storyscope::ui
