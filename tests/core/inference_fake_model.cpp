// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference_fake_model.h"

#include "core/text/word_tokenizer.h"

#include <torch/torch.h>

namespace storyscope::test {

namespace {

constexpr std::int64_t firstLetter = 4; // after [PAD], [UNK], [BOS], [EOS]
constexpr std::int64_t endId = 3;
constexpr std::int64_t letterX = 14; // after "a" to "j"
constexpr int side = 8;

const std::vector<std::string>& words() {
    static const std::vector<std::string> all{"[PAD]", "[UNK]", "[BOS]", "[EOS]", "a", "b", "c", "d",
                                              "e",     "f",     "g",     "h",     "i", "j", "x"};
    return all;
}

models::StoryConfig configOf(std::int64_t maximumFrames) {
    models::StoryConfig config;
    config.name = "Fake";
    config.preparation = media::PicturePreparation::stretched(side, media::PictureFilter::Bilinear);
    config.maximumFrames = maximumFrames;
    config.contextFrames = 3;
    config.maximumTokens = 6;
    config.vocabularySize = static_cast<std::int64_t>(words().size());
    config.tags = {"cat", "dog"};
    return config;
}

} // namespace

FakeModel::FakeModel(models::Abilities abilities, std::int64_t maximumFrames)
    : StoryModel(configOf(maximumFrames)), m_abilities(std::move(abilities)) {
    register_parameter("weight", torch::zeros({1}));
}

models::StoryOutput FakeModel::forward(const models::Batch&, const std::set<std::string>&) {
    return {};
}

// `states` holds (brightness, whether a text is known) of each frame; `features` the brightness.
models::EncodedStory FakeModel::encode(const models::StoryInput& input) {
    const torch::Tensor level = (input.pictures.flatten(2).mean(2) * 9).round().unsqueeze(2);
    torch::Tensor known = torch::zeros_like(level);
    if (input.texts.defined()) {
        known = (input.texts != config().padId).any(2, true).to(torch::kFloat32);
    }
    models::EncodedStory encoded;
    encoded.pictures = input.pictures;
    encoded.states = torch::cat({level, known}, 2);
    encoded.features = level;
    return encoded;
}

nn::TextMemory FakeModel::remember(models::CaptionKind, const models::EncodedStory& encoded, const std::stop_token&) {
    nn::TextMemory memory;
    memory.frames = encoded.frames();
    memory.cells = 1;
    return memory;
}

// `state` is (letter's id, frame it names).
nn::TextCache FakeModel::begin(models::CaptionKind kind, const models::EncodedStory& encoded, std::int64_t frame,
                               std::int64_t rows) {
    const torch::Tensor levels = encoded.states[0].select(1, 0);
    std::int64_t named = frame;
    std::int64_t letter = firstLetter;
    if (kind == models::CaptionKind::ClipCaption) {
        named = levels.argmax().item<std::int64_t>();
    }
    letter += levels[named].item<std::int64_t>() + (kind == models::CaptionKind::NextCaption ? 1 : 0);
    if (encoded.states[0][frame][1].item<float>() > 0) {
        letter = letterX;
    }
    nn::TextCache cache;
    cache.state = torch::tensor({static_cast<float>(letter), static_cast<float>(named)}).repeat({rows, 1});
    cache.frame = frame;
    return cache;
}

nn::TextStep FakeModel::step(models::CaptionKind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                             nn::TextCache& cache) {
    const std::int64_t rows = tokens.size(0);
    nn::TextStep step;
    step.logits = torch::zeros({rows, config().vocabularySize});
    step.attention = torch::zeros({1, rows, 1, memory.frames});
    for (std::int64_t row = 0; row < rows; ++row) {
        const auto letter = static_cast<std::int64_t>(cache.state[row][0].item<float>());
        step.logits[row][cache.position == 0 ? letter : endId] = 9;
        step.attention[0][row][0][static_cast<std::int64_t>(cache.state[row][1].item<float>())] = 1;
    }
    ++cache.position;
    return step;
}

// One step brighter than the last frame.
torch::Tensor FakeModel::nextFeatures(const models::EncodedStory& encoded, std::int64_t lastFrame) {
    return encoded.features.select(1, lastFrame) + 1;
}

std::unique_ptr<inference::StoryEngine> fakeEngine(models::Abilities abilities, std::int64_t maximumFrames) {
    models::ModelInfo info;
    info.name = "Fake";
    return std::make_unique<inference::StoryEngine>(
        info, models::LoadedModel{std::make_shared<FakeModel>(std::move(abilities), maximumFrames),
                                  std::make_shared<text::WordTokenizer>(words())});
}

Picture brightPicture(int level) {
    return {side, side,
            std::vector<std::uint8_t>(std::size_t{3} * side * side, static_cast<std::uint8_t>(level * 255 / 9))};
}

} // namespace storyscope::test
