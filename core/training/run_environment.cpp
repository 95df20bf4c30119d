// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/run_environment.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <ATen/Parallel.h>
#include <torch/version.h>

namespace storyscope::training {

using nlohmann::json;

namespace {

constexpr std::size_t environmentLimitBytes = 1 << 20;

}

json runEnvironment(const TrainingPlan& plan, const TrainingSet& set) {
    return {{"storyscope", STORYSCOPE_VERSION},
            {"libtorch", TORCH_VERSION},
            {"compiler", __VERSION__},
            {"device", plan.device},
            {"threads", at::get_num_threads()},
            {"seed", plan.seed},
            {"data", set.dataName()},
            {"data_sha256", set.dataHash()},
            {"training_stories", set.trainingStories()},
            {"validation_stories", set.validationStories()},
            {"command", plan.command}};
}

void checkEnvironment(const std::filesystem::path& runFolder, const TrainingSet& set) {
    const std::filesystem::path file = runFolder / "environment.json";
    const json environment = json::parse(readFile(file, environmentLimitBytes), nullptr, /*allow_exceptions=*/false);
    if (!environment.is_object() || environment.value("data_sha256", json()) != json(set.dataHash())) {
        throw Error(ErrorCode::Mismatch,
                    "The data is not what this run was begun with; begin a new run to train on other data",
                    inFile(file));
    }
}

} // namespace storyscope::training
