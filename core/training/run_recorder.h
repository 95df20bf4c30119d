// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/tensorboard_events.h"
#include "core/training/trainer.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace storyscope::training {

/// Writes down what a run tells, before it tells it on: tensorboard/ with losses, rates, pictures and stories;
/// samples/epoch-0001/ with story.txt, the pictures and attention.npz; at the end report.html. Owned by the run.
class RunRecorder final : public TrainingObserver {
public:
    RunRecorder(std::filesystem::path runFolder, TrainingObserver& observer)
        : m_folder(std::move(runFolder)), m_observer(observer) {}

    /// Before the first batch of a sitting; what an earlier one wrote beyond this step and epoch is forgotten.
    void begin(std::int64_t step, int epochsDone);
    void onEvent(const TrainingEvent& event) override;
    /// At the end of a sitting: what there is becomes a report.
    void finish();

private:
    void record(const Preparing&) {}
    void record(const BatchDone& batch);
    void record(const EpochDone& epoch);
    void record(const SampleStory& sample);
    std::filesystem::path samplesOf(int epoch) const;

    std::filesystem::path m_folder;
    TrainingObserver& m_observer;
    std::unique_ptr<formats::TensorBoardWriter> m_board;
    std::int64_t m_step = 0;
};

} // namespace storyscope::training
