// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/placeholder.h"

#include "core/base/error.h"

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
    constexpr std::uint8_t midGrey = 128;
    return Picture(width, height,
                   std::vector<std::uint8_t>(
                       std::size_t{3} * static_cast<std::size_t>(width) * static_cast<std::size_t>(height), midGrey));
}

PictureOrPlaceholder pictureOrPlaceholder(const StoryDataset& dataset, std::size_t storyIndex, std::size_t frameIndex) {
    try {
        return {.picture = dataset.picture(storyIndex, frameIndex), .issue = {}};
    } catch (const Error& error) {
        if (!isAboutTheFile(error)) {
            throw;
        }
        return {.picture = placeholderPicture(),
                .issue = Issue{.severity = Issue::Severity::Warning,
                               .place = placeOf(error, dataset, storyIndex, frameIndex),
                               .text = error.message()}};
    }
}

} // namespace storyscope::datasets
