// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/model_folder.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/models/captioner_tokenizer.h"
#include "core/models/captioner_weights.h"
#include "core/models/gpt2_names.h"
#include "core/models/pretrained_references.h"
#include "core/models/published_config.h"
#include "core/models/skip_initialisation.h"

#include <torch/torch.h>

#include <sstream>

namespace storyscope::models {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t configLimitBytes = 1 << 20;
constexpr std::size_t problemsListed = 8;

nlohmann::json readJson(const fs::path& file) {
    const nlohmann::json json =
        nlohmann::json::parse(readFile(file, configLimitBytes), nullptr, /*allow_exceptions=*/false);
    if (json.is_discarded()) {
        throw Error(ErrorCode::Malformed, "This is not valid JSON", {.file = file, .byteOffset = {}, .row = {}});
    }
    return json;
}

NamedTensors allWeightsOf(const StoryModel& model) {
    NamedTensors weights;
    for (const auto& item : model.named_parameters()) {
        weights[item.key()] = item.value();
    }
    for (const auto& item : model.named_buffers()) {
        weights[item.key()] = item.value();
    }
    return weights;
}

std::string shapeText(const torch::Tensor& tensor) {
    std::ostringstream text;
    text << tensor.sizes();
    return text.str();
}

std::vector<std::string> problemsOf(const NamedTensors& wanted, const NamedTensors& given) {
    std::vector<std::string> problems;
    for (const auto& [name, tensor] : wanted) {
        const auto found = given.find(name);
        if (found == given.end()) {
            problems.push_back(name + " is missing");
        } else if (found->second.sizes() != tensor.sizes()) {
            problems.push_back(name + " has shape " + shapeText(found->second) + " instead of " + shapeText(tensor));
        } else if (tensor.is_floating_point() && !found->second.is_floating_point()) {
            problems.push_back(name + " does not hold floating-point numbers");
        }
    }
    for (const auto& [name, tensor] : given) {
        if (!wanted.contains(name)) {
            problems.push_back(name + " is unexpected");
        }
    }
    return problems;
}

void throwIfAny(const std::vector<std::string>& problems, const fs::path& file) {
    if (problems.empty()) {
        return;
    }
    std::string text = "The tensors do not fit config.json: ";
    for (std::size_t i = 0; i < std::min(problems.size(), problemsListed); ++i) {
        text += (i == 0 ? "" : "; ") + problems[i];
    }
    if (problems.size() > problemsListed) {
        text += "; and " + std::to_string(problems.size() - problemsListed) + " more";
    }
    throw Error(ErrorCode::Mismatch, text, {.file = file, .byteOffset = {}, .row = {}});
}

void loadWeights(StoryModel& model, const fs::path& file) {
    const NamedTensors given = readTensors(file);
    const NamedTensors wanted = savedWeights(model);
    throwIfAny(problemsOf(wanted, given), file);
    torch::NoGradGuard noGrad;
    for (const auto& [name, tensor] : wanted) {
        torch::Tensor target = tensor; // shares the model's storage
        target.copy_(given.at(name));
    }
}

/// The weights of a folder in the published layout, under the first of the names that it may have.
fs::path publishedWeightsFile(const fs::path& folder) {
    const fs::path pickled = folder / "pytorch_model.bin";
    return fs::exists(folder / weightsName) || !fs::exists(pickled) ? folder / weightsName : pickled;
}

void loadPublishedWeights(StoryModel& model, const fs::path& file) {
    const std::string& architecture = model.config().architecture;
    NamedTensors tensors = readTensors(file);
    if (architecture == "VisionEncoderDecoderModel") {
        tensors = turnedGpt2(std::move(tensors));
    }
    loadPublished(model, publishedNames(architecture), {std::move(tensors), file});
}

std::shared_ptr<StoryModel> makeModel(const fs::path& configFile, const nlohmann::json& json) {
    constexpr const char* place = "The model's description";
    try {
        const SkipInitialisation allComesFromTheFile;
        return makeStoryModel(isPublishedConfig(json) ? publishedConfig(json, place)
                                                      : storyConfigFromJson(json, place));
    } catch (const Error& error) {
        if (!error.place().file.empty()) {
            throw;
        }
        throw Error(error.code(), error.message(), {.file = configFile, .byteOffset = {}, .row = {}});
    } catch (const c10::Error& error) {
        throw Error(ErrorCode::Mismatch, std::string("The parts cannot be made: ") + error.what_without_backtrace(),
                    {.file = configFile, .byteOffset = {}, .row = {}});
    }
}

} // namespace

NamedTensors savedWeights(const StoryModel& model) {
    NamedTensors weights = allWeightsOf(model);
    for (const std::string& name : referencedTensors(model)) {
        weights.erase(name);
    }
    return weights;
}

LoadedModel loadModelFolder(const fs::path& folder) {
    if (!fs::is_directory(folder)) {
        throw Error(ErrorCode::NotFound, "There is no model folder", {.file = folder, .byteOffset = {}, .row = {}});
    }
    const nlohmann::json json = readJson(folder / "config.json");
    LoadedModel result;
    result.model = makeModel(folder / "config.json", json);
    result.tokenizer = captionerTokenizer(result.model->config(), folder);
    if (result.tokenizer->vocabularySize() != result.model->config().vocabularySize) {
        throw Error(ErrorCode::Mismatch,
                    "The vocabulary has " + std::to_string(result.tokenizer->vocabularySize()) +
                        " tokens, config.json says " + std::to_string(result.model->config().vocabularySize),
                    {.file = folder / "vocab.txt", .byteOffset = {}, .row = {}});
    }
    if (isPublishedConfig(json)) {
        loadPublishedWeights(*result.model, publishedWeightsFile(folder));
    } else {
        loadWeights(*result.model, folder / weightsName);
    }
    if (const fs::path file = folder / "familiarity.safetensors"; fs::exists(file)) {
        result.model->setFamiliarity(Familiarity::load(file, result.model->featureCount()));
    }
    result.model->eval();
    return result;
}

namespace {

/// What one way of saving writes.
struct SavedModel {
    std::string readme;
    nlohmann::json parts;
    NamedTensors weights;
};

void save(const StoryModel& model, const text::Tokenizer& tokenizer, SavedModel saved, const fs::path& folder) {
    fs::create_directories(folder);
    const StoryConfig& config = model.config();
    nlohmann::json json = toJson(config);
    json["parts"] = std::move(saved.parts);
    json["parameter_count"] = model.parameterCount();
    writeTensors(folder / weightsName, saved.weights,
                 config.weightsType == "F16" ? WeightsType::F16 : WeightsType::F32);
    tokenizer.save(folder);
    if (model.familiarity().isKnown()) {
        model.familiarity().save(folder / "familiarity.safetensors");
    }
    writeFileAtomically(folder / "README.md", saved.readme);
    writeFileAtomically(folder / "config.json", json.dump(2) + "\n");
}

} // namespace

void saveModelFolder(const StoryModel& model, const text::Tokenizer& tokenizer, const std::string& readme,
                     const fs::path& folder) {
    save(model, tokenizer, {readme, withReferences(model.config().parts, model), savedWeights(model)}, folder);
}

void exportModelFolder(const StoryModel& model, const text::Tokenizer& tokenizer, const std::string& readme,
                       const fs::path& folder) {
    save(model, tokenizer, {readme, withoutReferences(model.config().parts), allWeightsOf(model)}, folder);
}

} // namespace storyscope::models
