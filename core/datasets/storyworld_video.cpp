// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/story_json.h"
#include "core/datasets/storyworld.h"
#include "core/media/video_writer.h"

#include <cmath>

namespace storyscope::datasets::storyworld {

void writeVideo(std::uint64_t seed, const std::filesystem::path& path, const VideoOptions& options,
                const std::stop_token& stop, Progress& progress) {
    const int framesPerBeat = static_cast<int>(std::lround(options.beatSeconds * options.framesPerSecond));
    if (options.sizePixels % 2 != 0 || options.framesPerSecond < 1 || framesPerBeat < 1) {
        throw Error(ErrorCode::BadArgument,
                    "A StoryWorld video needs an even size, a frame rate, and at least one frame per beat");
    }
    media::VideoWriterOptions writing;
    writing.width = options.sizePixels;
    writing.height = options.sizePixels;
    writing.framesPerSecond = options.framesPerSecond;
    media::VideoWriter writer(path, writing);
    const int total = framesPerBeat * beatsPerStory;
    for (int number = 0; number < total; ++number) {
        throwIfStopped(stop);
        progress.report("Drawing the video", number, total);
        const double within = static_cast<double>(number % framesPerBeat) / framesPerBeat;
        writer.add(drawMoment(seed, number / framesPerBeat, within, options.sizePixels));
    }
    writer.finish();
    Story story = tellCoherent(seed);
    for (std::size_t beat = 0; beat < story.frames.size(); ++beat) {
        const int middle = static_cast<int>(beat) * framesPerBeat + framesPerBeat / 2;
        story.frames[beat].timeSeconds = static_cast<double>(middle) / options.framesPerSecond;
    }
    std::filesystem::path sidecar = path;
    writeFileAtomically(sidecar.replace_extension(".json"), toJson(story).dump(2) + "\n");
}

} // namespace storyscope::datasets::storyworld
