// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal_progress.h"
#include "core/training/trainer.h"

#include <chrono>
#include <string>

namespace storyscope::cli {

/// Tells a run on stderr: a bar on a terminal, else a line per stage and now and then a line per step; a line per epoch
/// and the sample story in both. Called on the training thread.
class TrainingPrinter final : public training::TrainingObserver {
public:
    void onEvent(const training::TrainingEvent& event) override;

private:
    void show(const training::Preparing& event);
    void show(const training::BatchDone& event);
    void show(const training::EpochDone& event);
    void show(const training::SampleStory& event);
    /// A whole line; the status line is wiped first.
    void print(const std::string& line);

    StatusLine m_line;
    std::string m_stage; ///< of the last Preparing that was told
    std::chrono::steady_clock::time_point m_lastStepPrinted = std::chrono::steady_clock::now();
};

} // namespace storyscope::cli
