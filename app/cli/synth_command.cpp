// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/terminal_progress.h"
#include "core/datasets/storyworld.h"
#include "core/datasets/storyworld_vist.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace storyscope::cli {

namespace {

namespace storyworld = datasets::storyworld;

struct SynthOptions {
    std::string folder;
    int stories = 0;
    std::uint64_t seed = 1;
    int sizePixels = 0;        ///< 0: what suits the kind
    std::string kind = "vist"; ///< or "video"
};

void writeDataset(const SynthOptions& options, const Session& session, Progress& progress) {
    storyworld::VistOptions vist;
    vist.folder = options.folder;
    vist.firstSeed = options.seed;
    vist.stories = static_cast<std::uint64_t>(options.stories);
    vist.sizePixels = options.sizePixels > 0 ? options.sizePixels : vist.sizePixels;
    storyworld::writeVist(vist, session.stop, progress);
}

void writeVideos(const SynthOptions& options, const Session& session, Progress& progress) {
    storyworld::VideoOptions video;
    video.sizePixels = options.sizePixels > 0 ? options.sizePixels : video.sizePixels;
    for (int number = 0; number < options.stories; ++number) {
        const std::uint64_t seed = options.seed + static_cast<std::uint64_t>(number);
        const std::string id = storyworld::tellCoherent(seed).id;
        storyworld::writeVideo(seed, std::filesystem::path(options.folder) / (id + ".mp4"), video, session.stop,
                               progress);
    }
}

void run(const SynthOptions& options, const Session& session) {
    TerminalProgress progress;
    if (options.kind == "video") {
        writeVideos(options, session, progress);
    } else {
        writeDataset(options, session, progress);
    }
}

} // namespace

void addSynthCommand(CLI::App& program, Session& session) {
    const auto options = std::make_shared<SynthOptions>();
    CLI::App* command = program.add_subcommand("synth", "Draws StoryWorld stories as a data set or as videos");
    command->add_option("--out", options->folder, "Folder to write into")->required();
    command->add_option("--stories", options->stories, "How many")->required()->check(CLI::Range(1, 10'000'000));
    command->add_option("--seed", options->seed, "Seed of the first story; the others follow")->required();
    command->add_option("--size", options->sizePixels, "Width and height of the pictures (default: 128, videos 512)")
        ->check(CLI::Range(16, 4096));
    command
        ->add_option("--as", options->kind,
                     "vist: a data set of pictures and captions (default); video: an MP4 per story")
        ->check(CLI::IsMember({"vist", "video"}));
    command->footer("Example:\n  storyscope-cli synth --out stories --stories 3 --seed 1000000 --as video");
    command->callback([options, &session] { run(*options, session); });
}

} // namespace storyscope::cli
