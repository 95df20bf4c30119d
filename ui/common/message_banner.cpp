// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/message_banner.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

namespace storyscope::ui {

MessageBanner::MessageBanner(QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("messageBanner"));
    setAutoFillBackground(true);
    setFrameShape(QFrame::NoFrame);
    m_icon = new QLabel(this);
    m_text = new QLabel(this);
    m_text->setObjectName(QStringLiteral("messageBannerText"));
    m_details = new QLabel(this);
    for (QLabel* label : {m_text, m_details}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_offerButton = new QToolButton(this);
    m_offerButton->setObjectName(QStringLiteral("messageOfferButton"));
    m_offerButton->setAccessibleName(tr("What can be done"));
    m_detailsButton = new QToolButton(this);
    m_detailsButton->setText(tr("Details"));
    m_detailsButton->setAccessibleName(tr("Details"));
    m_detailsButton->setObjectName(QStringLiteral("messageDetailsButton"));
    m_detailsButton->setCheckable(true);
    m_detailsButton->setToolTip(tr("Show what is known about the cause"));
    m_closeButton = new QToolButton(this);
    m_closeButton->setAutoRaise(true);
    m_closeButton->setIcon(icon(QStringLiteral("close")));
    m_closeButton->setToolTip(tr("Close this message"));
    m_closeButton->setAccessibleName(tr("Close message"));
    m_closeButton->setObjectName(QStringLiteral("closeMessageButton"));

    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(m_icon, 0, Qt::AlignTop);
    line->addWidget(m_text, 1);
    line->addWidget(m_offerButton, 0, Qt::AlignTop);
    line->addWidget(m_detailsButton, 0, Qt::AlignTop);
    line->addWidget(m_closeButton, 0, Qt::AlignTop);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 8, 8);
    layout->addLayout(line);
    layout->addWidget(m_details);
    connect(m_detailsButton, &QToolButton::toggled, m_details, &QWidget::setVisible);
    connect(m_closeButton, &QToolButton::clicked, this, &MessageBanner::dismiss);
    connect(m_offerButton, &QToolButton::clicked, this, [this] {
        const auto chosen = std::exchange(m_offer, {});
        dismiss();
        chosen();
    });
    hide();
}

void MessageBanner::showMessage(Kind kind, const QString& text, const QString& details) {
    m_kind = kind;
    m_text->setText(text);
    m_details->setText(details);
    m_details->hide();
    m_detailsButton->setChecked(false);
    m_detailsButton->setVisible(!details.isEmpty());
    m_offerButton->hide();
    m_icon->setPixmap(icon(kind == Kind::Hint ? QStringLiteral("help") : QStringLiteral("warning")).pixmap(20, 20));
    setAccessibleName(text);
    applyColors();
    show();
    QAccessibleEvent announcement(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&announcement);
}

void MessageBanner::amend(const QString& text) {
    if (!isHidden()) {
        m_text->setText(text);
        setAccessibleName(text);
    }
}

void MessageBanner::offer(const QString& text, std::function<void()> chosen) {
    m_offer = std::move(chosen);
    m_offerButton->setText(text);
    m_offerButton->setAccessibleName(text);
    m_offerButton->show();
}

void MessageBanner::dismiss() {
    if (isHidden()) {
        return;
    }
    hide();
    m_text->clear();
    emit dismissed();
}

QString MessageBanner::text() const {
    return isHidden() ? QString() : m_text->text();
}

void MessageBanner::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::ApplicationPaletteChange) {
        applyColors();
    }
}

void MessageBanner::applyColors() {
    const QPalette base = parentWidget() != nullptr ? parentWidget()->palette() : palette();
    const ThemeColors colors = themeColors(base);
    const QColor sign = m_kind == Kind::Error ? colors.error : m_kind == Kind::Warning ? colors.warning : colors.accent;
    const QColor ground = base.color(QPalette::Base);
    const auto mixed = [](int a, int b) { return (a * 18 + b * 82) / 100; };
    QPalette own = base;
    own.setColor(QPalette::Window, QColor(mixed(sign.red(), ground.red()), mixed(sign.green(), ground.green()),
                                          mixed(sign.blue(), ground.blue())));
    setPalette(own);
}

} // namespace storyscope::ui
