// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_row_delegate.h"

#include "ui/common/theme.h"
#include "ui/models/model_list_model.h"

#include <QApplication>
#include <QPainter>
#include <algorithm>

namespace storyscope::ui {

namespace {

constexpr int side = 8;
constexpr int above = 6;
constexpr int gap = 2;
constexpr int headingAbove = 12;
constexpr int headingBelow = 4;
constexpr int iconSize = 16;

bool isHeading(const QModelIndex& index) {
    return index.data(ModelListModel::IsHeadingRole).toBool();
}

} // namespace

QSize ModelRowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const int line = option.fontMetrics.height();
    return {160, isHeading(index) ? headingAbove + line + headingBelow : 2 * (above + line) + gap};
}

void ModelRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    if (isHeading(index)) {
        paintHeading(painter, option, index.data().toString());
        return;
    }
    QStyleOptionViewItem ground = option;
    const QWidget* widget = option.widget;
    QStyle* style = widget != nullptr ? widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &ground, painter, widget);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QPalette::ColorGroup group =
        option.state.testFlag(QStyle::State_Active) ? QPalette::Active : QPalette::Inactive;
    const QColor text = option.palette.color(group, isSelected ? QPalette::HighlightedText : QPalette::Text);
    const QColor quiet = isSelected ? text : themeColors(option.palette).secondary;
    const int line = option.fontMetrics.height();
    QRect first(option.rect.left() + side, option.rect.top() + above, option.rect.width() - 2 * side, line);
    const QRect second = first.translated(0, line + gap);
    painter->save();
    painter->setFont(option.font);
    painter->setPen(quiet);
    painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(index.data(ModelListModel::SecondLineRole).toString(),
                                                    Qt::ElideRight, second.width()));
    const QString badge = index.data(ModelListModel::BadgeRole).toString();
    painter->drawText(first, Qt::AlignRight | Qt::AlignVCenter, badge);
    first.setRight(first.right() - (badge.isEmpty() ? 0 : option.fontMetrics.horizontalAdvance(badge) + side));
    if (const QIcon sign = index.data(Qt::DecorationRole).value<QIcon>(); !sign.isNull()) {
        sign.paint(painter, QRect(first.left(), first.top() + (line - iconSize) / 2, iconSize, iconSize),
                   Qt::AlignCenter, isSelected ? QIcon::Selected : QIcon::Normal);
        first.setLeft(first.left() + iconSize + side / 2);
    }
    QFont bold = option.font;
    bold.setBold(true);
    painter->setFont(bold);
    painter->setPen(text);
    painter->drawText(
        first, Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetrics(bold).elidedText(index.data().toString(), Qt::ElideRight, std::max(0, first.width())));
    painter->restore();
}

void ModelRowDelegate::paintHeading(QPainter* painter, const QStyleOptionViewItem& option, const QString& text) {
    painter->save();
    painter->setFont(option.font);
    painter->setPen(themeColors(option.palette).secondary);
    painter->drawText(option.rect.adjusted(side, headingAbove, -side, -headingBelow), Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(text, Qt::ElideRight, option.rect.width() - 2 * side));
    painter->restore();
}

} // namespace storyscope::ui
