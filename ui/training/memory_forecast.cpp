// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/memory_forecast.h"

#include <tuple>
#include <utility>

namespace storyscope::ui {
namespace {

constexpr int restMs = 600;

bool needTheSame(const training::TrainingOptions& one, const training::TrainingOptions& other) {
    const auto deciding = [](const training::TrainingOptions& options) {
        return std::tie(options.preset, options.data, options.dataset.pictureFolder, options.batchSize, options.device,
                        options.limit, options.overrides);
    };
    return deciding(one) == deciding(other);
}

} // namespace

MemoryForecast::MemoryForecast(MemoryPredictor predictor, QObject* parent)
    : QObject(parent), m_counter(std::make_unique<MemoryCounter>(std::move(predictor))) {
    m_countSoon.setSingleShot(true);
    m_countSoon.setInterval(restMs);
    connect(&m_countSoon, &QTimer::timeout, this, [this] { m_counter->count(m_options); });
    connect(m_counter.get(), &MemoryCounter::counted, this, [this](const MemoryNeed& need) {
        m_need = need;
        enter(State::Known);
    });
    connect(m_counter.get(), &MemoryCounter::failed, this, [this](const JobError& error) {
        m_failure = error;
        enter(State::Failed);
    });
    connect(m_counter.get(), &MemoryCounter::ended, this, [this] {
        if (const auto start = std::exchange(m_start, nullptr))
            start();
    });
}

MemoryForecast::~MemoryForecast() {
    MemoryCounter::dismiss(std::move(m_counter));
}

void MemoryForecast::follow(const training::TrainingOptions& options) {
    if (m_state != State::None && needTheSame(options, m_options))
        return;
    forget();
    m_options = options;
    m_countSoon.start();
    enter(State::Counting);
}

void MemoryForecast::forget() {
    m_start = nullptr;
    m_countSoon.stop();
    m_counter->stop();
    enter(State::None);
}

void MemoryForecast::makeWayFor(std::function<void()> start) {
    forget();
    if (m_counter->isAtWork())
        m_start = std::move(start);
    else
        start();
}

void MemoryForecast::enter(State state) {
    if (state == m_state && state == State::None)
        return;
    m_state = state;
    emit changed();
}

} // namespace storyscope::ui
