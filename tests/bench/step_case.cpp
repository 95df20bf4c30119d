// SPDX-License-Identifier: GPL-3.0-or-later
#include "step_case.h"

#include "core/base/atomic_file.h"
#include "core/datasets/frame_captions.h"
#include "core/models/weights_file.h"
#include "core/text/tokenizer_choice.h"
#include "core/training/trainable_weights.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::test {

namespace {

constexpr std::int64_t words = 30'522; // BERT's
constexpr std::int64_t beginId = 2;
constexpr std::int64_t endId = 3;

training::TrainingPlan planOf(const StepCase::Options& options) {
    training::TrainingOptions wishes;
    wishes.preset = options.preset;
    wishes.device = "cpu";
    wishes.batchSize = options.batchSize;
    training::TrainingPlan plan = training::trainingPlan(wishes);
    plan.optimizer.decaying = training::OptimizerPlan::Decaying::All;
    for (nlohmann::json& part : plan.model["parts"]) {
        if (part.contains("weights")) {
            part["weights"] = ""; // by chance: frozen, and never asked
        }
    }
    plan.model["vocabulary_size"] = words;
    plan.model["pad_token_id"] = 0;
    return plan;
}

std::int64_t framesOf(const training::TrainingPlan& plan) {
    return plan.sampling == "clip" ? plan.model["context_frames"].get<std::int64_t>()
                                   : plan.model["context_frames"].get<std::int64_t>() + 1;
}

bool isBackbone(const std::string& weight) {
    return weight.find(".backbone.") != std::string::npos || weight.find(".distilbert.") != std::string::npos;
}

/// (count, T) int64, as long as the longest.
torch::Tensor texts(const Captions& captions, std::int64_t count, std::int64_t mostTokens) {
    std::size_t longest = 0;
    Captions chosen;
    for (std::int64_t i = 0; i < count; ++i) {
        std::vector<std::int64_t> caption = captions[static_cast<std::size_t>(i) % captions.size()];
        if (static_cast<std::int64_t>(caption.size()) > mostTokens) {
            caption.resize(static_cast<std::size_t>(mostTokens));
            caption.back() = endId;
        }
        longest = std::max(longest, caption.size());
        chosen.push_back(std::move(caption));
    }
    torch::Tensor result = torch::zeros({count, static_cast<std::int64_t>(longest)}, torch::kLong);
    for (std::int64_t i = 0; i < count; ++i) {
        const std::vector<std::int64_t>& caption = chosen[static_cast<std::size_t>(i)];
        std::copy(caption.begin(), caption.end(), result[i].data_ptr<std::int64_t>());
    }
    return result;
}

Captions fullCaptions(std::int64_t count, std::int64_t tokens) {
    Captions captions;
    for (std::int64_t i = 0; i < count; ++i) {
        const torch::Tensor drawn = torch::randint(endId + 1, words, {tokens}, torch::kLong);
        captions.emplace_back(drawn.data_ptr<std::int64_t>(), drawn.data_ptr<std::int64_t>() + tokens);
        captions.back().front() = beginId;
        captions.back().back() = endId;
    }
    return captions;
}

models::NamedTensors tensorsOf(const models::Batch& batch) {
    models::NamedTensors tensors;
    const auto add = [&](const std::string& name, const torch::Tensor& tensor) {
        if (tensor.defined()) {
            tensors[name] = tensor;
        }
    };
    add("pictures", batch.pictures);
    add("features", batch.features);
    add("textFeatures", batch.textFeatures);
    add("captions", batch.captions);
    add("clipCaptions", batch.clipCaptions);
    return tensors;
}

} // namespace

Captions captionsOf(const std::string& data) {
    constexpr std::size_t mostStories = 100;
    const auto dataset = datasets::openDataset(data);
    std::vector<std::string> captions;
    for (std::size_t i = 0; i < std::min(mostStories, dataset->size()); ++i) {
        for (const StoryFrame& frame : datasets::withFrameCaptions(dataset->story(i)).frames) {
            captions.push_back(frame.caption);
        }
    }
    const auto tokenizer = text::makeTokenizer({.kind = text::TokenizerKind::Word, .limit = words}, captions);
    Captions result;
    for (const std::string& caption : captions) {
        std::vector<std::int64_t> ids{beginId};
        for (const text::TokenSpan& span : tokenizer->encode(caption)) {
            ids.push_back(std::max(span.id, endId + 1));
        }
        ids.push_back(endId);
        if (ids.size() > 2) {
            result.push_back(std::move(ids));
        }
    }
    return result;
}

