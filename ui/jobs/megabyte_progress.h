// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <QtGlobal>
#include <functional>
#include <string>
#include <utility>

namespace storyscope::ui {

/// Hears how many bytes have been worked through and passes it on in megabytes, under a stage of its own: for sizes
/// that a person reads. Never counts backwards. One thread at a time.
class MegabyteProgress : public Progress {
public:
    using Receiver = std::function<void(qint64 doneBytes, qint64 totalBytes)>;

    /// `target` must outlive it. `bytes` hears the exact count, ten times a second at most.
    MegabyteProgress(Progress& target, std::string stage, Receiver bytes = {})
        : m_target(target), m_stage(std::move(stage)), m_bytes(std::move(bytes)) {}

    void report(std::string_view stage, std::int64_t done, std::int64_t total) override;

private:
    Progress& m_target;
    std::string m_stage;
    Receiver m_bytes;
    std::int64_t m_done = 0;
    qint64 m_lastMs = 0;
};

} // namespace storyscope::ui
