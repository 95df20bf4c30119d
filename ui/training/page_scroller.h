// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace storyscope::ui {

/// A page of a dialog that scrolls up and down, to the field that has the focus, where the screen is too low for all of
/// it, and looks like the page alone where it is not.
class PageScroller : public QScrollArea {
    Q_OBJECT
public:
    /// Owns the page.
    explicit PageScroller(QWidget* page, QWidget* parent = nullptr);

    /// How much higher it would have to be to show all of the page; 0 or less: it does.
    int missingHeight() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace storyscope::ui
