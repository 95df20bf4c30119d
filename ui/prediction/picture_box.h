// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>

namespace storyscope::ui {

/// A picture in its own proportions with a line above it that says what it is; without a picture, why there is none.
class PictureBox : public QWidget {
    Q_OBJECT
public:
    explicit PictureBox(QWidget* parent = nullptr);

    void setPicture(const QString& title, const QImage& image);
    /// Of the frames that the picture stands for: a model may see and draw them in other proportions than they have.
    /// Until then, and when empty, the picture's own.
    void setProportions(const QSize& proportions);
    void setAbsent(const QString& title, const QString& reason);

    const QImage& image() const { return m_image; }
    QString title() const { return m_title; }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return {120, heightForWidth(120)}; }
    QSize minimumSizeHint() const override { return {80, 60}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_title;
    QString m_reason;
    QImage m_image;
    QSize m_proportions;
};

} // namespace storyscope::ui
