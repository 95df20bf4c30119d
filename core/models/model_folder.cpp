// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/model_folder.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/models/captioner_tokenizer.h"
#include "core/models/captioner_weights.h"
#include "core/models/folder_weights.h"
#include "core/models/gpt2_names.h"
#include "core/models/pretrained_references.h"
#include "core/models/published_config.h"
#include "core/models/published_writing.h"
#include "core/models/skip_initialisation.h"
#include "core/text/vocabulary_file.h"

#include <torch/torch.h>

#include <algorithm>
#include <sstream>

namespace storyscope::models {

namespace fs = std::filesystem;

namespace {

constexpr const char* configName = "config.json";
constexpr std::size_t configLimitBytes = 1 << 20;
constexpr std::size_t problemsListed = 8;

nlohmann::json readJson(const fs::path& file) {
    const nlohmann::json json =
        nlohmann::json::parse(readFile(file, configLimitBytes), nullptr, /*allow_exceptions=*/false);
    if (json.is_discarded()) {
        throw Error(ErrorCode::Malformed, "This is not valid JSON", inFile(file));
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
    throw Error(ErrorCode::Mismatch, text, inFile(file));
}

/// What `work` returns; its errors name the file unless they name another.
template <typename Work>
auto aboutFile(const fs::path& file, Work work) {
    try {
        return work();
    } catch (const Error& error) {
        if (!error.place().file.empty()) {
            throw;
        }
        throw Error(error.code(), error.message(), inFile(file));
    } catch (const c10::Error& error) {
        throw Error(ErrorCode::Mismatch, std::string("The parts cannot be made: ") + error.what_without_backtrace(),
                    inFile(file));
    }
}

StoryConfig configFrom(const nlohmann::json& json, const nlohmann::json& changes) {
    constexpr const char* place = "The model's description";
    StoryConfig config = isPublishedConfig(json) ? publishedConfig(json, place) : storyConfigFromJson(json, place);
    return changes.empty() ? config : changed(config, changes, place);
}

/// Explains a model for video that is described as one for pictures, better than a list of tensors does.
void checkClipFrames(const StoryConfig& config, const NamedTensors& given, const fs::path& file) {
    const auto isOfClip = [](const auto& item) { return item.first.starts_with("git.img_temperal_embedding."); };
    const auto frames = std::ranges::count_if(given, isOfClip);
    const nlohmann::json decoder = config.parts.value("text_decoder", nlohmann::json::object());
    if (config.architecture == "GitForCausalLM" && decoder.value("clip_frames", 0) == 0 && frames > 0) {
        throw Error(ErrorCode::Mismatch,
                    "These weights are of a GIT for video, config.json is that of one for pictures: with "
                    "\"num_image_with_embedding\": " +
                        std::to_string(frames) + " in it they would fit",
                    inFile(file));
    }
}

void takePublishedWeights(StoryModel& model, const fs::path& file) {
    const std::string& architecture = model.config().architecture;
    NamedTensors tensors = readTensors(file);
    if (architecture == "VisionEncoderDecoderModel") {
        tensors = turnedGpt2(std::move(tensors));
    }
    checkClipFrames(model.config(), tensors, file);
    loadPublished(model, publishedNames(architecture), {std::move(tensors), file});
}

void takeWeights(StoryModel& model, const nlohmann::json& json, const fs::path& folder) {
    const fs::path file = weightsIn(folder);
    if (isPublishedConfig(json)) {
        takePublishedWeights(model, file);
        return;
    }
    const NamedTensors given = readTensors(file);
    const NamedTensors wanted = savedWeights(model);
    throwIfAny(problemsOf(wanted, given), file);
    const torch::NoGradGuard noGrad;
    for (const auto& [name, tensor] : wanted) {
        torch::Tensor target = tensor; // shares the model's storage
        target.copy_(given.at(name));
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

StoryConfig readModelConfig(const fs::path& folder, const nlohmann::json& changes) {
    const fs::path file = folder / configName;
    const nlohmann::json json = readJson(file);
    return aboutFile(file, [&] { return configFrom(json, changes); });
}

void readWeights(StoryModel& model, const fs::path& folder) {
    takeWeights(model, readJson(folder / configName), folder);
}

LoadedModel loadModelFolder(const fs::path& folder, const nlohmann::json& changes) {
    if (!fs::is_directory(folder)) {
        throw Error(ErrorCode::NotFound, "There is no model folder", inFile(folder));
    }
    const nlohmann::json json = readJson(folder / configName);
    LoadedModel result;
    result.model = aboutFile(folder / configName, [&] {
        const SkipInitialisation allComesFromTheFile;
        return makeStoryModel(configFrom(json, changes));
    });
    result.tokenizer = captionerTokenizer(result.model->config(), folder);
    if (result.tokenizer->vocabularySize() != result.model->config().vocabularySize) {
        throw Error(ErrorCode::Mismatch,
                    "The vocabulary has " + std::to_string(result.tokenizer->vocabularySize()) +
                        " tokens, config.json says " + std::to_string(result.model->config().vocabularySize),
                    inFile(text::vocabularyIn(folder)));
    }
    takeWeights(*result.model, json, folder);
    if (const fs::path file = folder / "familiarity.safetensors"; fs::exists(file)) {
        result.model->setFamiliarity(Familiarity::load(file, result.model->featureCount()));
    }
    result.model->eval();
    return result;
}

namespace {

/// What one way of saving writes besides tokenizer and familiarity.
struct SavedModel {
    std::string readme;
    nlohmann::json config;
    NamedTensors weights;
};

SavedModel inOurLayout(const StoryModel& model, nlohmann::json parts, NamedTensors weights) {
    nlohmann::json config = toJson(model.config());
    config["parts"] = std::move(parts);
    config["parameter_count"] = model.parameterCount();
    return {.readme = {}, .config = std::move(config), .weights = std::move(weights)};
}

SavedModel inPublishedLayout(const StoryModel& model, const text::Tokenizer& tokenizer) {
    nlohmann::json config = publishedJson(model.config(), tokenizer);
    nlohmann::json& own = config[publishedOwnKey]; // what a list of models wants to know
    own["name"] = model.config().name;
    own["license"] = model.config().licence;
    own["parameter_count"] = model.parameterCount();
    return {.readme = {}, .config = std::move(config), .weights = publishedWeights(model)};
}

/// config.json last: without it a folder is no model.
void write(const StoryModel& model, const text::Tokenizer& tokenizer, const SavedModel& saved, const fs::path& folder) {
    fs::create_directories(folder);
    writeTensors(folder / weightsName, saved.weights,
                 model.config().weightsType == "F16" ? WeightsType::F16 : WeightsType::F32);
    tokenizer.save(folder);
    if (model.familiarity().isKnown()) {
        model.familiarity().save(folder / "familiarity.safetensors");
    }
    if (hasPublishedLayout(model.config())) {
        writeFileAtomically(folder / "preprocessor_config.json", publishedPreparation(model.config()).dump(2) + "\n");
    }
    writeFileAtomically(folder / "README.md", saved.readme);
    writeFileAtomically(folder / configName, saved.config.dump(2) + "\n");
}

} // namespace

void saveModelFolder(const StoryModel& model, const text::Tokenizer& tokenizer, const std::string& readme,
                     const fs::path& folder) {
    SavedModel saved = hasPublishedLayout(model.config())
                           ? inPublishedLayout(model, tokenizer)
                           : inOurLayout(model, withReferences(model.config().parts, model), savedWeights(model));
    saved.readme = readme;
    write(model, tokenizer, saved, folder);
}

void exportModelFolder(const StoryModel& model, const text::Tokenizer& tokenizer, const std::string& readme,
                       const fs::path& folder) {
    SavedModel saved = hasPublishedLayout(model.config())
                           ? inPublishedLayout(model, tokenizer)
                           : inOurLayout(model, withoutReferences(model.config().parts), allWeightsOf(model));
    saved.readme = readme;
    write(model, tokenizer, saved, folder);
}

} // namespace storyscope::models
