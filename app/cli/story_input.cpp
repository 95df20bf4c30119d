// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/story_input.h"

#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/datasets/placeholder.h"
#include "core/datasets/story_dataset.h"
#include "core/media/clip_sampler.h"
#include "core/media/frame_sampler.h"
#include "core/media/media_source.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <numeric>

namespace storyscope::cli {

namespace {

using inference::InputFrame;

constexpr const char* drawnDataPrefix = "storyworld:";

std::vector<int> chooseFrames(media::MediaSource& source, const StoryInputOptions& options, const std::stop_token& stop,
                              Progress& progress) {
    const int available = source.frameCount();
    if (available <= options.frameCount) {
        std::vector<int> all(static_cast<std::size_t>(available));
        std::iota(all.begin(), all.end(), 0);
        return all;
    }
    if (options.choice == FrameChoice::Uniform) {
        return media::sampleUniform(available, options.frameCount);
    }
    if (options.choice == FrameChoice::Shots && source.kind() == media::MediaSource::Kind::Video) {
        return media::sampleShots(available, media::findShots(source, stop, progress), options.frameCount);
    }
    return media::sampleMiddles(available, options.frameCount);
}

inference::VideoClip readClip(media::MediaSource& source, int number, int pictures, const std::stop_token& stop) {
    const media::ClipFrames around = media::clipFramesAround(source, number, pictures);
    inference::VideoClip clip{.pictures = {}, .frame = around.own};
    for (const int shown : around.numbers) {
        clip.pictures.push_back(source.frame(shown, stop));
    }
    return clip;
}

std::vector<InputFrame> readMedia(const std::string& input, const StoryInputOptions& options,
                                  const std::stop_token& stop, Progress& progress) {
    const auto source = media::openMedia(input, {.indexCacheFolder = indexCachePath()}, stop, progress);
    const std::vector<int> chosen = chooseFrames(*source, options, stop, progress);
    std::vector<InputFrame> frames;
    for (const int number : chosen) {
        progress.report("Reading frames", static_cast<std::int64_t>(frames.size()),
                        static_cast<std::int64_t>(chosen.size()));
        frames.push_back({.picture = source->frame(number, stop),
                          .sourceIndex = number,
                          .timeSeconds = source->timeSeconds(number),
                          .pictureName = source->pictureName(number),
                          .clip = readClip(*source, number, options.clipPictures, stop)});
    }
    return frames;
}

std::vector<InputFrame> readDatasetStory(const std::string& data, const std::string& storyId,
                                         const StoryInputOptions& options, const std::stop_token& stop,
                                         Progress& progress) {
    const auto dataset = datasets::openDataset(data, options.dataset, stop, progress);
    const std::size_t storyIndex = dataset->find(storyId);
    const Story story = dataset->story(storyIndex);
    const int available = static_cast<int>(story.frames.size());
    std::vector<InputFrame> frames;
    std::vector<std::string> reasons;
    std::string notes;
    for (const int number : media::sampleMiddles(available, std::min(available, options.frameCount))) {
        throwIfStopped(stop);
        const auto position = static_cast<std::size_t>(number);
        const auto read = datasets::pictureOrPlaceholder(*dataset, storyIndex, position);
        reasons.push_back(read.reason);
        if (read.isPlaceholder()) {
            notes +=
                "storyscope-cli: a grey picture stands in for " + read.issue->place + ": " + read.issue->text + '\n';
        }
        frames.push_back({.picture = read.picture,
                          .sourceIndex = number,
                          .timeSeconds = story.frames[position].timeSeconds,
                          .pictureName = story.frames[position].pictureName,
                          .caption = story.frames[position].caption,
                          .tags = story.frames[position].tags});
    }
    datasets::requireTruePicture(data + "#" + storyId, reasons);
    std::cerr << notes;
    return frames;
}

} // namespace

std::vector<InputFrame> readStoryInput(const std::string& input, const StoryInputOptions& options,
                                       const std::stop_token& stop, Progress& progress) {
    std::error_code ignored;
    const std::size_t hash = input.rfind('#');
    if (hash != std::string::npos && !std::filesystem::exists(input, ignored)) {
        return readDatasetStory(input.substr(0, hash), input.substr(hash + 1), options, stop, progress);
    }
    if (input.starts_with(drawnDataPrefix)) {
        const auto dataset = datasets::openDataset(input, stop, progress);
        const std::string example = dataset->size() > 0 ? dataset->story(0).id : "story-id";
        throw Error(ErrorCode::BadArgument,
                    "Say which story of this data set to tell, for example " + input + '#' + example);
    }
    return readMedia(input, options, stop, progress);
}

} // namespace storyscope::cli
