// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/story_result.h"
#include "ui/player/frame_overlay.h"

#include <QAbstractButton>
#include <QFrame>
#include <QImage>
#include <QPixmap>

class QLabel;

namespace storyscope::ui {

class CaptionView;
class StorySelection;
class ValueBar;

/// A small picture of a story frame that is a button; shows the frame's place in the story and, while a word is
/// selected, its heat map.
class FrameThumbnail : public QAbstractButton {
    Q_OBJECT
public:
    explicit FrameThumbnail(QWidget* parent = nullptr);

    void setPicture(const QImage& image, int number);
    void setOverlay(const FrameOverlay& overlay);

    /// Smaller than its width asks for, where room is scarce.
    void setLargestHeight(int pixels);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return {120, heightForWidth(120)}; }
    QSize minimumSizeHint() const override { return {64, 36}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage m_image;
    QPixmap m_scaled; ///< of m_image at the last painted size
    FrameOverlay m_overlay;
    int m_number = 0;
    int m_largestHeight = 400;
};

/// One frame of the story: picture, share of the attention, caption.
class FilmstripCard : public QFrame {
    Q_OBJECT
public:
    FilmstripCard(StorySelection* selection, int position, QWidget* parent = nullptr);

    void setFrame(const ToldFrame& frame, const QImage& picture);
    void setCaption(const ToldCaption& caption);
    void setShare(double share, const QString& title);
    void clearShare();
    void setOverlay(const FrameOverlay& overlay);
    void setCurrent(bool isCurrent);

    int sourceIndex() const { return m_sourceIndex; }
    CaptionView* caption() const { return m_caption; }
    FrameThumbnail* thumbnail() const { return m_thumbnail; }
    const ValueBar* shareBar() const { return m_share; }

signals:
    void chosen(int sourceIndex);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int m_position;
    int m_sourceIndex = -1;
    bool m_isCurrent = false;
    FrameThumbnail* m_thumbnail = nullptr;
    ValueBar* m_share = nullptr;
    QLabel* m_unfamiliar = nullptr;
    CaptionView* m_caption = nullptr;
};

} // namespace storyscope::ui
