// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/preparation_json.h"

#include "core/base/error.h"
#include "core/models/named_value.h"

namespace storyscope::models {

namespace {

using media::CropRounding;
using media::PictureFilter;
using media::PicturePreparation;
using Equalization = PicturePreparation::Equalization;

constexpr JsonObject::Range sides{16, 1024};

const Names<Equalization> equalizations{
    {"none", Equalization::None}, {"first", Equalization::First}, {"last", Equalization::Last}};
const Names<CropRounding> roundings{{"half_even", CropRounding::HalfToEven}, {"down", CropRounding::Down}};
const Names<PictureFilter> filters{
    {"bilinear", PictureFilter::Bilinear}, {"bicubic", PictureFilter::Bicubic}, {"lanczos", PictureFilter::Lanczos}};

} // namespace

PicturePreparation preparationFromJson(JsonObject& model) {
    const std::vector<std::int64_t> size = model.integersOrOne("picture_size", {96}, sides);
    if (size.empty() || size.size() > 2) {
        throw Error(ErrorCode::Malformed, model.place() + ": \"picture_size\" must be a side or [height, width]");
    }
    const auto height = static_cast<int>(size.front());
    const auto width = static_cast<int>(size.back());
    const nlohmann::json description = model.object("preparation");
    JsonObject object(description, model.place() + ", preparation");
    PicturePreparation preparation = PicturePreparation::stretched(media::PictureSize{.width = width, .height = height},
                                                                   namedValue(object, "filter", filters));
    const std::string fit = object.text("fit", "stretch");
    if (fit == "crop" && height == width) {
        preparation.fit = PicturePreparation::Fit::ShorterSide;
        preparation.target = {};
        preparation.crop = height;
        preparation.size =
            static_cast<int>(object.integer("shorter_side", height, {static_cast<double>(height), 4096}));
    } else if (fit != "stretch") {
        throw Error(ErrorCode::Malformed,
                    object.place() + ": \"fit\" must be \"stretch\", or \"crop\" for square pictures");
    }
    preparation.rounding = namedValue(object, "rounding", roundings);
    preparation.equalization = namedValue(object, "equalize", equalizations);
    object.finish();
    return preparation;
}

void addPreparation(nlohmann::json& model, const PicturePreparation& preparation) {
    const bool isCropped = preparation.crop > 0;
    if (isCropped || preparation.target.height == preparation.target.width) {
        model["picture_size"] = isCropped ? preparation.crop : preparation.target.height;
    } else {
        model["picture_size"] = {preparation.target.height, preparation.target.width};
    }
    if (preparation == PicturePreparation::stretched(preparation.target, PictureFilter::Bilinear)) {
        return;
    }
    nlohmann::json& object = model["preparation"];
    object = {{"fit", isCropped ? "crop" : "stretch"},
              {"filter", nameOf(preparation.filter, filters)},
              {"rounding", nameOf(preparation.rounding, roundings)},
              {"equalize", nameOf(preparation.equalization, equalizations)}};
    if (isCropped) {
        object["shorter_side"] = preparation.size;
    }
}

} // namespace storyscope::models
