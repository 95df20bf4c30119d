// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace storyscope::ui {

/// Plain text that wraps and wants the height of its lines at the width that it has. Layouts that ask what height goes
/// with a width lose lines when they are nested; this one they need not ask.
class WrappingLabel : public QLabel {
    Q_OBJECT
public:
    explicit WrappingLabel(QWidget* parent = nullptr);

    /// For eyes and for screen readers, which hear the label's name first.
    void say(const QString& text);

    bool hasHeightForWidth() const override { return false; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
};

} // namespace storyscope::ui
