// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/player_controller.h"

#include "ui/common/story_document.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace storyscope::ui {

namespace {

constexpr int highestSpeed = 8;
/// A frame's own time added to whole seconds is its successor's only up to rounding.
constexpr double roundingSeconds = 1e-6;

} // namespace

PlayerController::PlayerController(StorySelection* selection, StoryDocument* document, PlaybackClock* clock,
                                   QObject* parent)
    : QObject(parent), m_selection(selection), m_document(document), m_loader(this),
      m_head(clock != nullptr ? clock : &m_wallClock, this) {
    connect(selection, &StorySelection::frameChanged, this, &PlayerController::selectionMoved);
    connect(&m_loader, &FrameLoader::frameReady, this, &PlayerController::frameArrived);
    connect(&m_loader, &FrameLoader::frameFailed, this, &PlayerController::frameBroke);
    connect(&m_head, &PlayHead::due, this, [this](int number) { show(number, Cause::Playing); });
    connect(&m_head, &PlayHead::ended, this, &PlayerController::pause);
    connect(&m_head, &PlayHead::droppedChanged, this, &PlayerController::droppedFramesChanged);
    if (document != nullptr) {
        connect(document, &StoryDocument::jumpRequested, this, [this](int number) {
            if (frameCount() > 0) {
                show(std::clamp(number, 0, frameCount() - 1), Cause::Undo);
            }
        });
        connect(document, &StoryDocument::marksChanged, this, [this] { m_head.setRange(playedRange()); });
    }
}

void PlayerController::setSource(std::shared_ptr<media::MediaSource> source) {
    pause();
    m_source = std::move(source);
    m_times = FrameTimes(m_source);
    m_head.setTimes(m_times);
    m_loader.setSource(m_source);
    m_scrubbedFrom.reset();
    if (m_document != nullptr) {
        m_document->reset(frameCount());
    }
    emit sourceChanged();
    if (m_selection->frame() != 0) {
        show(0, Cause::Playing);
    } else {
        m_cause = Cause::Playing;
        selectionMoved(0);
    }
}

void PlayerController::replaceSource(std::shared_ptr<media::MediaSource> source) {
    m_source = std::move(source);
    m_times = FrameTimes(m_source);
    m_head.setTimes(m_times);
    m_head.setRange(playedRange());
    m_loader.setSource(m_source);
    if (m_document != nullptr) {
        m_document->setFrameCount(frameCount());
    }
    if (m_isWaiting) {
        m_loader.request(m_wanted);
    }
    emit sourceReplaced();
}

void PlayerController::setMode(PlayingMode mode) {
    if (mode == m_mode) {
        return;
    }
    m_mode = mode;
    if (m_isPlaying) {
        startPlaying(m_speed);
    }
    emit modeChanged();
}

void PlayerController::setLooping(bool isLooping) {
    m_isLooping = isLooping;
    m_head.setRange(playedRange());
    m_head.setLooping(isLooping);
}

void PlayerController::pause() {
    m_head.stop();
    if (m_isPlaying) {
        m_isPlaying = false;
        emit playingChanged(false);
    }
}

void PlayerController::shuttle(media::Travel travel) {
    const int direction = travel == media::Travel::Forwards ? 1 : -1;
    const bool goesOn = m_isPlaying && m_speed * direction > 0;
    startPlaying(goesOn ? std::clamp(2 * m_speed, -highestSpeed, highestSpeed) : direction);
}

void PlayerController::startPlaying(int speed) {
    const PlayHead::Range range = playedRange();
    int from = m_selection->frame();
    const bool isAtEnd = speed > 0 ? from >= range.last : from <= range.first;
    if (range.last <= range.first || (isAtEnd && speed < 0 && !m_isLooping)) {
        pause();
        return;
    }
    if (isAtEnd || from < range.first || from > range.last) {
        from = speed > 0 ? range.first : range.last;
        show(from, Cause::Playing);
    }
    m_speed = speed;
    m_isPlaying = true;
    m_head.start(from, {m_mode, speed, range, m_isLooping});
    emit playingChanged(true);
    emit speedChanged(speed);
    if (!m_isWaiting) {
        m_head.frameShown(from);
    }
}

PlayHead::Range PlayerController::playedRange() const {
    PlayHead::Range range{0, frameCount() - 1};
    if (m_isLooping && m_document != nullptr) {
        range.first = std::clamp(m_document->marks().in.value_or(range.first), 0, std::max(0, range.last));
        range.last = std::clamp(m_document->marks().out.value_or(range.last), range.first, std::max(0, range.last));
    }
    return range;
}

void PlayerController::step(int frames) {
    if (frameCount() > 0) {
        pause();
        show(std::clamp(m_selection->frame() + frames, 0, frameCount() - 1), Cause::Step);
    }
}

void PlayerController::stepSeconds(int seconds) {
    if (!m_times.areReal()) {
        step(seconds);
        return;
    }
    const int now = m_selection->frame();
    const int then = m_times.at(m_times.begin(now) + seconds + roundingSeconds);
    step(seconds > 0 ? std::max(1, then - now) : std::min(-1, then - now));
}

void PlayerController::goTo(int number) {
    if (frameCount() > 0) {
        pause();
        show(std::clamp(number, 0, frameCount() - 1), Cause::Jump);
    }
}

void PlayerController::scrubTo(int number) {
    if (!m_scrubbedFrom) {
        m_scrubbedFrom = m_selection->frame();
    }
    goTo(number);
}

void PlayerController::endScrub() {
    if (const auto from = std::exchange(m_scrubbedFrom, std::nullopt)) {
        recordJump(*from, m_wanted);
    }
}

void PlayerController::show(int number, Cause cause) {
    m_cause = cause;
    m_selection->setFrame(number);
    m_cause = Cause::Jump;
}

void PlayerController::selectionMoved(int number) {
    const Cause cause = std::exchange(m_cause, Cause::Jump);
    if (number < 0 || number >= frameCount()) {
        return;
    }
    if (cause != Cause::Playing) {
        pause();
    }
    if (cause == Cause::Jump && !m_scrubbedFrom) {
        recordJump(m_wanted, number);
    }
    m_wanted = number;
    m_isWaiting = true;
    m_loader.request(number);
}

void PlayerController::recordJump(int from, int to) {
    if (m_document != nullptr && std::abs(to - from) > 1) {
        m_document->recordJump(from, to);
    }
}

void PlayerController::frameArrived(int number, const Picture& picture) {
    if (number == m_wanted) {
        m_isWaiting = false;
    }
    emit frameReady(number, picture);
    frameEnded(number);
}

void PlayerController::frameBroke(int number, const JobError& error) {
    if (number == m_wanted) {
        m_isWaiting = false;
    }
    emit frameFailed(number, error);
    frameEnded(number);
}

void PlayerController::frameEnded(int number) {
    m_shownAt = std::chrono::steady_clock::now(); // whoever listens paints at once
    if (m_isPlaying) {
        m_head.frameShown(number);
    }
}

} // namespace storyscope::ui
