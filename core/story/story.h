// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace storyscope {

/// A rectangle in a picture as shares of its width and height, so that it fits the picture at any size.
struct Box {
    float left = 0;   ///< [0, 1] from the left edge
    float top = 0;    ///< [0, 1] from the top edge
    float width = 0;  ///< [0, 1]
    float height = 0; ///< [0, 1]

    bool contains(float x, float y) const { return x >= left && x < left + width && y >= top && y < top + height; }
    friend bool operator==(const Box&, const Box&) = default;
};

/// Someone or something that a story is about, and where it is to be seen in one frame.
struct Entity {
    enum class Kind { Character, Object, Place };

    std::string id; ///< the same in all frames of a story: "char1", "obj2"
    Kind kind = Kind::Object;
    std::vector<std::string> nouns; ///< the lower-case words that captions use for it: "umbrella"
    std::optional<Box> box;         ///< in this frame; none if it is named but cannot be seen
};

/// A link from words of a caption to an entity.
struct Grounding {
    std::size_t begin = 0; ///< byte offset in StoryFrame::caption
    std::size_t end = 0;   ///< one past the last byte
    std::string entityId;
};

/// What is known about one picture of a story. The picture itself is read through the data set, so that a list of
/// 50,000 stories stays small.
struct StoryFrame {
    std::string pictureName; ///< a file name, or what a person would call it
    std::optional<double> timeSeconds;
    std::string caption;                 ///< empty if the data has none
    std::vector<std::string> references; ///< further true captions of the same picture, without `caption` itself
    std::vector<std::string> notes;      ///< what else is said of it, for a person: "Lighting: dim"
    std::vector<std::string> tags;
    std::vector<Entity> entities;
    std::vector<Grounding> groundings; ///< of `caption`
};

/// A sequence of pictures that belong together, as a data set tells it.
struct Story {
    std::string id; ///< unique in its data set
    std::string title;
    std::vector<StoryFrame> frames;
    std::vector<std::string> captions; ///< of the whole sequence, where the data captions clips instead of frames
    std::optional<float> score;        ///< [0, 1]: how coherent the sequence is, where the data knows
    bool orderIsTrue = true;           ///< false: the frames were shuffled or mixed on purpose
};

} // namespace storyscope
