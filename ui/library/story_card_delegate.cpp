// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/story_card_delegate.h"

#include "ui/library/story_list_model.h"

#include <QPainter>
#include <QTextLayout>
#include <QTextOption>
#include <algorithm>

namespace storyscope::ui {

namespace {

constexpr int margin = 4;
constexpr int padding = 8;
constexpr int gap = 4;
constexpr int textLines = 2;

QColor faint(const QPainter* painter) {
    QColor color = painter->pen().color();
    color.setAlphaF(0.12F);
    return color;
}

/// The place of a picture that is missing: grey with a cross.
void paintMissing(QPainter* painter, const QRect& place) {
    painter->fillRect(place, QColor(0x70, 0x70, 0x70));
    painter->save();
    painter->setPen(QColor(0xA8, 0xA8, 0xA8));
    painter->drawLine(place.topLeft(), place.bottomRight());
    painter->drawLine(place.bottomLeft(), place.topRight());
    painter->restore();
}

} // namespace

StoryCardDelegate::StoryCardDelegate(const StoryListModel* model, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model) {}

QSize StoryCardDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    const int line = option.fontMetrics.height();
    return {120, 2 * (margin + padding) + line + gap + stripHeight + gap + textLines * line};
}

void StoryCardDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QRect frame = option.rect.adjusted(margin, margin / 2, -margin, -margin / 2);
    painter->save();
    painter->setClipRect(option.rect);
    painter->setFont(option.font);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(option.palette.color(QPalette::Base));
    QColor edge = option.palette.color(QPalette::WindowText);
    edge.setAlphaF(0.15F);
    painter->setPen(isSelected ? QPen(option.palette.color(QPalette::Highlight), 2) : QPen(edge, 1));
    painter->drawRoundedRect(QRectF(frame).adjusted(1, 1, -1, -1), 4, 4);
    painter->setPen(option.palette.color(QPalette::Text));
    const QRect inner = frame.adjusted(padding, padding, -padding, -padding);
    const int line = option.fontMetrics.height();
    const QRect strip(inner.left(), inner.top() + line + gap, inner.width(), stripHeight);
    if (const StoryCard* card = m_model->cardAt(index.row())) {
        paintTitle(painter, {inner.left(), inner.top(), inner.width(), line}, *card);
        paintStrip(painter, strip, *card);
        const QRect text(inner.left(), strip.bottom() + 1 + gap, inner.width(), textLines * line);
        paintText(painter, text, card->problem.isEmpty() ? card->text : card->problem);
    } else {
        painter->setPen(option.palette.color(QPalette::PlaceholderText));
        painter->drawText(QRect(inner.left(), inner.top(), inner.width(), line), Qt::AlignVCenter,
                          index.data().toString());
        painter->fillRect(strip, faint(painter));
    }
    painter->restore();
}

void StoryCardDelegate::paintTitle(QPainter* painter, const QRect& line, const StoryCard& card) const {
    const bool isIdInTitle = card.title.contains(card.id);
    const QString name = !card.title.isEmpty() ? card.title
                         : card.id.isEmpty()   ? m_model->tr("Story %1").arg(card.story + 1)
                                               : card.id;
    const QFontMetrics metrics = painter->fontMetrics();
    const QString right = isIdInTitle || card.title.isEmpty() ? tr("%n picture(s)", nullptr, card.frameCount) : card.id;
    const QString quietText = metrics.elidedText(right, Qt::ElideMiddle, line.width() * 2 / 5);
    QFont font = painter->font();
    font.setBold(true);
    painter->save();
    painter->setFont(font);
    const QRect left = line.adjusted(0, 0, -metrics.horizontalAdvance(quietText) - padding, 0);
    painter->drawText(left, Qt::AlignVCenter,
                      QFontMetrics(font).elidedText(name, Qt::ElideRight, std::max(0, left.width())));
    painter->restore();
    painter->save();
    QColor quiet = painter->pen().color();
    quiet.setAlphaF(0.7F);
    painter->setPen(quiet);
    painter->drawText(line, Qt::AlignVCenter | Qt::AlignRight, quietText);
    painter->restore();
}

void StoryCardDelegate::paintStrip(QPainter* painter, const QRect& strip, const StoryCard& card) const {
    if (card.pictures.empty()) {
        if (card.frameCount > 0) {
            painter->fillRect(strip, faint(painter));
        }
        return;
    }
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    const int shown = static_cast<int>(card.pictures.size());
    const int widest = std::max(8, (strip.width() - (shown - 1) * gap) / shown);
    int x = strip.left();
    for (const QImage& picture : card.pictures) {
        const QSize size = picture.isNull() ? QSize(std::min(widest, stripHeight * 4 / 3), stripHeight)
                                            : picture.size().scaled(widest, stripHeight, Qt::KeepAspectRatio);
        const QRect place(QPoint(x, strip.top() + (stripHeight - size.height()) / 2), size);
        if (picture.isNull()) {
            paintMissing(painter, place);
        } else {
            painter->drawImage(place, picture);
        }
        x += size.width() + gap;
    }
    if (const int more = card.frameCount - shown; more > 0) {
        const QString text = QStringLiteral("+%1").arg(more);
        QRect label = painter->fontMetrics().boundingRect(text).adjusted(-4, -2, 4, 2);
        label.moveBottomRight(QPoint(std::min(x - gap, strip.right()) - 2, strip.bottom() - 2));
        painter->fillRect(label, QColor(0, 0, 0, 190));
        painter->save();
        painter->setPen(Qt::white);
        painter->drawText(label, Qt::AlignCenter, text);
        painter->restore();
    }
}

void StoryCardDelegate::paintText(QPainter* painter, const QRect& box, const QString& text) const {
    QTextLayout layout(text, painter->font());
    layout.setTextOption(QTextOption(Qt::AlignLeft));
    layout.beginLayout();
    const QFontMetrics metrics(painter->font());
    for (int number = 0; number < textLines; ++number) {
        QTextLine line = layout.createLine();
        if (!line.isValid()) {
            break;
        }
        line.setLineWidth(box.width());
        const QString rest = text.mid(line.textStart(), number + 1 == textLines ? -1 : line.textLength());
        painter->drawText(QRect(box.left(), box.top() + number * metrics.height(), box.width(), metrics.height()),
                          Qt::AlignVCenter | Qt::TextSingleLine,
                          metrics.elidedText(rest.trimmed(), Qt::ElideRight, box.width()));
    }
    layout.endLayout();
}

} // namespace storyscope::ui
