// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/go_to_popup.h"

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace storyscope::ui {

GoToPopup::GoToPopup(QWidget* parent) : QFrame(parent, Qt::Popup) {
    setObjectName(QStringLiteral("goToPopup"));
    setFrameShape(QFrame::StyledPanel);
    auto* title = new QLabel(tr("Frame number or time"), this);
    m_field = new QLineEdit(this);
    m_field->setObjectName(QStringLiteral("goToField"));
    m_field->setAccessibleName(tr("Frame number or time"));
    m_field->setPlaceholderText(tr("75 or 0:03.1"));
    m_note = new QLabel(this);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(title);
    layout->addWidget(m_field);
    layout->addWidget(m_note);
    connect(m_field, &QLineEdit::textChanged, this, &GoToPopup::textChanged);
    connect(m_field, &QLineEdit::returnPressed, this, &GoToPopup::accept);
}

void GoToPopup::ask(const std::shared_ptr<media::MediaSource>& source, const QWidget* over) {
    m_source = source;
    m_field->clear();
    textChanged();
    adjustSize();
    move(over->mapToGlobal(over->rect().center()) - rect().center());
    show();
    m_field->setFocus();
}

std::optional<int> GoToPopup::frameOf(const QString& text, const media::MediaSource& source) {
    const QStringList parts = text.trimmed().split(QLatin1Char(':'));
    bool isNumber = false;
    if (parts.size() == 1 && !text.contains(QLatin1Char('.'))) {
        const int number = parts.front().toInt(&isNumber);
        return isNumber && number >= 0 && number < source.frameCount() ? std::optional(number) : std::nullopt;
    }
    double seconds = 0;
    for (const QString& part : parts) {
        const double value = part.toDouble(&isNumber);
        if (!isNumber || value < 0) {
            return std::nullopt;
        }
        seconds = seconds * 60 + value;
    }
    return source.timeSeconds(0) ? std::optional(source.frameAt(seconds)) : std::nullopt;
}

void GoToPopup::textChanged() {
    const auto frame = frameOf(m_field->text(), *m_source);
    const int last = m_source->frameCount() - 1;
    m_note->setText(frame ? tr("Frame %1").arg(*frame) : tr("Frames 0 to %1").arg(last));
}

void GoToPopup::accept() {
    if (const auto frame = frameOf(m_field->text(), *m_source)) {
        hide();
        emit chosen(*frame);
    }
}

} // namespace storyscope::ui
