// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/models/weights_file.h"
#include "core/training/run_position.h"

#include <filesystem>

namespace storyscope::training {

/// What lies beside the model in a run's last/ and makes going on from it exact: training.json, the position; and
/// training.safetensors, the optimizer's tensors, the state of torch's generators, and the weights in full precision
/// where the model's own file halves them.
struct Checkpoint {
    RunPosition position;
    models::NamedTensors optimizer;
};

/// Writes both files into `folder`, which a RunDirectory replaces as a whole. Throws Error.
void writeCheckpoint(const Checkpoint& checkpoint, const models::StoryModel& model,
                     const std::filesystem::path& folder);
/// Reads them; weights go into the model, generator states into torch's generators. Throws Error: NotFound where
/// training left nothing to go on from, Mismatch if the weights are not this model's.
Checkpoint readCheckpoint(const std::filesystem::path& folder, models::StoryModel& model);
/// The weights alone, in full precision; nothing to be done where the model folder's own file has them so.
void readWeights(const std::filesystem::path& folder, models::StoryModel& model);
/// The position alone.
RunPosition readPosition(const std::filesystem::path& folder);

} // namespace storyscope::training
