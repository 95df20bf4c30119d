// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/sample_teller.h"

#include "core/models/picture_preprocessing.h"

#include <torch/torch.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace storyscope::training {

using models::CaptionKind;

namespace {

struct ToldText {
    std::string text;
    std::optional<Attention> attention; // over all frames that the model was shown
};

std::vector<int> upTo(std::int64_t count) {
    std::vector<int> numbers(static_cast<std::size_t>(count));
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

/// `weights`: (rows, K · cells) float32.
Attention record(const torch::Tensor& weights, std::int64_t frames, models::PatchGrid grid) {
    const torch::Tensor plain = weights.to(torch::kCPU, torch::kFloat32).contiguous();
    Attention attention;
    attention.frames = upTo(frames);
    attention.gridRows = static_cast<int>(grid.rows);
    attention.gridColumns = static_cast<int>(grid.columns);
    attention.values.assign(plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel());
    return attention;
}

/// One text, its attention averaged over the heads of the last layer.
ToldText tellText(models::StoryModel& model, const text::Tokenizer& tokenizer, CaptionKind kind,
                  const models::EncodedStory& encoded, const nn::TextMemory& memory, std::int64_t frame) {
    nn::TextCache cache = model.begin(kind, encoded, frame);
    torch::Tensor token =
        torch::full({1}, tokenizer.beginId(), torch::TensorOptions(torch::kLong).device(model.device()));
    std::vector<std::int64_t> ids;
    std::vector<std::string> words;
    std::vector<torch::Tensor> looks;
    for (std::int64_t written = 0; written + 1 < model.config().maximumTokens; ++written) {
        const nn::TextStep step = model.step(kind, token, memory, cache);
        token = step.logits.argmax(-1);
        if (token.item<std::int64_t>() == tokenizer.endId()) {
            break;
        }
        ids.push_back(token.item<std::int64_t>());
        words.push_back(tokenizer.token(ids.back()));
        if (step.attention.defined()) {
            looks.push_back(step.attention[-1][0].mean(0));
        }
    }
    ToldText told{.text = tokenizer.decode(ids), .attention = {}};
    if (!looks.empty() && looks.size() == words.size()) {
        const torch::Tensor weights = torch::stack(looks);
        const models::PatchGrid grid = model.grid();
        const std::int64_t cells = std::max<std::int64_t>(grid.cells(), 1);
        const bool isPatches = weights.size(1) % cells == 0 && weights.size(1) / cells <= encoded.frames();
        told.attention =
            isPatches ? record(weights, weights.size(1) / cells, grid) : record(weights, weights.size(1), {1, 1});
        told.attention->rows = std::move(words);
        told.attention->subject = static_cast<int>(frame);
    }
    return told;
}

void keep(SampleStory& sample, ToldText told, std::size_t frame, Attention::Kind kind) {
    sample.captions[frame] = std::move(told.text);
    if (told.attention) {
        told.attention->kind = kind;
        sample.attention.push_back(std::move(*told.attention));
    }
}

/// A caption per frame, empty where the model writes none. A next caption stands at the frame it is of.
void tellCaptions(models::StoryModel& model, const text::Tokenizer& tokenizer, const models::EncodedStory& encoded,
                  SampleStory& sample) {
    const std::set<CaptionKind> kinds = model.abilities().captions;
    sample.captions.resize(sample.pictures.size());
    const auto last = static_cast<std::size_t>(encoded.frames() - 1);
    const auto tell = [&](CaptionKind kind, std::size_t frame, const nn::TextMemory& memory) {
        return tellText(model, tokenizer, kind, encoded, memory, static_cast<std::int64_t>(frame));
    };
    if (kinds.contains(CaptionKind::Caption)) {
        const nn::TextMemory memory = model.remember(CaptionKind::Caption, encoded);
        for (std::size_t frame = 0; frame <= last; ++frame) {
            keep(sample, tell(CaptionKind::Caption, frame, memory), frame, Attention::Kind::Caption);
        }
    } else if (kinds.contains(CaptionKind::NextCaption)) {
        const nn::TextMemory memory = model.remember(CaptionKind::NextCaption, encoded);
        keep(sample, tell(CaptionKind::NextCaption, last, memory), std::min(last + 1, sample.captions.size() - 1),
             Attention::Kind::NextCaption);
    } else if (kinds.contains(CaptionKind::ClipCaption)) {
        const nn::TextMemory memory = model.remember(CaptionKind::ClipCaption, encoded);
        keep(sample, tell(CaptionKind::ClipCaption, last, memory), last, Attention::Kind::ClipCaption);
    }
}

void addTemporalAttention(const models::EncodedStory& encoded, SampleStory& sample) {
    if (encoded.temporalAttention.empty()) {
        return;
    }
    Attention attention =
        record(torch::stack(encoded.temporalAttention).mean(c10::IntArrayRef{0, 2})[0], encoded.frames(), {1, 1});
    attention.kind = Attention::Kind::Temporal;
    for (std::int64_t frame = 1; frame <= encoded.frames(); ++frame) {
        attention.rows.push_back(std::to_string(frame));
    }
    sample.attention.push_back(std::move(attention));
}

SampleStory told(models::StoryModel& model, const text::Tokenizer& tokenizer, const models::Batch& batch) {
    SampleStory sample;
    const std::int64_t frames = batch.frames();
    for (std::int64_t frame = 0; frame < frames; ++frame) {
        sample.pictures.push_back(models::toPicture(batch.pictures[0][frame]));
    }
    const models::Abilities abilities = model.abilities();
    const std::int64_t context = batch.contextFrames > 0 ? batch.contextFrames : std::max<std::int64_t>(frames - 1, 1);
    const bool seesAll =
        abilities.captions.contains(CaptionKind::Caption) || abilities.captions.contains(CaptionKind::ClipCaption);
    const models::EncodedStory encoded = model.encode(batch.input(seesAll ? frames : context));
    tellCaptions(model, tokenizer, encoded, sample);
    addTemporalAttention(encoded, sample);
    if (abilities.predictsPictures) {
        sample.predictedNext = models::toPicture(model.nextPicture(encoded, context - 1)[0]);
    }
    return sample;
}

} // namespace

std::optional<SampleStory> tellSample(models::StoryModel& model, const TrainingSet& set, int epoch) {
    torch::NoGradGuard noGrad;
    const std::vector<TrainingSample>& samples = set.validationSamples();
    for (std::size_t tried = 0; tried < samples.size(); ++tried) {
        const std::size_t chosen = (static_cast<std::size_t>(epoch - 1) + tried) % samples.size();
        const models::Batch batch = set.unvariedBatch(samples, chosen, 1, BatchRequest::Pictures::Always);
        if (isEmpty(batch)) {
            continue;
        }
        SampleStory sample = told(model, set.tokenizer(), movedTo(batch, model.device()));
        sample.epoch = epoch;
        const Story truth = set.truth(samples[chosen]);
        for (std::size_t frame = 0; frame < sample.captions.size(); ++frame) {
            sample.truths.push_back(truth.frames[samples[chosen].frames[frame]].caption);
        }
        return sample;
    }
    return std::nullopt;
}

} // namespace storyscope::training
