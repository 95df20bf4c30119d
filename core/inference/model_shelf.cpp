// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/model_shelf.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/formats/safetensors_header.h"
#include "core/formats/weights_input.h"
#include "core/hub/captioner_catalogue.h"
#include "core/hub/installed_models.h"
#include "core/inference/storyteller.h"
#include "core/models/folder_weights.h"
#include "core/models/published_config.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace storyscope::inference {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t configLimitBytes = 1 << 20;

fs::path ownModelsFolder() {
    return userDataPath() / "models";
}

/// Counted in the header of one safetensors file; 0 for other weights, and damaged ones.
std::int64_t parametersIn(const fs::path& weights) {
    std::int64_t count = 0;
    try {
        if (weights.extension() == ".safetensors") {
            formats::WeightsInput input(weights);
            const std::uint64_t first = std::min(formats::headerLengthBytes, input.sizeBytes());
            const std::uint64_t length =
                formats::safetensorsHeaderSize(input.text(0, first), input.sizeBytes(), weights);
            const auto header = formats::parseSafetensorsHeader(input.text(formats::headerLengthBytes, length),
                                                                input.sizeBytes(), weights);
            for (const formats::TensorEntry& tensor : header.tensors) {
                count += static_cast<std::int64_t>((tensor.end - tensor.begin) / formats::sizeBytes(tensor.type));
            }
        }
    } catch (const Error&) {
        return 0;
    }
    return count;
}

/// What its configuration means here; nothing for a model in another layout, and for one that is no captioner.
std::optional<models::StoryConfig> captionerConfig(const fs::path& folder) {
    try {
        const fs::path file = folder / "config.json";
        const nlohmann::json json =
            nlohmann::json::parse(readFile(file, configLimitBytes), nullptr, /*allow_exceptions=*/false);
        if (models::isPublishedConfig(json)) {
            return models::publishedConfig(json, file.string());
        }
    } catch (const Error&) {
        // It is none that tells stories here.
    }
    return std::nullopt;
}

std::optional<ShelfModel> publishedModel(const fs::path& folder) {
    const std::optional<models::StoryConfig> config = captionerConfig(folder);
    if (!config) {
        return std::nullopt;
    }
    ShelfModel model;
    model.isCaptioner = true;
    try {
        model.info = models::readModelInfo(folder);
    } catch (const Error& error) {
        model.info.name = folder.filename().string();
        model.problem = error.what();
    }
    model.info.path = folder;
    model.info.architecture = config->architecture;
    model.info.contextFrames = static_cast<int>(config->contextFrames);
    if (model.info.parameterCount == 0) {
        model.info.parameterCount = parametersIn(models::weightsIn(folder));
    }
    const std::string licence = readModelCard(folder).licence;
    if (!licence.empty() || model.info.licence.empty()) {
        model.info.licence = licence.empty() ? config->licence : licence;
    }
    return model;
}

void appendOurs(std::vector<ShelfModel>& shelf) {
    const fs::path bundled = bundledModelPath();
    for (models::ModelInfo info : models::installedModels()) {
        if (!info.path.has_filename()) {
            info.path = info.path.parent_path(); // without a slash at its end, which would follow a link
        }
        std::error_code ignored;
        if (fs::is_symlink(info.path, ignored)) {
            continue;
        }
        ShelfModel model;
        if (const auto published = publishedModel(info.path)) {
            model = *published;
        } else {
            model.info = info;
        }
        model.origin = info.path == bundled                           ? ModelOrigin::Bundled
                       : info.path.parent_path() == ownModelsFolder() ? ModelOrigin::Own
                                                                      : ModelOrigin::Run;
        shelf.push_back(std::move(model));
    }
}

/// A link to a folder that is gone, or holds no model any more, stays on the list and says so.
ShelfModel importedModel(const fs::path& link) {
    std::error_code error;
    const fs::path folder = fs::read_symlink(link, error);
    ShelfModel model;
    if (const auto published = publishedModel(folder)) {
        model = *published;
    } else {
        try {
            model.info = models::readModelInfo(folder);
        } catch (const Error& problem) {
            model.info.name = folder.filename().string();
            model.info.path = folder;
            model.problem = problem.what();
        }
    }
    model.origin = ModelOrigin::Imported;
    model.link = link;
    return model;
}

