// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"
#include "core/story/story.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace storyscope::datasets {

/// What may be done to a story's pictures for training, so that a model learns what matters in them.
struct AugmentationOptions {
    /// What a mirrored picture does to a caption that says "left" or "right".
    enum class Sides {
        KeepUnmirrored, ///< stories whose captions name a side are not mirrored; "he left" is no side, but stays true
        SwapWords,      ///< the two words change places
    };

    double mirrorShare = 0.5; ///< of stories, [0, 1]
    Sides sides = Sides::KeepUnmirrored;
    double smallestCrop = 0.8;  ///< share of width and height that is kept at least, (0, 1]
    double colour = 0.2;        ///< brightness, contrast and saturation vary by ± this share, [0, 1)
    double rotationDegrees = 5; ///< to either side, [0, 45]
    double noise = 0;           ///< largest standard deviation of the grain, as a share of white, [0, 1]
    double blurShare = 0;       ///< of stories that are blurred a little, [0, 1]

    /// Whether pictures may be mirrored, cropped or turned, so that a story's texts and boxes change with them.
    bool movesPictures() const { return mirrorShare > 0 || smallestCrop < 1 || rotationDegrees > 0; }
    /// Throws Error{BadArgument} that names the value.
    void check() const;
};

/// What is done to all pictures of one story alike, so that what happens next can still be predicted.
struct PictureChange {
    bool isMirrored = false;
    double cropLeft = 0; ///< shares of the picture, before it is mirrored
    double cropTop = 0;
    double cropSize = 1; ///< of the width and of the height
    double brightness = 1;
    double contrast = 1;
    double saturation = 1;
    double rotationDegrees = 0; ///< counter-clockwise
    double noise = 0;           ///< standard deviation, as a share of white
    std::uint64_t noiseSeed = 0;
    bool isBlurred = false;
};

/// Draws by chance; the same seed gives the same change, in whichever thread and order.
PictureChange drawChange(const AugmentationOptions& options, std::uint64_t seed, const Story& story);

/// The seed of one story in one epoch of a run.
std::uint64_t sampleSeed(std::uint64_t runSeed, std::uint64_t epoch, std::uint64_t storyIndex);

/// Mirrors and rotates about the middle; the size stays. What is turned in from outside mirrors the edge. Thread-safe.
Picture turned(const Picture& picture, const PictureChange& change);
/// Crops, then turned(). Thread-safe.
Picture moved(const Picture& picture, const PictureChange& change);
/// As moved(), but as large as before: for pictures that are prepared already, where it costs a fraction of what it
/// does on a whole photograph; what is cropped then has less detail. Thread-safe.
Picture movedWithin(const Picture& picture, const PictureChange& change);
/// Changes the colours, blurs, adds grain that is another for each `frame`. Costs least on a picture that is already
/// small. Thread-safe.
Picture recoloured(const Picture& picture, const PictureChange& change, std::size_t frame = 0);
/// moved(), then recoloured(). Thread-safe.
Picture changed(const Picture& picture, const PictureChange& change);

/// The story that tells the changed pictures: boxes move with what they surround (one that is cropped away is gone),
/// and a mirrored story's sides change places in its captions, whose groundings keep their words.
Story changed(Story story, const PictureChange& change);

/// Whether a text has the word "left" or "right", in any case.
bool namesASide(const std::string& text);

} // namespace storyscope::datasets
