// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/captioning_speed.h"

#include "core/base/progress.h"
#include "core/inference/torch_errors.h"
#include "core/models/skip_initialisation.h"
#include "core/nn/bert_decoder_layer.h"
#include "core/nn/vision_layer.h"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <functional>

namespace storyscope::inference {

namespace {

constexpr double width = 768;
constexpr double inner = 3072;
constexpr double wordsPerCaption = 12; // begin, ten words, end
constexpr int fewestRuns = 2;          // of which the first one only warms up
constexpr double visionSeconds = 0.7;
constexpr double wordSeconds = 0.2;
constexpr float someWeight = 0.01F;

constexpr double attentionWeights = 4 * width * width;
constexpr double feedForwardWeights = 2 * width * inner;
constexpr double layerWeights = attentionWeights + feedForwardWeights;

/// Of a layer over `rows` vectors, each of which looks at `seen`: two per weight, and two matrices of attention.
constexpr double layerOperations(double rows, double seen) {
    return 2 * rows * layerWeights + 4 * rows * seen * width;
}

/// The shapes that make captioners differ.
struct Work {
    double tokens = 577; ///< of a picture
    double pictures = 1;
    double visionLayers = 12;
    double textLayers = 12;
    double vocabulary = 30'524;
    bool isJoint = false; ///< the decoder reads the pictures' tokens itself (GIT)
};

Work workOf(const hub::PublishedCaptioner& captioner) {
    const double pictures = captioner.pictures;
    if (captioner.architecture == "GitForCausalLM") {
        return {.tokens = 197, .pictures = pictures, .textLayers = 6, .vocabulary = 30'522, .isJoint = true};
    }
    if (captioner.architecture == "VisionEncoderDecoderModel") {
        return {.tokens = 197, .pictures = pictures, .vocabulary = 50'257};
    }
    return {.pictures = pictures};
}

template <typename Module>
void fill(Module& module) {
    for (torch::Tensor& parameter : module.parameters()) {
        parameter.fill_(someWeight);
    }
}

/// The shortest run, without the first: whatever else the machine does makes runs longer, never shorter.
double secondsOf(const std::function<void()>& run, double budgetSeconds, const std::stop_token& stop) {
    using Clock = std::chrono::steady_clock;
    const auto since = [](Clock::time_point start) {
        return std::chrono::duration<double>(Clock::now() - start).count();
    };
    const auto begin = Clock::now();
    double best = 0;
    for (int runs = 0; runs < fewestRuns || since(begin) < budgetSeconds; ++runs) {
        throwIfStopped(stop);
        const auto start = Clock::now();
        run();
        const double seconds = since(start);
        best = runs < fewestRuns ? seconds : std::min(best, seconds);
    }
    return std::max(best, 1e-9);
}

} // namespace

CaptioningSpeed measureCaptioningSpeed(const std::stop_token& stop) {
    return withReadableErrors("Measuring this machine's speed", [&] {
        const torch::NoGradGuard noGradients;
        const nn::VisionTransformerOptions sizes;
        std::shared_ptr<nn::VisionLayer> vision;
        std::shared_ptr<nn::BertDecoderLayer> text;
        {
            const models::SkipInitialisation skip;
            vision = std::make_shared<nn::VisionLayer>(sizes);
            text = std::make_shared<nn::BertDecoderLayer>(nn::BertDecoderLayerOptions{.pictureSize = sizes.size});
        }
        fill(*vision);
        fill(*text);
        vision->eval();
        text->eval();
        const auto count = static_cast<double>(sizes.tokens());
        const torch::Tensor tokens = torch::linspace(-1, 1, sizes.tokens() * sizes.size).view({1, -1, sizes.size});
        const torch::Tensor word = tokens.slice(1, 0, 1).contiguous();
        const std::vector<torch::Tensor> pictures{tokens[0]};
        const double visionRun = secondsOf([&] { vision->forward(tokens); }, visionSeconds, stop);
        const double wordRun = secondsOf(
            [&] { text->step(word, {.text = text->remember(word), .pictures = pictures}); }, wordSeconds, stop);
        return CaptioningSpeed{.operationsPerSecond = layerOperations(count, count) / visionRun,
                               .weightsPerSecond = (layerWeights + attentionWeights) / wordRun};
    });
}

double secondsPerFrame(const hub::PublishedCaptioner& captioner, const CaptioningSpeed& speed) {
    const Work work = workOf(captioner);
    const double rows = work.tokens * work.pictures;
    const double looking = work.visionLayers * work.pictures * layerOperations(work.tokens, work.tokens);
    // A joint decoder's layers read all tokens; others only look at them, word by word.
    const double reading = work.isJoint ? work.textLayers * layerOperations(rows, rows) : 0;
    const double weightsPerWord =
        work.textLayers * (layerWeights + (work.isJoint ? 0 : attentionWeights)) + work.vocabulary * width;
    return (looking + reading) / speed.operationsPerSecond + wordsPerCaption * weightsPerWord / speed.weightsPerSecond;
}

} // namespace storyscope::inference
