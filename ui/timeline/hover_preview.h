// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QImage>

namespace storyscope::ui {

/// The picture of a frame above the place where the mouse is on the timeline, with its number and time. Lies over the
/// window's other widgets and takes no mouse and no keyboard.
class HoverPreview : public QFrame {
    Q_OBJECT
public:
    struct Shown {
        QImage picture; ///< null: it is not there (yet), and its place stays free
        QSize pictureSize;
        QString text; ///< one or more lines
    };

    explicit HoverPreview(QWidget* parent);

    /// Centred above `place`, a point of the parent, and inside of it.
    void showAt(const QPoint& place, const Shown& shown);
    const QImage& picture() const { return m_shown.picture; }
    const QString& text() const { return m_shown.text; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Shown m_shown;
};

} // namespace storyscope::ui