StepCase::StepCase(const Options& options, const Captions& captions) : m_options(options), m_plan(planOf(options)) {
    torch::manual_seed(1);
    const training::StagePlan& stage = m_plan.stages.back();
    m_model = models::makeStoryModel(models::storyConfigFromJson(m_plan.model, options.preset));
    training::TrainableWeights(m_model).choose(stage.trainable);
    m_optimizer = std::make_unique<training::OptimizerStep>(
        m_model, training::OptimizerStep::Options{.losses = {.weights = stage.lossWeights},
                                                  .weightDecay = m_plan.weightDecay,
                                                  .clipNorm = m_plan.clipNorm,
                                                  .optimizer = m_plan.optimizer});
    m_batches["full"] = batch(fullCaptions(options.batchSize * framesOf(m_plan), m_model->config().maximumTokens));
    m_batches["real"] = batch(captions);
}

models::Batch StepCase::batch(const Captions& captions) const {
    const models::StoryConfig& config = m_model->config();
    const std::int64_t stories = m_options.batchSize;
    const std::int64_t frames = framesOf(m_plan);
    const media::PictureSize size = config.pictureSize();
    models::Batch batch;
    batch.ordered = torch::arange(stories, torch::kLong);
    const torch::Tensor pictures = torch::rand({stories, frames, 3, size.height, size.width});
    const torch::Tensor features = m_model->frozenFeatures(pictures[0].narrow(0, 0, 1));
    if (features.defined()) {
        batch.features = torch::rand({stories, frames, features.size(1)});
    }
    if (m_plan.sampling == "clip") {
        batch.clipCaptions = texts(captions, stories, config.maximumTokens);
        return batch;
    }
    batch.pictures = pictures;
    batch.contextFrames = config.contextFrames;
    batch.captions = texts(captions, stories * frames, config.maximumTokens).unflatten(0, {stories, frames});
    batch.nextCaptions = batch.captions.narrow(1, 1, frames - 1);
    const torch::Tensor read = m_model->frozenTextFeatures(batch.captions[0].narrow(0, 0, 1));
    if (features.defined() && read.defined()) {
        batch.textFeatures = torch::rand({stories, frames, read.size(1)});
    }
    return batch;
}

void StepCase::write(const std::filesystem::path& folder) const {
    models::NamedTensors weights;
    for (const auto& item : m_model->named_parameters()) {
        if (!isBackbone(item.key())) {
            weights[item.key()] = item.value();
        }
    }
    models::writeTensors(folder / "weights.safetensors", weights, models::WeightsType::F32);
    const training::AdamOptions& adam = m_plan.optimizer.adam;
    nlohmann::json job{{"preset", m_options.preset},
                       {"words", words},
                       {"kind", adam.kind == training::AdamOptions::Kind::Adam ? "adam" : "adamw"},
                       {"learning_rate", m_options.learningRate},
                       {"betas", {adam.beta1, adam.beta2}},
                       {"epsilon", adam.epsilon},
                       {"weight_decay", m_plan.weightDecay},
                       {"clip_norm", m_plan.clipNorm},
                       {"batches", nlohmann::json::array()}};
    for (const auto& [name, batch] : m_batches) {
        models::NamedTensors tensors = tensorsOf(batch);
        for (const char* text : {"captions", "clipCaptions"}) {
            if (tensors.contains(text)) {
                const std::int64_t missing = m_model->config().maximumTokens - tensors[text].size(-1);
                tensors[text] = torch::constant_pad_nd(tensors[text], {0, missing});
            }
        }
        models::writeTensors(folder / (name + ".safetensors"), tensors, models::WeightsType::F32);
        job["batches"].push_back(name);
    }
    writeFileAtomically(folder / "job.json", job.dump());
}

double StepCase::step(const std::string& batch) {
    return m_optimizer->take(m_batches.at(batch), {.learningRate = m_options.learningRate}).at("total");
}

std::pair<std::int64_t, std::int64_t> StepCase::positions(const std::string& name) const {
    const models::Batch& batch = m_batches.at(name);
    const torch::Tensor texts =
        batch.clipCaptions.defined() ? batch.clipCaptions : batch.captions.select(1, batch.contextFrames);
    return {texts.narrow(1, 1, texts.size(1) - 1).ne(0).sum().item<std::int64_t>(),
            texts.size(0) * (m_model->config().maximumTokens - 1)};
}

} // namespace storyscope::test
