// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/training/trainer.h"

#include <cstdint>
#include <stop_token>

namespace storyscope::training {

/// What a run adds to the memory of a process at its worst moment, in bytes; without the pages of program files, which
/// lie in memory as long as nobody else needs the room.
struct MemoryPrediction {
    std::int64_t weights = 0;   ///< the frozen ones, too
    std::int64_t optimizer = 0; ///< gradients and the optimizer's two moments
    std::int64_t step = 0;      ///< what forward and backward pass hold besides
    std::int64_t saving = 0;    ///< copies that are made while a model is written, when no step is taken
    std::int64_t texts = 0;     ///< what is learnt of all stories besides pictures
    std::int64_t pictures = 0;  ///< the cache of prepared pictures, and features of frozen parts
    std::int64_t batches = 0;   ///< that wait to be learnt
    std::int64_t gaps = 0;      ///< what all these leave unused between them
    std::int64_t program = 0;   ///< what LibTorch itself needs once it works

    std::int64_t total() const;
};

/// Reads the data's texts, makes the model and takes steps with its first stories, counting what LibTorch allocates:
/// what a step holds grows with each story by the same amount. For a program whose heap is storyscope_heap
/// (cmake/StoryscopeDependencies.cmake). Works on the CPU for about as long as reading and four steps of each stage
/// take; call it on a worker. Published weights are not read, frozen parts not run. Leaves nothing behind. Throws Error
/// as train() does, and Cancelled.
MemoryPrediction predictMemory(const TrainingOptions& options, const std::stop_token& stop, Progress& progress);

} // namespace storyscope::training
