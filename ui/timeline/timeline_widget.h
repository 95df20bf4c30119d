// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QScrollBar;
class QVBoxLayout;
class QToolButton;

namespace storyscope::ui {

class StoryNotice;
class TimelineView;

/// The timeline with its scroll bar, its zoom buttons and the notice above it; its upper edge can be dragged to make
/// the pictures larger.
class TimelineWidget : public QWidget {
    Q_OBJECT
public:
    explicit TimelineWidget(QWidget* parent = nullptr);

    TimelineView* view() const { return m_view; }
    StoryNotice* notice() const { return m_notice; }
    /// Other media: forgets everything that was known about the frames.
    void setFrameCount(int count);
    /// The shown frame.
    void setValue(int frame);
    int value() const;

signals:
    /// By mouse or keyboard; not by setValue().
    void frameChosen(int number);
    /// A person passes it while the mouse or a marker is dragged.
    void frameScrubbed(int number);
    void scrubEnded();

private:
    QVBoxLayout* makeButtons();
    QToolButton* addButton(QVBoxLayout* column, const QString& name, const QString& iconName, const QString& text);
    void followLayout();
    void resizeBy(int pixels);

    TimelineView* m_view;
    StoryNotice* m_notice;
    QScrollBar* m_scroll;
    QToolButton* m_zoomIn = nullptr;
    QToolButton* m_zoomOut = nullptr;
    QToolButton* m_fit = nullptr;
};

} // namespace storyscope::ui
