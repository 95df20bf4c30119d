// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job.h"
#include "ui/jobs/sound_ring.h"

#include <filesystem>
#include <memory>

namespace storyscope::ui {

/// Decodes a file's sound on a worker, as far ahead as a ring has room.
class SoundLoader : public Job {
    Q_OBJECT
public:
    explicit SoundLoader(QObject* parent = nullptr) : Job(parent) {}

    void setFile(const std::filesystem::path& path);
    /// Begins at this time, instead of what is being decoded.
    void load(double seconds);

signals:
    /// The first samples are there; more follow until the job is stopped or the sound ends.
    void ready(const std::shared_ptr<storyscope::ui::SoundRing>& ring);
    /// There is no sound that can be decoded.
    void unavailable();

private:
    struct Track;
    std::shared_ptr<Track> m_track; ///< touched by the worker only
};

} // namespace storyscope::ui
