// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/picture_preparation.h"

#include "core/base/error.h"
#include "core/media/equalize.h"

namespace storyscope::media {

PicturePreparation PicturePreparation::clip(int side) {
    return {.fit = Fit::ShorterSide,
            .size = side,
            .filter = PictureFilter::Bicubic,
            .crop = side,
            .rounding = CropRounding::Down,
            .isEqualized = false};
}

PicturePreparation PicturePreparation::stretched(int side, PictureFilter filter) {
    return {.fit = Fit::Stretch,
            .size = side,
            .filter = filter,
            .crop = 0,
            .rounding = CropRounding::HalfToEven,
            .isEqualized = false};
}

std::string preparationName(const PicturePreparation& preparation) {
    std::string name = "as it is";
    if (preparation.size > 0) {
        name = preparation.fit == PicturePreparation::Fit::Stretch ? "stretched " : "shorter ";
        name += std::to_string(preparation.size) + " " + filterName(preparation.filter);
    }
    if (preparation.crop > 0) {
        name += ", crop " + std::to_string(preparation.crop);
        name += preparation.rounding == CropRounding::HalfToEven ? " half-even" : " down";
    }
    return name + (preparation.isEqualized ? ", equalized" : "");
}

Picture prepared(const PicturePart& source, const PicturePreparation& preparation) {
    if (source.picture().isEmpty()) {
        throw Error(ErrorCode::BadArgument, "A picture without pixels cannot be prepared");
    }
    PictureSize size = source.size();
    if (preparation.size > 0) {
        size = preparation.fit == PicturePreparation::Fit::Stretch ? PictureSize{preparation.size, preparation.size}
                                                                   : shorterSideSize(size, preparation.size);
    }
    PictureWindow window{.left = 0, .top = 0, .size = size};
    if (preparation.crop > 0) {
        window = centreWindow(size, {preparation.crop, preparation.crop}, preparation.rounding);
    }
    const Picture result = pillowResized(source, size, preparation.filter, window);
    return preparation.isEqualized ? equalized(result) : result;
}

void copyPlanes(const Picture& picture, std::span<std::uint8_t> target) {
    if (target.size() != picture.sizeBytes()) {
        throw Error(ErrorCode::BadArgument, "The planes of a picture do not fit the memory for them");
    }
    const std::size_t area = picture.sizeBytes() / 3;
    const std::uint8_t* source = picture.data();
    std::uint8_t* red = target.data();
    std::uint8_t* green = red + area;
    std::uint8_t* blue = green + area;
    for (std::size_t i = 0; i < area; ++i) {
        red[i] = source[3 * i];
        green[i] = source[3 * i + 1];
        blue[i] = source[3 * i + 2];
    }
}

} // namespace storyscope::media
