// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/story_sampling.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace storyscope::datasets {

namespace {

using Window = SamplingOptions::Window;
using Target = SamplingOptions::Target;
using ShortStories = SamplingOptions::ShortStories;

constexpr std::size_t mostContextFrames = 1000;

const std::array<std::pair<const char*, SamplingOptions>, 7> namedSamplings = {{
    {"first-four", {4, Window::First, Target::Next, Target::Next, ShortStories::LeaveOut}},
    {"first-four-as-published", {4, Window::First, Target::Next, Target::LastContext, ShortStories::LeaveOut}},
    {"last-five", {4, Window::Last, Target::Next, Target::Next, ShortStories::RepeatLast}},
    {"five-frames", {4, Window::First, Target::Next, Target::Next, ShortStories::LeaveOut}},
    {"five-frames-as-published", {5, Window::First, Target::LastContext, Target::LastContext, ShortStories::LeaveOut}},
    {"clip", {16, Window::Uniform, Target::None, Target::None, ShortStories::RepeatLast}},
    {"sliding", {4, Window::Sliding, Target::Next, Target::Next, ShortStories::RepeatLast}},
}};

/// How many successive frames a sample takes.
std::size_t framesNeeded(const SamplingOptions& options) {
    const bool next = options.pictureTarget == Target::Next || options.textTarget == Target::Next;
    return options.contextFrames + (next ? 1 : 0);
}

std::optional<std::size_t> targetPosition(Target target, const std::vector<std::size_t>& positions,
                                          std::size_t contextFrames) {
    switch (target) {
    case Target::Next:
        return positions[contextFrames];
    case Target::LastContext:
        return positions[contextFrames - 1];
    case Target::None:
        break;
    }
    return std::nullopt;
}

StorySample sampleAt(std::vector<std::size_t> positions, std::size_t frameCount, const SamplingOptions& options) {
    StorySample sample;
    for (std::size_t& position : positions) {
        if (position >= frameCount) {
            position = frameCount - 1;
            ++sample.repeated;
        }
    }
    sample.pictureTarget = targetPosition(options.pictureTarget, positions, options.contextFrames);
    sample.textTarget = targetPosition(options.textTarget, positions, options.contextFrames);
    positions.resize(options.contextFrames);
    sample.context = std::move(positions);
    return sample;
}

} // namespace

std::vector<StorySample> sampleStory(std::size_t frameCount, const SamplingOptions& options) {
    if (options.contextFrames == 0 || options.contextFrames > mostContextFrames) {
        throw Error(ErrorCode::BadArgument,
                    "A sample has 1 to 1,000 context frames, not " + std::to_string(options.contextFrames));
    }
    const std::size_t needed = framesNeeded(options);
    if (frameCount == 0 || (frameCount < needed && options.shortStories == ShortStories::LeaveOut)) {
        return {};
    }
    const std::size_t spare = frameCount > needed ? frameCount - needed : 0;
    const bool uniform = options.window == Window::Uniform;
    const std::size_t step = uniform ? std::max<std::size_t>(frameCount / needed, 1) : 1;
    const std::size_t last = options.window == Window::Last || options.window == Window::Sliding ? spare : 0;
    std::vector<StorySample> samples;
    for (std::size_t first = options.window == Window::Last ? spare : 0; first <= last; ++first) {
        std::vector<std::size_t> positions(needed);
        for (std::size_t k = 0; k < needed; ++k) {
            positions[k] = first + k * step;
        }
        samples.push_back(sampleAt(std::move(positions), frameCount, options));
    }
    return samples;
}

SamplingOptions samplingByName(const std::string& name) {
    std::string known;
    for (const auto& [candidate, options] : namedSamplings) {
        if (name == candidate) {
            return options;
        }
        known += (known.empty() ? "" : ", ") + std::string(candidate);
    }
    throw Error(ErrorCode::NotFound, "There is no sampling \"" + name + "\"; there are: " + known);
}

std::vector<std::string> samplingNames() {
    std::vector<std::string> names;
    for (const auto& [name, options] : namedSamplings) {
        names.emplace_back(name);
    }
    return names;
}

} // namespace storyscope::datasets