void appendImported(std::vector<ShelfModel>& shelf) {
    std::vector<fs::path> links;
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(ownModelsFolder(), ignored)) {
        if (entry.is_symlink(ignored)) {
            links.push_back(entry.path());
        }
    }
    std::ranges::sort(links);
    std::ranges::transform(links, std::back_inserter(shelf), importedModel);
}

void appendFromHub(const fs::path& cache, std::vector<ShelfModel>& shelf) {
    for (const hub::InstalledModel& installed : hub::installed(cache)) {
        std::optional<ShelfModel> model = publishedModel(installed.folder);
        if (!model) {
            continue;
        }
        const hub::PublishedCaptioner* known = hub::findCaptioner(installed.id);
        model->origin = ModelOrigin::HubCache;
        model->repository = installed.id;
        model->info.name = known != nullptr ? known->name : installed.id;
        model->info.sizeBytes = installed.sizeBytes;
        if (installed.revision != "main") {
            model->revision = installed.revision.empty() ? installed.commit.substr(0, 12) : installed.revision;
            model->info.name += " (" + model->revision + ')';
        }
        if (known != nullptr && model->info.parameterCount == 0) {
            model->info.parameterCount = known->parameters;
        }
        shelf.push_back(std::move(*model));
    }
}

/// The folder that a person means by it or by a file in it.
fs::path folderOf(const fs::path& source) {
    std::error_code error;
    const fs::path place = fs::canonical(source, error);
    if (error) {
        throw Error(ErrorCode::NotFound, "There is no such file or folder", inFile(source));
    }
    const fs::path folder = fs::is_directory(place, error) ? place : fs::absolute(source).parent_path();
    if (!fs::exists(folder / "config.json", error)) {
        throw Error(ErrorCode::NotFound,
                    "This is no model's folder: there is no config.json beside the weights. A model is a folder with "
                    "config.json, weights and words",
                    inFile(folder));
    }
    return fs::canonical(folder, error);
}

fs::path freeLinkFor(const fs::path& folder) {
    const std::string name = folder.filename().string();
    fs::path link = ownModelsFolder() / name;
    for (int number = 2; fs::exists(fs::symlink_status(link)); ++number) {
        link = ownModelsFolder() / (name + '-' + std::to_string(number));
    }
    return link;
}

void requireSuccess(const std::error_code& error, const std::string& what, const fs::path& place) {
    if (error) {
        throw Error(ErrorCode::Unreadable, what + ": " + error.message(), inFile(place));
    }
}

} // namespace

std::vector<ShelfModel> modelShelf(const fs::path& hubCache) {
    std::vector<ShelfModel> shelf;
    appendOurs(shelf);
    appendImported(shelf);
    appendFromHub(hubCache, shelf);
    return shelf;
}

ShelfModel importModel(const fs::path& source, const fs::path& hubCache, const std::stop_token& stop) {
    const fs::path folder = folderOf(source);
    for (const ShelfModel& known : modelShelf(hubCache)) {
        std::error_code ignored;
        if (fs::equivalent(known.info.path, folder, ignored)) {
            throw Error(ErrorCode::BadArgument, "This model is on the list already, as " + known.info.name,
                        inFile(folder));
        }
    }
    { const Storyteller works(folder); }
    throwIfStopped(stop);
    const fs::path link = freeLinkFor(folder);
    std::error_code error;
    fs::create_directories(link.parent_path(), error);
    requireSuccess(error, "Cannot make the folder of own models", link.parent_path());
    fs::create_directory_symlink(folder, link, error);
    requireSuccess(error, "Cannot remember this model", link);
    return importedModel(link);
}

void removeModel(const ShelfModel& model) {
    const bool isImported = model.origin == ModelOrigin::Imported && !model.link.empty();
    if (!isImported && model.origin != ModelOrigin::Own) {
        throw Error(ErrorCode::BadArgument, "This model is not removed from here", inFile(model.info.path));
    }
    const fs::path place = isImported ? model.link : model.info.path;
    std::error_code error;
    if (isImported) {
        fs::remove(place, error); // the link alone
    } else {
        fs::remove_all(place, error);
    }
    requireSuccess(error, "Cannot delete", place);
}

} // namespace storyscope::inference
