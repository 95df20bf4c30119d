// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/megabyte_progress.h"

#include <QDateTime>
#include <algorithm>

namespace storyscope::ui {

namespace {

constexpr qint64 megabyteIntervalMs = 100;
constexpr std::int64_t megabyte = 1'000'000;

} // namespace

void MegabyteProgress::report(std::string_view, std::int64_t done, std::int64_t total) {
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    m_done = std::max(m_done, done);
    if (total <= 0 || (done != total && now - m_lastMs < megabyteIntervalMs)) {
        return;
    }
    m_lastMs = now;
    m_target.report(m_stage, m_done / megabyte, (total + megabyte - 1) / megabyte);
    if (m_bytes) {
        m_bytes(m_done, total);
    }
}

} // namespace storyscope::ui
