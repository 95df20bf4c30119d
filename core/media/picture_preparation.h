// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/pillow_resize.h"
#include "core/story/picture.h"
#include "core/story/story.h"

#include <cstdint>
#include <span>
#include <string>

namespace storyscope::media {

/// How a network wants its pictures: resized, then cropped, exactly as the Python libraries do it, and equalised before
/// or after that. Scaling to [0, 1] and normalising is left to the model.
struct PicturePreparation {
    enum class Fit {
        ShorterSide, ///< the shorter side becomes `size`, the aspect stays
        Stretch,     ///< both sides become those of `target`, the aspect is not kept
    };
    enum class Equalization {
        None,
        First, ///< the whole picture, as the Sheffield Hallam module does it
        Last,
    };

    Fit fit = Fit::ShorterSide;
    int size = 256;     ///< pixels of the shorter side; 0: the picture keeps its size
    PictureSize target; ///< for Stretch
    PictureFilter filter = PictureFilter::Bilinear;
    int crop = 224; ///< side of the centred square that is kept; 0: all
    CropRounding rounding = CropRounding::HalfToEven;
    Equalization equalization = Equalization::None;

    /// torchvision's ImageNet evaluation: Resize(256), CenterCrop(224).
    static PicturePreparation imageNet() { return {}; }
    /// CLIP's and GIT's image processor.
    static PicturePreparation clip(int side = 224);
    /// Both sides resized, aspect not kept: ViT (bilinear), BLIP (bicubic, 384).
    static PicturePreparation stretched(int side, PictureFilter filter);
    static PicturePreparation stretched(PictureSize size, PictureFilter filter);

    bool operator==(const PicturePreparation&) const = default;
};

/// A stable name of everything that changes the pixels, for caches: "shorter 256 bilinear, crop 224 half-even".
std::string preparationName(const PicturePreparation& preparation);

/// What of a picture of `size` a prepared one shows, in shares of its width and height: all of it unless it is cropped.
/// The prepared picture is that part, stretched evenly. Throws Error{BadArgument} as prepared() does.
Box shownPart(PictureSize size, const PicturePreparation& preparation);

/// Throws Error{BadArgument} for an empty picture or a crop that is larger than the resized picture. Thread-safe.
Picture prepared(const PicturePart& source, const PicturePreparation& preparation);

/// Writes the colours as three planes, (3, H, W) uint8, as tensors have them. `target` holds picture.sizeBytes().
void copyPlanes(const Picture& picture, std::span<std::uint8_t> target);

} // namespace storyscope::media
