// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/picture_preparation.h"

#include "core/base/error.h"
#include "core/media/equalize.h"

namespace storyscope::media {

PicturePreparation PicturePreparation::clip(int side) {
    return {.fit = Fit::ShorterSide,
            .size = side,
            .target = {},
            .filter = PictureFilter::Bicubic,
            .crop = side,
            .rounding = CropRounding::Down,
            .equalization = Equalization::None};
}

PicturePreparation PicturePreparation::stretched(int side, PictureFilter filter) {
    return stretched(PictureSize{side, side}, filter);
}

PicturePreparation PicturePreparation::stretched(PictureSize size, PictureFilter filter) {
    return {.fit = Fit::Stretch,
            .size = 0,
            .target = size,
            .filter = filter,
            .crop = 0,
            .rounding = CropRounding::HalfToEven,
            .equalization = Equalization::None};
}

std::string preparationName(const PicturePreparation& preparation) {
    std::string name = "as it is";
    if (preparation.fit == PicturePreparation::Fit::Stretch) {
        name =
            "stretched " + std::to_string(preparation.target.width) + "x" + std::to_string(preparation.target.height);
    } else if (preparation.size > 0) {
        name = "shorter " + std::to_string(preparation.size);
    }
    if (preparation.fit == PicturePreparation::Fit::Stretch || preparation.size > 0) {
        name += std::string(" ") + filterName(preparation.filter);
    }
    if (preparation.crop > 0) {
        name += ", crop " + std::to_string(preparation.crop);
        name += preparation.rounding == CropRounding::HalfToEven ? " half-even" : " down";
    }
    if (preparation.equalization != PicturePreparation::Equalization::None) {
        name +=
            preparation.equalization == PicturePreparation::Equalization::First ? ", equalized first" : ", equalized";
    }
    return name;
}

namespace {

/// A whole picture's size after it was resized, and what is kept of that.
struct Plan {
    PictureSize size;
    PictureWindow window;
};

Plan planOf(PictureSize size, const PicturePreparation& preparation) {
    if (preparation.fit == PicturePreparation::Fit::Stretch) {
        size = preparation.target;
    } else if (preparation.size > 0) {
        size = shorterSideSize(size, preparation.size);
    }
    if (preparation.crop > 0) {
        return {size, centreWindow(size, {preparation.crop, preparation.crop}, preparation.rounding)};
    }
    return {size, {.left = 0, .top = 0, .size = size}};
}

} // namespace

Box shownPart(PictureSize size, const PicturePreparation& preparation) {
    if (size.width < 1 || size.height < 1) {
        throw Error(ErrorCode::BadArgument, "A picture without pixels cannot be prepared");
    }
    const Plan plan = planOf(size, preparation);
    const auto width = static_cast<float>(plan.size.width);
    const auto height = static_cast<float>(plan.size.height);
    return {static_cast<float>(plan.window.left) / width, static_cast<float>(plan.window.top) / height,
            static_cast<float>(plan.window.size.width) / width, static_cast<float>(plan.window.size.height) / height};
}

Picture prepared(const PicturePart& source, const PicturePreparation& preparation) {
    if (source.picture().isEmpty()) {
        throw Error(ErrorCode::BadArgument, "A picture without pixels cannot be prepared");
    }
    if (preparation.equalization == PicturePreparation::Equalization::First) {
        PicturePreparation rest = preparation;
        rest.equalization = PicturePreparation::Equalization::None;
        return prepared(equalized(cropped(source)), rest);
    }
    const Plan plan = planOf(source.size(), preparation);
    const Picture result = pillowResized(source, plan.size, preparation.filter, plan.window);
    return preparation.equalization == PicturePreparation::Equalization::Last ? equalized(result) : result;
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
