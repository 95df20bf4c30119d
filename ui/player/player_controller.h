// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/story_selection.h"
#include "ui/jobs/frame_loader.h"

#include <QElapsedTimer>
#include <QTimer>

namespace storyscope::ui {

/// Decides which frame is wanted and when: stepping, jumping, playing every frame at the video's rate. The wanted frame
/// is the selection's; it is shown as soon as it is decoded. GUI thread.
class PlayerController : public QObject {
    Q_OBJECT
public:
    /// The selection must outlive the controller.
    explicit PlayerController(StorySelection* selection, QObject* parent = nullptr);

    void setSource(std::shared_ptr<media::MediaSource> source);
    const std::shared_ptr<media::MediaSource>& source() const { return m_source; }
    int frameCount() const { return m_source ? m_source->frameCount() : 0; }
    bool isPlaying() const { return m_isPlaying; }
    /// The wanted frame has not been shown yet.
    bool isWaiting() const { return m_isWaiting; }

    void play();
    void pause();
    /// Relative to the wanted frame, clamped to the ends; pauses.
    void step(int frames);
    /// Clamped to the ends; pauses.
    void goTo(int number);

signals:
    void sourceChanged();
    void frameReady(int number, const storyscope::Picture& picture);
    void frameFailed(int number, const storyscope::ui::JobError& error);
    void playingChanged(bool isPlaying);

private:
    void request(int number);
    void frameArrived(int number, const Picture& picture);
    void scheduleNext();
    void advanceTo(int number);
    double displaySeconds(int number) const;

    StorySelection* m_selection;
    FrameLoader m_loader;
    std::shared_ptr<media::MediaSource> m_source;
    QTimer m_nextFrame;
    QElapsedTimer m_sinceFrame; ///< since the shown frame was due
    bool m_isPlaying = false;
    int m_expected = -1; ///< the frame that playing goes to; any other one is a person's choice and pauses
    bool m_isWaiting = false;
};

} // namespace storyscope::ui
