// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/story_selection.h"
#include "ui/jobs/frame_loader.h"
#include "ui/player/play_head.h"

#include <chrono>
#include <optional>

namespace storyscope::ui {

class StoryDocument;

/// Decides which frame is wanted and when: stepping, jumping, playing. The wanted frame is the selection's; it is shown
/// as soon as it is decoded. GUI thread.
class PlayerController : public QObject {
    Q_OBJECT
public:
    /// All must outlive the controller. Without a document jumps cannot be undone and there are no marks; without a
    /// clock, real time is the machine's own.
    explicit PlayerController(StorySelection* selection, StoryDocument* document = nullptr,
                              PlaybackClock* clock = nullptr, QObject* parent = nullptr);

    /// Other media: shows their first frame and resets the document.
    void setSource(std::shared_ptr<media::MediaSource> source);
    /// The same media with the same frames and more: the frame that is shown, playing and marks stay.
    void replaceSource(std::shared_ptr<media::MediaSource> source);
    const std::shared_ptr<media::MediaSource>& source() const { return m_source; }
    const FrameTimes& times() const { return m_times; }
    int frameCount() const { return m_times.frameCount(); }
    /// The wanted frame is not on the screen yet.
    bool isWaiting() const { return m_isWaiting; }
    /// It is not, or came there later than that: what a held key repeated then must not count.
    bool wasWaiting(std::chrono::steady_clock::time_point at) const { return m_isWaiting || at <= m_shownAt; }

    bool isPlaying() const { return m_isPlaying; }
    /// Times as fast as the media's own rate; negative: backwards.
    int speed() const { return m_speed; }
    PlayingMode mode() const { return m_mode; }
    void setMode(PlayingMode mode);
    /// Playing goes round between the document's marks, or over everything.
    void setLooping(bool isLooping);
    bool isLooping() const { return m_isLooping; }
    /// While it played last.
    int droppedFrames() const { return m_head.droppedFrames(); }

    void play() { startPlaying(1); }
    void pause();
    /// Plays in this direction; if it does already, twice as fast, up to eight times.
    void shuttle(media::Travel travel);

    // All of these pause, and keep to the ends.
    /// Relative to the wanted frame.
    void step(int frames);
    /// To the frame that is on the screen so much later, but at least by one; pictures, which have no time, by one
    /// each.
    void stepSeconds(int seconds);
    /// A jump, which can be undone.
    void goTo(int number);
    /// One of many places on the way of a drag; the whole way until endScrub() is one jump.
    void scrubTo(int number);
    void endScrub();

signals:
    /// By setSource().
    void sourceChanged();
    /// By replaceSource().
    void sourceReplaced();
    void frameReady(int number, const storyscope::Picture& picture);
    void frameFailed(int number, const storyscope::ui::JobError& error);
    void playingChanged(bool isPlaying);
    void speedChanged(int speed);
    void modeChanged();
    void droppedFramesChanged(int count);

private:
    enum class Cause {
        Jump, ///< also whoever else changes the selection
        Step,
        Playing,
        Undo,
    };
    void show(int number, Cause cause);
    void selectionMoved(int number);
    void recordJump(int from, int to);
    void frameArrived(int number, const Picture& picture);
    void frameBroke(int number, const JobError& error);
    void frameEnded(int number);
    void startPlaying(int speed);
    PlayHead::Range playedRange() const;

    StorySelection* m_selection;
    StoryDocument* m_document;
    WallClock m_wallClock;
    FrameLoader m_loader;
    PlayHead m_head;
    std::shared_ptr<media::MediaSource> m_source;
    FrameTimes m_times;
    PlayingMode m_mode = PlayingMode::EveryFrame;
    bool m_isLooping = false;
    bool m_isPlaying = false;
    int m_speed = 1;
    Cause m_cause = Cause::Jump; ///< of the next change of the selection
    int m_wanted = 0;            ///< the selection's frame, or the one before while it changes
    std::optional<int> m_scrubbedFrom;
    bool m_isWaiting = false;
    std::chrono::steady_clock::time_point m_shownAt; ///< when a frame came to the screen last
};

} // namespace storyscope::ui
