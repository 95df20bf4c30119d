// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/placeholder.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace storyscope::datasets {

namespace {

bool isAboutTheFile(const Error& error) {
    switch (error.code()) {
    case ErrorCode::NotFound:
    case ErrorCode::Unreadable:
    case ErrorCode::Malformed:
    case ErrorCode::Unsupported:
        return true;
    default:
        return false;
    }
}

std::string placeOf(const Error& error, const StoryDataset& dataset, std::size_t storyIndex, std::size_t frameIndex) {
    const Story story = dataset.story(storyIndex);
    if (frameIndex < story.frames.size() && !story.frames[frameIndex].pictureName.empty()) {
        return story.frames[frameIndex].pictureName;
    }
    return error.place().file.empty() ? "story " + story.id + ", frame " + std::to_string(frameIndex + 1)
                                      : error.place().file.filename().string();
}

} // namespace

Picture placeholderPicture(int width, int height) {
    constexpr std::uint8_t ground = 0x70;
    constexpr std::uint8_t line = 0x98;
    std::vector<std::uint8_t> pixels(
        std::size_t{3} * static_cast<std::size_t>(width) * static_cast<std::size_t>(height), ground);
    const double thickness = std::max(1.0, std::min(width, height) / 120.0);
    const double slope = static_cast<double>(width) / height;
    std::uint8_t* pixel = pixels.data();
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x, pixel += 3) {
            const double down = std::abs(x - slope * y);
            const double up = std::abs(width - 1 - x - slope * y);
            if (std::min(down, up) <= thickness) {
                std::fill_n(pixel, 3, line);
            }
        }
    }
    return Picture(width, height, std::move(pixels));
}

PictureOrPlaceholder pictureOrPlaceholder(const StoryDataset& dataset, std::size_t storyIndex, std::size_t frameIndex,
                                          const PictureWish& wish) {
    try {
        return {.picture = dataset.picture(storyIndex, frameIndex, wish), .issue = {}};
    } catch (const Error& error) {
        if (!isAboutTheFile(error)) {
            throw;
        }
        return {.picture = placeholderPicture(),
                .issue = Issue{.severity = Issue::Severity::Warning,
                               .place = placeOf(error, dataset, storyIndex, frameIndex),
                               .text = error.message()},
                .reason = error.what()};
    }
}

void requireTruePicture(const std::filesystem::path& story, const std::vector<std::string>& reasons) {
    const bool hasTruePicture = std::ranges::any_of(reasons, &std::string::empty);
    if (reasons.empty() || hasTruePicture) {
        return;
    }
    const std::string none = reasons.size() == 1
                                 ? "The story's only picture could not be found"
                                 : "None of the story's " + std::to_string(reasons.size()) + " pictures could be found";
    throw Error(ErrorCode::NotFound,
                none + "; name the folder that has them (--pictures, or in the library). The first: " + reasons.front(),
                inFile(story));
}

} // namespace storyscope::datasets
