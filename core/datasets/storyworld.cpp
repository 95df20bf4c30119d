// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld.h"

#include "core/base/error.h"
#include "core/datasets/storyworld_order.h"
#include "core/datasets/storyworld_painter.h"
#include "core/datasets/storyworld_random.h"
#include "core/datasets/storyworld_tags.h"

#include <algorithm>
#include <cctype>

namespace storyscope::datasets::storyworld {

namespace {

bool isWordByte(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

/// Every whole-word occurrence of an entity's noun, longest nouns first, the story's own entities first.
std::vector<Grounding> groundCaption(const std::string& caption, const std::vector<Entity>& entities) {
    std::string text = caption;
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    std::vector<Grounding> found;
    for (const Entity& entity : entities) {
        for (const std::string& noun : entity.nouns) {
            for (std::size_t at = text.find(noun); at != std::string::npos; at = text.find(noun, at + noun.size())) {
                const std::size_t end = at + noun.size();
                const bool whole =
                    (at == 0 || !isWordByte(text[at - 1])) && (end == text.size() || !isWordByte(text[end]));
                const bool taken = std::any_of(found.begin(), found.end(),
                                               [&](const Grounding& g) { return at < g.end && g.begin < end; });
                if (whole && !taken) {
                    found.push_back({at, end, entity.id});
                }
            }
        }
    }
    std::sort(found.begin(), found.end(), [](const Grounding& a, const Grounding& b) { return a.begin < b.begin; });
    return found;
}

std::vector<std::string> tagsOf(const Scene& scene, const std::vector<Sighting>& sightings) {
    std::vector<std::string> present = scene.actions;
    present.push_back(scene.tag);
    for (const Sighting& sighting : sightings) {
        if (sighting.box) {
            present.push_back(sighting.seen.tag);
        }
    }
    std::vector<std::string> tags;
    for (const std::string& tag : storyTags()) {
        if (std::find(present.begin(), present.end(), tag) != present.end()) {
            tags.push_back(tag);
        }
    }
    return tags;
}

void describe(StoryFrame& frame, const Scene& scene, const std::vector<std::string>& phrases, Random random) {
    const auto chosen = static_cast<std::size_t>(random.below(static_cast<int>(phrases.size())));
    for (std::size_t i = 0; i < phrases.size(); ++i) {
        const std::string text = fillPhrase(phrases[i], scene.slots);
        if (i == chosen) {
            frame.caption = text;
        } else {
            frame.references.push_back(text);
        }
    }
}

StoryFrame tellBeat(const StoryPlan& plan, int beat) {
    const Scene scene = composeScene(plan, beat, 0.5);
    const std::vector<Sighting> sightings = survey(scene);
    StoryFrame frame;
    frame.pictureName = "storyworld-" + std::to_string(plan.seed) + "-" + std::to_string(beat + 1) + ".png";
    describe(frame, scene, momentInfo(planBeat(plan, beat).moment).phrases,
             Random(plan.seed, 500 + static_cast<std::uint64_t>(beat)));
    frame.tags = tagsOf(scene, sightings);
    // Story entities are drawn after the surroundings; captions speak of them first.
    for (auto s = sightings.rbegin(); s != sightings.rend(); ++s) {
        frame.entities.push_back({s->seen.id, s->seen.kind, s->seen.nouns, s->box});
    }
    std::stable_partition(frame.entities.begin(), frame.entities.end(),
                          [](const Entity& entity) { return entity.kind == Entity::Kind::Character; });
    frame.entities.push_back(
        {"place-" + scene.tag, Entity::Kind::Place, {placeInfo(scene.setting.place).noun}, std::nullopt});
    frame.groundings = groundCaption(frame.caption, frame.entities);
    return frame;
}

void checkBeat(int beat, int sizePixels) {
    if (beat < 0 || beat >= beatsPerStory) {
        throw Error(ErrorCode::BadArgument,
                    "A StoryWorld story has five beats, numbered 0 to 4; " + std::to_string(beat) + " is none of them");
    }
    if (sizePixels < 16 || sizePixels > 4096) {
        throw Error(ErrorCode::BadArgument,
                    "StoryWorld draws pictures of 16 to 4096 pixels, not " + std::to_string(sizePixels));
    }
}

Story titled(std::uint64_t seed) {
    const StoryPlan plan = planStory(seed);
    Story story;
    story.id = "storyworld-" + std::to_string(seed);
    story.title = characters()[static_cast<std::size_t>(plan.hero)].name + ": " +
                  plots()[static_cast<std::size_t>(plan.plot)].name;
    return story;
}

} // namespace

Coherence coherenceOf(std::uint64_t seed) {
    return orderOf(seed).coherence;
}

Story tell(std::uint64_t seed) {
    Story story = titled(seed);
    const BeatOrder order = orderOf(seed);
    for (const BeatSource& source : order.beats) {
        story.frames.push_back(tellBeat(planStory(source.seed), source.beat));
    }
    story.score = order.score;
    story.orderIsTrue = order.coherence == Coherence::Coherent;
    return story;
}

Story tellCoherent(std::uint64_t seed) {
    Story story = titled(seed);
    const StoryPlan plan = planStory(seed);
    for (int beat = 0; beat < beatsPerStory; ++beat) {
        story.frames.push_back(tellBeat(plan, beat));
    }
    story.score = 1.0F;
    return story;
}

Picture draw(std::uint64_t seed, int beat, int sizePixels) {
    checkBeat(beat, sizePixels);
    const BeatSource source = orderOf(seed).beats[static_cast<std::size_t>(beat)];
    return paintScene(composeScene(planStory(source.seed), source.beat, 0.5), sizePixels);
}

Picture drawMoment(std::uint64_t seed, int beat, double progress, int sizePixels) {
    checkBeat(beat, sizePixels);
    return paintScene(composeScene(planStory(seed), beat, std::clamp(progress, 0.0, 1.0)), sizePixels);
}

} // namespace storyscope::datasets::storyworld
