// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference_fake_dataset.h"

#include "inference_tiny_model.h"

#include "core/base/error.h"

namespace storyscope::test {

Story FakeDataset::story(std::size_t index) const {
    Story story;
    story.id = std::to_string(index);
    story.score = static_cast<float>(index % 4) / 4;
    story.orderIsTrue = index % 3 != 2;
    for (int frame = 0; frame < 5; ++frame) {
        StoryFrame one;
        one.pictureName = "picture " + std::to_string(frame);
        one.caption = frame == 4 ? "The dog runs to the house." : "Mia sees the cat.";
        one.references = {"It is a cat."};
        one.tags = {frame % 2 == 0 ? "cat" : "dog"};
        one.entities.push_back(
            {"char1", Entity::Kind::Character, {"cat", "dog", "mia", "ball", "house"}, Box{0, 0, 0.5F, 0.5F}});
        story.frames.push_back(one);
    }
    return story;
}

Picture FakeDataset::loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& /*wish*/) const {
    if (m_broken.contains(storyIndex)) {
        throw Error(ErrorCode::Malformed, "This picture is broken", inFile("broken.png"));
    }
    return numberedPicture(static_cast<int>(5 * storyIndex + frameIndex));
}

} // namespace storyscope::test
