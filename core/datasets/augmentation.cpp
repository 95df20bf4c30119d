// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/augmentation.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/datasets/side_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace storyscope::datasets {

namespace {

bool hasSides(const Story& story) {
    const auto nameASide = [](const std::vector<std::string>& texts) { return std::ranges::any_of(texts, namesASide); };
    return nameASide(story.captions) || std::ranges::any_of(story.frames, [&](const StoryFrame& frame) {
               return namesASide(frame.caption) || nameASide(frame.references);
           });
}

void checkRange(const char* name, double value, double lowest, double highest) {
    if (!(value >= lowest && value <= highest)) {
        std::array<char, 200> text{};
        std::snprintf(text.data(), text.size(), "%s must lie between %g and %g, not %g", name, lowest, highest, value);
        throw Error(ErrorCode::BadArgument, text.data());
    }
}

/// The box that surrounds a box turned about the middle, without regard to the picture's aspect: small angles.
Box turned(const Box& box, double degrees) {
    const double radians = degrees * std::numbers::pi / 180;
    const auto cosine = static_cast<float>(std::cos(radians));
    const auto sine = static_cast<float>(std::abs(std::sin(radians)));
    const auto signedSine = static_cast<float>(std::sin(radians));
    const float x = box.left + box.width / 2 - 0.5F;
    const float y = box.top + box.height / 2 - 0.5F;
    const float width = box.width * cosine + box.height * sine;
    const float height = box.height * cosine + box.width * sine;
    return {.left = 0.5F + x * cosine + y * signedSine - width / 2,
            .top = 0.5F + y * cosine - x * signedSine - height / 2,
            .width = width,
            .height = height};
}

std::optional<Box> changedBox(const Box& box, const PictureChange& change) {
    const auto size = static_cast<float>(change.cropSize);
    Box part{.left = (box.left - static_cast<float>(change.cropLeft)) / size,
             .top = (box.top - static_cast<float>(change.cropTop)) / size,
             .width = box.width / size,
             .height = box.height / size};
    if (change.isMirrored) {
        part.left = 1 - part.left - part.width;
    }
    if (change.rotationDegrees != 0) {
        part = turned(part, change.rotationDegrees);
    }
    const float right = std::min(part.left + part.width, 1.0F);
    const float bottom = std::min(part.top + part.height, 1.0F);
    const float left = std::max(part.left, 0.0F);
    const float top = std::max(part.top, 0.0F);
    if (right <= left || bottom <= top) {
        return std::nullopt;
    }
    return Box{.left = left, .top = top, .width = right - left, .height = bottom - top};
}

void swapSides(StoryFrame& frame) {
    const SwappedSides swapped = swapSideWords(frame.caption);
    frame.caption = swapped.text;
    for (Grounding& grounding : frame.groundings) {
        grounding.begin = swapped.position(grounding.begin);
        grounding.end = swapped.position(grounding.end);
    }
    for (std::string& reference : frame.references) {
        reference = swapSideWords(reference).text;
    }
}

} // namespace

void AugmentationOptions::check() const {
    checkRange("The share of mirrored stories", mirrorShare, 0, 1);
    checkRange("The smallest crop", smallestCrop, 0.05, 1);
    checkRange("The variation of colours", colour, 0, 0.99);
    checkRange("The rotation in degrees", rotationDegrees, 0, 45);
    checkRange("The noise", noise, 0, 1);
    checkRange("The share of blurred stories", blurShare, 0, 1);
}

PictureChange drawChange(const AugmentationOptions& options, std::uint64_t seed, const Story& story) {
    options.check();
    Random random{seed};
    PictureChange change;
    const bool mayMirror = options.sides == AugmentationOptions::Sides::SwapWords || !hasSides(story);
    // Drawn whether it may or not, so that a caption changes nothing else.
    change.isMirrored = random.chance(options.mirrorShare) && mayMirror;
    change.cropSize = random.uniform(options.smallestCrop, 1);
    change.cropLeft = random.uniform(0, 1 - change.cropSize);
    change.cropTop = random.uniform(0, 1 - change.cropSize);
    for (double* factor : {&change.brightness, &change.contrast, &change.saturation}) {
        *factor = 1 + random.uniform(-options.colour, options.colour);
    }
    change.rotationDegrees = random.uniform(-options.rotationDegrees, options.rotationDegrees);
    change.noise = random.uniform(0, options.noise);
    change.isBlurred = random.chance(options.blurShare);
    change.noiseSeed = random.next();
    return change;
}

std::uint64_t sampleSeed(std::uint64_t runSeed, std::uint64_t epoch, std::uint64_t storyIndex) {
    return Random{runSeed, epoch, storyIndex}.next();
}

Story changed(Story story, const PictureChange& change) {
    for (StoryFrame& frame : story.frames) {
        for (Entity& entity : frame.entities) {
            entity.box = entity.box ? changedBox(*entity.box, change) : std::nullopt;
        }
        if (change.isMirrored) {
            swapSides(frame);
        }
    }
    for (std::string& caption : story.captions) {
        caption = change.isMirrored ? swapSideWords(caption).text : caption;
    }
    return story;
}

bool namesASide(const std::string& text) {
    return !swapSideWords(text).places.empty();
}

} // namespace storyscope::datasets
