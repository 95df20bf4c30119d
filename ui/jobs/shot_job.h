// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/job.h"
#include "ui/jobs/shot_search.h"

#include <memory>
#include <vector>

namespace storyscope::ui {

/// Finds where the shots of a video begin, in the background at low priority. A new call takes the place of an
/// unfinished one.
class ShotJob : public Job {
    Q_OBJECT
public:
    /// A longer video is looked through only when a person asks for a story by scenes: about an hour and a half.
    static constexpr int mostFrames = 150'000;

    explicit ShotJob(QObject* parent = nullptr) : Job(parent) {}

    void find(std::shared_ptr<ShotSearch> search);

signals:
    /// As media::findShots gives them.
    void shotsFound(const std::vector<int>& starts);
};

} // namespace storyscope::ui
