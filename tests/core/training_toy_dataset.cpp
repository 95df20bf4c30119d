// SPDX-License-Identifier: GPL-3.0-or-later
#include "training_toy_dataset.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "tests/support/small_model.h"

#include <array>

namespace storyscope::test {

namespace {

struct Colour {
    const char* name;
    std::array<std::uint8_t, 3> rgb;
};

constexpr std::array<Colour, 4> colours{
    {{"red", {220, 30, 30}}, {"green", {30, 200, 40}}, {"blue", {30, 40, 220}}, {"grey", {128, 128, 128}}}};

const Colour& colourOf(std::size_t story, std::size_t frame) {
    return colours[(story + frame * (1 + story / 4 % 2)) % colours.size()];
}

} // namespace

std::vector<datasets::Split> ToyDataset::splits() const {
    datasets::Split train{"train", {}};
    datasets::Split validation{"validation", {}};
    for (std::size_t i = 0; i < m_stories; ++i) {
        (i % 4 == 3 ? validation : train).stories.push_back(i);
    }
    return {train, validation};
}

Story ToyDataset::story(std::size_t index) const {
    Story story;
    story.id = std::to_string(index);
    story.score = index % 2 == 0 ? 1.0F : 0.25F;
    story.orderIsTrue = index % 3 != 2;
    for (std::size_t frame = 0; frame < 3; ++frame) {
        const std::string colour = colourOf(index, frame).name;
        StoryFrame told;
        told.caption = "A " + colour + " cat sees.";
        told.references = {"Here is a " + colour + " cat."};
        told.tags = {"cat", colour};
        told.entities = {
            {.id = "cat1", .kind = Entity::Kind::Character, .nouns = {"cat"}, .box = Box{0, 0, 0.5F, 0.5F}}};
        told.groundings = {{.begin = 2 + colour.size() + 1, .end = 2 + colour.size() + 4, .entityId = "cat1"}};
        story.frames.push_back(told);
    }
    return story;
}

Picture ToyDataset::loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& /*wish*/) const {
    if (storyIndex == brokenStory) {
        throw Error(ErrorCode::Unreadable, "A picture is broken", inFile("toy.png"));
    }
    std::vector<std::uint8_t> rgb;
    for (int i = 0; i < 16 * 16; ++i) {
        rgb.insert(rgb.end(), colourOf(storyIndex, frameIndex).rgb.begin(), colourOf(storyIndex, frameIndex).rgb.end());
    }
    return {16, 16, std::move(rgb)};
}

void writeToyPreset(const std::filesystem::path& file) {
    nlohmann::json model = models::toJson(smallConfig(0));
    model.erase("vocabulary_size");
    model["tags"] = nlohmann::json::array();
    const nlohmann::json preset{{"title", "Toys"},
                                {"model", model},
                                {"training",
                                 {{"epochs", 2},
                                  {"batch_size", 4},
                                  {"learning_rate", 0.003},
                                  {"weight_decay", 0.01},
                                  {"validation_stories", 8},
                                  {"familiarity_stories", 40},
                                  {"loader_threads", 2},
                                  {"caption_targets", "any"},
                                  {"sampling", "whole-stories"},
                                  {"missing_pictures", "placeholder"},
                                  {"captions", {{"letters", "keep"}}},
                                  {"losses",
                                   {{"caption", 1.0},
                                    {"next_caption", 1.0},
                                    {"next_picture", 1.0},
                                    {"tags", 1.0},
                                    {"score", 1.0},
                                    {"pointing", 1.0}}}}}};
    writeFileAtomically(file, preset.dump(2));
}

} // namespace storyscope::test
