// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/wrapping_label.h"

namespace storyscope::ui {

WrappingLabel::WrappingLabel(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
}

void WrappingLabel::say(const QString& text) {
    setText(text);
    setAccessibleDescription(text);
}

QSize WrappingLabel::sizeHint() const {
    return {QLabel::sizeHint().width(), heightForWidth(width())};
}

QSize WrappingLabel::minimumSizeHint() const {
    return {QLabel::minimumSizeHint().width(), heightForWidth(width())};
}

void WrappingLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    updateGeometry();
}

} // namespace storyscope::ui
