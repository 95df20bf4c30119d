// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_control.h"

namespace storyscope::training {

void TrainingControl::pause() {
    const std::lock_guard lock(m_mutex);
    m_isPaused = true;
}

void TrainingControl::resume() {
    const std::lock_guard lock(m_mutex);
    m_isPaused = false;
    m_changed.notify_all();
}

void TrainingControl::cancel() {
    {
        const std::lock_guard lock(m_mutex);
        m_isCancelled = true;
    }
    m_stop.request_stop();
}

bool TrainingControl::isPaused() const {
    const std::lock_guard lock(m_mutex);
    return m_isPaused;
}

bool TrainingControl::isCancelled() const {
    const std::lock_guard lock(m_mutex);
    return m_isCancelled;
}

void TrainingControl::waitWhilePaused() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, m_stop.get_token(), [this] { return !m_isPaused; });
}

} // namespace storyscope::training
