// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QVector>

namespace storyscope::ui {
class FrameView;
}

namespace storyscope::test {

/// Notices which frames a view has painted, as opposed to what it was told to show.
class PaintWatch : public QObject {
    Q_OBJECT
public:
    /// The view must outlive the watch.
    explicit PaintWatch(ui::FrameView* view);

    /// What was painted last: -1 without a frame.
    int frame() const { return m_frame; }
    /// The last painting showed an overlay.
    bool hadOverlay() const { return m_hadOverlay; }
    /// Goes on working until the frame is painted; false after five seconds.
    bool waitFor(int number);

signals:
    /// The frame is on the screen.
    void painted(int number);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    ui::FrameView* m_view;
    int m_frame = -1;
    bool m_hadOverlay = false;
};

} // namespace storyscope::test
