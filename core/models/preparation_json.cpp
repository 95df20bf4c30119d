// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/preparation_json.h"

#include "core/base/error.h"

#include <utility>
#include <vector>

namespace storyscope::models {

namespace {

using media::CropRounding;
using media::PictureFilter;
using media::PicturePreparation;
using Equalization = PicturePreparation::Equalization;

constexpr JsonObject::Range sides{16, 1024};

const std::vector<std::pair<std::string, Equalization>> equalizations{
    {"none", Equalization::None}, {"first", Equalization::First}, {"last", Equalization::Last}};
const std::vector<std::pair<std::string, CropRounding>> roundings{{"half_even", CropRounding::HalfToEven},
                                                                  {"down", CropRounding::Down}};
const std::vector<std::pair<std::string, PictureFilter>> filters{
    {"bilinear", PictureFilter::Bilinear}, {"bicubic", PictureFilter::Bicubic}, {"lanczos", PictureFilter::Lanczos}};

template <typename Value>
Value named(JsonObject& object, const std::string& key, const std::vector<std::pair<std::string, Value>>& known) {
    const std::string name = object.text(key, known.front().first);
    std::string names;
    for (const auto& [knownName, value] : known) {
        if (name == knownName) {
            return value;
        }
        names += (names.empty() ? "" : ", ") + knownName;
    }
    throw Error(ErrorCode::Malformed, object.place() + ": \"" + key + "\" must be one of " + names);
}

template <typename Value>
std::string nameOf(Value wanted, const std::vector<std::pair<std::string, Value>>& known) {
    for (const auto& [name, value] : known) {
        if (value == wanted) {
            return name;
        }
    }
    return known.front().first;
}

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
                                                                   named(object, "filter", filters));
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
    preparation.rounding = named(object, "rounding", roundings);
    preparation.equalization = named(object, "equalize", equalizations);
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
