// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/entity_boxes.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

namespace storyscope::ui {

namespace {

QRectF rectOf(const Box& box, const QRectF& picture) {
    const auto share = [](float value) { return static_cast<double>(value); };
    return {picture.left() + share(box.left) * picture.width(), picture.top() + share(box.top) * picture.height(),
            share(box.width) * picture.width(), share(box.height) * picture.height()};
}

void drawBox(QPainter& painter, const QRectF& rect, const QColor& color, double width) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 170), width + 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(rect);
    painter.setPen(QPen(color, width, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(rect);
}

/// Where a name goes: inside its box at the top, pushed into what is seen, and below names that are there already.
QRectF labelPlace(const QRectF& rect, const QRectF& view, const QSizeF& size, const std::vector<QRectF>& taken) {
    QRectF label(rect.topLeft(), size);
    label.moveLeft(std::clamp(label.left(), view.left(), std::max(view.left(), view.right() - label.width())));
    const double lowest = std::max(view.top(), view.bottom() - label.height());
    label.moveTop(std::clamp(label.top(), view.top(), lowest));
    const auto isTaken = [&] {
        return std::ranges::any_of(taken, [&](const QRectF& other) { return other.intersects(label); });
    };
    while (isTaken() && label.top() < lowest) {
        label.moveTop(std::min(lowest, label.top() + label.height() / 2));
    }
    return label;
}

void drawLabel(QPainter& painter, const QRectF& label, const EntityBox& entity) {
    painter.fillRect(label, entity.color);
    painter.setPen(textColorOn(entity.color));
    painter.drawText(label, Qt::AlignCenter,
                     QFontMetricsF(painter.font()).elidedText(entity.label, Qt::ElideRight, label.width() - 4));
}

} // namespace

QColor entityColor(int number) {
    static constexpr std::array<QRgb, 8> colors = {0xFFE69F00, 0xFF56B4E9, 0xFF009E73, 0xFFF0E442,
                                                   0xFF0072B2, 0xFFD55E00, 0xFFCC79A7, 0xFFFFFFFF};
    return QColor(colors[static_cast<std::size_t>(std::max(0, number)) % colors.size()]);
}

QColor textColorOn(const QColor& color) {
    const double luminance = 0.2126 * std::pow(color.redF(), 2.2) + 0.7152 * std::pow(color.greenF(), 2.2) +
                             0.0722 * std::pow(color.blueF(), 2.2);
    return luminance > 0.18 ? Qt::black : Qt::white;
}

void drawEntities(QPainter& painter, const QRectF& picture, const QRectF& view, const EntityBoxes& entities) {
    painter.save();
    painter.setClipRect(view);
    const QFontMetricsF metrics(painter.font());
    std::vector<QRectF> labels;
    for (const EntityBox& entity : entities.boxes) {
        const QRectF rect = rectOf(entity.box, picture);
        const double width = std::min(metrics.horizontalAdvance(entity.label), std::max(64.0, rect.width())) + 8;
        labels.push_back(labelPlace(rect, view.intersected(picture), {width, metrics.height() + 2}, labels));
    }
    for (const bool drawsHighlighted : {false, true}) {
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const EntityBox& entity = entities.boxes[i];
            const bool isHighlighted = entity.id == entities.highlighted;
            if (isHighlighted == drawsHighlighted) {
                painter.setOpacity(entities.highlighted.isEmpty() || isHighlighted ? 1 : 0.45);
                drawBox(painter, rectOf(entity.box, picture), entity.color, isHighlighted ? 4 : 2);
                drawLabel(painter, labels[i], entity);
            }
        }
    }
    painter.restore();
}

const EntityBox* entityAt(const EntityBoxes& entities, double x, double y) {
    const EntityBox* smallest = nullptr;
    const auto area = [](const EntityBox& entity) { return entity.box.width * entity.box.height; };
    for (const EntityBox& entity : entities.boxes) {
        const bool isHere = entity.box.contains(static_cast<float>(x), static_cast<float>(y));
        if (isHere && (smallest == nullptr || area(entity) < area(*smallest))) {
            smallest = &entity;
        }
    }
    return smallest;
}

} // namespace storyscope::ui
