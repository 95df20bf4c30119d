// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/player_controller.h"

#include <algorithm>
#include <utility>

namespace storyscope::ui {

namespace {

constexpr double pictureSeconds = 2; ///< how long playing shows a picture that has no time of its own

} // namespace

PlayerController::PlayerController(StorySelection* selection, QObject* parent)
    : QObject(parent), m_selection(selection), m_loader(this) {
    m_nextFrame.setSingleShot(true);
    m_nextFrame.setTimerType(Qt::PreciseTimer);
    connect(&m_nextFrame, &QTimer::timeout, this, [this] {
        m_sinceFrame.restart();
        advanceTo(m_selection->frame() + 1);
    });
    connect(selection, &StorySelection::frameChanged, this, &PlayerController::request);
    connect(&m_loader, &FrameLoader::frameReady, this, &PlayerController::frameArrived);
    connect(&m_loader, &FrameLoader::frameFailed, this, [this](int number, const JobError& error) {
        if (number == m_selection->frame()) {
            m_isWaiting = false;
        }
        emit frameFailed(number, error);
        if (m_isPlaying) {
            scheduleNext();
        }
    });
}

void PlayerController::setSource(std::shared_ptr<media::MediaSource> source) {
    pause();
    m_source = std::move(source);
    m_loader.setSource(m_source);
    emit sourceChanged();
    if (m_selection->frame() != 0) {
        m_selection->setFrame(0);
    } else {
        request(0);
    }
}

void PlayerController::play() {
    if (m_isPlaying || frameCount() < 2) {
        return;
    }
    m_isPlaying = true;
    emit playingChanged(true);
    m_sinceFrame.start();
    if (m_selection->frame() >= frameCount() - 1) {
        advanceTo(0);
    } else if (!m_isWaiting) {
        scheduleNext();
    }
}

void PlayerController::pause() {
    m_nextFrame.stop();
    if (m_isPlaying) {
        m_isPlaying = false;
        emit playingChanged(false);
    }
}

void PlayerController::step(int frames) {
    goTo(m_selection->frame() + frames);
}

void PlayerController::goTo(int number) {
    pause();
    if (frameCount() > 0) {
        m_selection->setFrame(std::clamp(number, 0, frameCount() - 1));
    }
}

void PlayerController::request(int number) {
    if (number < 0 || number >= frameCount()) {
        return;
    }
    if (number != m_expected) {
        pause();
    }
    m_isWaiting = true;
    m_loader.request(number);
}

void PlayerController::frameArrived(int number, const Picture& picture) {
    if (number == m_selection->frame()) {
        m_isWaiting = false;
    }
    emit frameReady(number, picture);
    if (m_isPlaying && !m_isWaiting) {
        scheduleNext();
    }
}

void PlayerController::advanceTo(int number) {
    m_expected = number;
    m_selection->setFrame(number);
    m_expected = -1;
}

void PlayerController::scheduleNext() {
    const int shown = m_selection->frame();
    if (shown >= frameCount() - 1) {
        pause();
        return;
    }
    const auto dueMs = static_cast<qint64>(displaySeconds(shown) * 1000) - m_sinceFrame.elapsed();
    m_nextFrame.start(static_cast<int>(std::clamp<qint64>(dueMs, 0, 60'000)));
}

double PlayerController::displaySeconds(int number) const {
    const auto begin = m_source->timeSeconds(number);
    const auto end = m_source->timeSeconds(number + 1);
    return begin && end ? std::max(0.0, *end - *begin) : pictureSeconds;
}

} // namespace storyscope::ui
