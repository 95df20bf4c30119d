// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/worker.h"

#include <utility>

namespace storyscope::ui {

Worker::Worker() : m_thread([this](const std::stop_token& quit) { loop(quit); }) {}

Worker::~Worker() {
    m_thread.request_stop();
    stop();
}

void Worker::post(Task task) {
    const std::scoped_lock lock(m_mutex);
    m_waiting = std::move(task);
    m_newer.request_stop();
    m_wakeUp.notify_one();
}

void Worker::stop() {
    const std::scoped_lock lock(m_mutex);
    m_waiting = nullptr;
    m_stop.request_stop();
    m_newer.request_stop();
}

void Worker::loop(const std::stop_token& quit) {
    while (true) {
        Task task;
        Signs signs;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wakeUp.wait(lock, quit, [this] { return m_waiting != nullptr; }) || quit.stop_requested()) {
                return;
            }
            task = std::exchange(m_waiting, nullptr);
            m_stop = std::stop_source();
            m_newer = std::stop_source();
            signs = {m_stop.get_token(), m_newer.get_token()};
        }
        task(signs);
    }
}

} // namespace storyscope::ui
