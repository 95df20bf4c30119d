// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/story/picture.h"
#include "core/story/story.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>

namespace storyscope::datasets {

/// StoryWorld: a drawn world with known truth. One seed is one story of five beats from a stochastic story grammar;
/// the same (version, seed) gives the same bytes on every run. Stories with a seed from firstHeldOutSeed on are never
/// trained on.
namespace storyworld {

inline constexpr int version = 1;
inline constexpr int beatsPerStory = 5;
inline constexpr std::uint64_t firstHeldOutSeed = 1'000'000;

enum class Coherence {
    Coherent, ///< the five beats of one plot in order; score 1
    Shuffled, ///< some beats swapped; score falls with the number of pairs out of order
    Mixed,    ///< some beats replaced by beats of another story; score falls with their number
};

/// How a story's seed decides whether it is coherent: six in ten are, two are shuffled, two mixed.
Coherence coherenceOf(std::uint64_t seed);

/// The story of a seed with everything that is known about it: captions and other phrasings, tags, entities with
/// boxes, groundings, score. Fast (no drawing).
Story tell(std::uint64_t seed);
/// As tell(), but always coherent: the story before any beat was swapped or replaced.
Story tellCoherent(std::uint64_t seed);

/// Frame `beat` of tell(seed), `sizePixels` square.
Picture draw(std::uint64_t seed, int beat, int sizePixels);

struct VideoOptions {
    int sizePixels = 512; ///< square, even
    int framesPerSecond = 24;
    double beatSeconds = 3.0; ///< eased motion inside a beat, a cut between beats
};

/// One moment of tellCoherent(seed) as video: `beat` from 0, `progress` in [0, 1) through the beat. draw() shows each
/// beat at progress 0.5.
Picture drawMoment(std::uint64_t seed, int beat, double progress, int sizePixels);

/// Writes the coherent story as MP4, and its Story as JSON beside it (same name, .json).
void writeVideo(std::uint64_t seed, const std::filesystem::path& path, const VideoOptions& options,
                const std::stop_token& stop, Progress& progress);

} // namespace storyworld
} // namespace storyscope::datasets
