// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/story/filmstrip_card.h"

#include "ui/common/caption_view.h"
#include "ui/common/text.h"
#include "ui/common/value_bar.h"

#include <QLabel>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionFocusRect>
#include <QVBoxLayout>
#include <algorithm>

namespace storyscope::ui {

FrameThumbnail::FrameThumbnail(QWidget* parent) : QAbstractButton(parent) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setCursor(Qt::PointingHandCursor);
}

void FrameThumbnail::setPicture(const QImage& image, int number) {
    m_image = image;
    m_scaled = {};
    m_number = number;
    updateGeometry();
    update();
}

void FrameThumbnail::setOverlay(const FrameOverlay& overlay) {
    m_overlay = overlay;
    update();
}

int FrameThumbnail::heightForWidth(int width) const {
    const double ratio = m_image.isNull() ? 9.0 / 16 : static_cast<double>(m_image.height()) / m_image.width();
    return std::min(m_largestHeight, static_cast<int>(width * std::clamp(ratio, 0.4, 0.75)));
}

void FrameThumbnail::setLargestHeight(int pixels) {
    if (pixels != m_largestHeight) {
        m_largestHeight = pixels;
        updateGeometry();
    }
}

void FrameThumbnail::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), Qt::black);
    const QSize fitted = m_image.size().scaled(size(), Qt::KeepAspectRatio);
    const QRect target(QPoint((width() - fitted.width()) / 2, (height() - fitted.height()) / 2), fitted);
    if (!m_image.isNull()) {
        const QSize pixels = fitted * devicePixelRatioF();
        if (m_scaled.size() != pixels) {
            m_scaled = QPixmap::fromImage(m_image.scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        }
        painter.drawPixmap(target, m_scaled);
        if (!m_overlay.isEmpty()) {
            drawOverlay(painter, target, m_overlay);
        }
    }
    const QRect badge(4, 4, fontMetrics().height() + 4, fontMetrics().height() + 4);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 190));
    painter.drawEllipse(badge);
    painter.setPen(Qt::white);
    painter.drawText(badge, Qt::AlignCenter, QString::number(m_number));
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

FilmstripCard::FilmstripCard(StorySelection* selection, int position, QWidget* parent)
    : QFrame(parent), m_position(position) {
    setObjectName(QStringLiteral("filmstripCard%1").arg(position + 1));
    m_thumbnail = new FrameThumbnail(this);
    m_thumbnail->setObjectName(QStringLiteral("thumbnail%1").arg(position + 1));
    m_share = new ValueBar(this);
    m_unfamiliar = new QLabel(tr("Unlike the training data"), this);
    m_unfamiliar->setWordWrap(true);
    m_unfamiliar->setForegroundRole(QPalette::PlaceholderText);
    m_unfamiliar->hide();
    m_caption = new CaptionView(selection, this);
    m_caption->setObjectName(QStringLiteral("caption%1").arg(position + 1));
    m_caption->setSubject(Attention::Kind::Caption, position);
    m_caption->setSpokenTitle(tr("Caption of frame %1").arg(position + 1));
    m_caption->setPlaceholder(QStringLiteral("…"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->setSpacing(4);
    layout->addWidget(m_thumbnail);
    layout->addWidget(m_share);
    layout->addWidget(m_caption);
    layout->addWidget(m_unfamiliar);
    layout->addStretch();
    connect(m_thumbnail, &QAbstractButton::clicked, this, [this] { emit chosen(m_sourceIndex); });
    connect(m_caption, &CaptionView::activated, this, [this] { emit chosen(m_sourceIndex); });
}

void FilmstripCard::setFrame(const ToldFrame& frame, const QImage& picture) {
    m_sourceIndex = frame.sourceIndex;
    m_thumbnail->setPicture(picture, m_position + 1);
    QString name = frame.pictureName.empty()
                       ? tr("Frame %1 of the story: frame %2 of the video").arg(m_position + 1).arg(m_sourceIndex)
                       : tr("Frame %1 of the story: %2").arg(m_position + 1).arg(toText(frame.pictureName));
    if (frame.timeSeconds) {
        name += tr(", at %1").arg(timeText(*frame.timeSeconds));
    }
    m_thumbnail->setAccessibleName(name);
    m_thumbnail->setToolTip(name);
    m_unfamiliar->setVisible(frame.isUnfamiliar());
    m_unfamiliar->setToolTip(tr("Distance from the training data: %1 times the limit")
                                 .arg(shareText(static_cast<double>(frame.unfamiliarity))));
    setCaption(frame.caption);
}

void FilmstripCard::setCaption(const ToldCaption& caption) {
    m_caption->setCaption(caption);
}

void FilmstripCard::setShare(double share, const QString& title) {
    m_share->setValue({}, share, tr("%1. Frame %2: %3").arg(title).arg(m_position + 1).arg(shareText(share)));
}

void FilmstripCard::clearShare() {
    m_share->clear();
}

void FilmstripCard::setOverlay(const FrameOverlay& overlay) {
    m_thumbnail->setOverlay(overlay.frameNumber == m_sourceIndex ? overlay : FrameOverlay());
}

void FilmstripCard::setCurrent(bool isCurrent) {
    if (isCurrent != m_isCurrent) {
        m_isCurrent = isCurrent;
        update();
    }
}

void FilmstripCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(palette().color(QPalette::Base));
    QColor edge = palette().color(QPalette::WindowText);
    edge.setAlphaF(0.15F);
    painter.setPen(m_isCurrent ? QPen(palette().color(QPalette::Highlight), 2) : QPen(edge, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
}

} // namespace storyscope::ui
