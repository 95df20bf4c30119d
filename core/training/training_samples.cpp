// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_samples.h"

#include "core/base/error.h"

#include <numeric>

namespace storyscope::training {

using datasets::SamplingOptions;
using datasets::StorySample;

namespace {

std::vector<std::size_t> shownFrames(const StorySample& sample, const SamplingOptions& sampling) {
    std::vector<std::size_t> frames = sample.context;
    if (framesShown(sampling) > frames.size()) {
        frames.push_back(sample.pictureTarget ? *sample.pictureTarget : *sample.textTarget);
    }
    return frames;
}

} // namespace

std::optional<SamplingOptions> samplingNamed(const std::string& name) {
    if (name == wholeStories) {
        return std::nullopt;
    }
    try {
        return datasets::samplingByName(name);
    } catch (const Error& error) {
        throw Error(error.code(), error.message() + ", " + wholeStories);
    }
}

bool TrainingSample::isWhole() const {
    if (frames.size() != story->frames.size()) {
        return false;
    }
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (frames[i] != i) {
            return false;
        }
    }
    return true;
}

std::vector<TrainingSample> samplesOf(const std::vector<TrainingStory>& stories,
                                      const std::optional<SamplingOptions>& sampling) {
    std::vector<TrainingSample> samples;
    for (const TrainingStory& story : stories) {
        if (sampling) {
            for (const StorySample& sample : datasets::sampleStory(story.frames.size(), *sampling)) {
                samples.push_back({.story = &story, .frames = shownFrames(sample, *sampling)});
            }
        } else {
            std::vector<std::size_t> all(story.frames.size());
            std::iota(all.begin(), all.end(), std::size_t{0});
            samples.push_back({.story = &story, .frames = std::move(all)});
        }
    }
    return samples;
}

std::size_t framesShown(const SamplingOptions& sampling) {
    using Target = SamplingOptions::Target;
    const bool hasTarget = sampling.pictureTarget != Target::None || sampling.textTarget == Target::Next;
    return sampling.contextFrames + (hasTarget ? 1 : 0);
}

} // namespace storyscope::training
