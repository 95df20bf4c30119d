// SPDX-License-Identifier: GPL-3.0-or-later
// How long a training step waits for its pictures: two epochs of the storyworld preset on photographs with captions. A
// data set may be named, and a number of loader threads after it.
#include "core/inference/storyteller.h"
#include "core/training/trainer.h"

#include <QTemporaryDir>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

using namespace storyscope;

namespace {

constexpr double targetShare = 0.05;

class Printer final : public training::TrainingObserver {
public:
    void onEvent(const training::TrainingEvent& event) override {
        if (const auto* epoch = std::get_if<training::EpochDone>(&event)) {
            std::printf("epoch %d: %lld steps, waiting for pictures %.1f %% of the time (target: at most %.0f %%)\n",
                        epoch->epoch, static_cast<long long>(epoch->step), 100 * epoch->waitingShare,
                        100 * targetShare);
            std::fflush(stdout);
        }
    }
};

} // namespace

int main(int argc, char** argv) {
    const QTemporaryDir folder;
    try {
        training::TrainingOptions options;
        options.data = argc > 1 ? argv[1] : STORYSCOPE_SHARED_DATA "/data/flickr8k";
        if (!std::filesystem::exists(options.data)) {
            std::printf("left out: %s is not here\n", options.data.c_str());
            return 0;
        }
        inference::setComputeThreads(0);
        options.runFolder = folder.filePath("run").toStdString();
        options.device = "cpu";
        options.epochs = 2;
        options.overrides = {{"validation_stories", "32"}, {"familiarity_stories", "32"}};
        if (argc > 2) {
            options.overrides["loader_threads"] = argv[2];
        }
        Printer printer;
        const training::TrainingSummary summary = training::train(options, {}, printer);
        std::printf("%lld stories, %lld pictures, %lld of them unreadable, %.0f s\n",
                    static_cast<long long>(summary.loaded.stories), static_cast<long long>(summary.loaded.pictures),
                    static_cast<long long>(summary.loaded.placeholders), summary.elapsedSeconds);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "training_wait_bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
