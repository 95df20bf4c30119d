// SPDX-License-Identifier: GPL-3.0-or-later
#include "models_git_folder.h"

#include "core/inference/beam_search.h"
#include "core/inference/model_scorer.h"
#include "core/inference/score_rules.h"
#include "core/models/git_captioner.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>
#include <map>

using namespace storyscope;
using models::CaptionKind;
namespace fs = std::filesystem;

namespace {

using Ids = std::vector<std::int64_t>;

const fs::path golden = STORYSCOPE_SHARED_DATA "/golden/git";
constexpr std::int64_t endId = 102;

nlohmann::json readJson(const fs::path& file) {
    std::ifstream stream(file);
    return nlohmann::json::parse(stream);
}

/// The model's scorer after the tokens of a prompt but the last, which decoding begins with. The rules hold for the
/// whole prompt here, as they do in the library: decoding itself knows its last token only.
class PromptedScorer final : public inference::NextTokenScorer {
public:
    PromptedScorer(inference::ModelScorer& scorer, Ids prompt, const inference::DecodingLimits& limits)
        : m_scorer(scorer), m_prompt(std::move(prompt)), m_limits(limits) {
        m_prompt.pop_back();
        m_texts = {m_prompt};
        constexpr std::int64_t only = 0;
        for (const std::int64_t token : m_prompt) {
            m_scorer.advance({&only, 1}, {&token, 1});
        }
    }

    std::size_t textCount() const override { return 1; }
    std::size_t vocabularySize() const override { return m_scorer.vocabularySize(); }
    std::span<const float> advance(std::span<const std::int64_t> parents,
                                   std::span<const std::int64_t> tokens) override {
        std::vector<Ids> longer;
        for (std::size_t row = 0; row < tokens.size(); ++row) {
            longer.push_back(m_texts.at(static_cast<std::size_t>(parents[row])));
            longer.back().push_back(tokens[row]);
        }
        m_texts = std::move(longer);
        m_scores = bent(m_scorer.advance(parents, tokens));
        m_logits = bent(m_scorer.logits());
        return m_scores;
    }
    std::span<const float> logits() const override { return m_logits; }

private:
    std::vector<float> bent(std::span<const float> given) const {
        std::vector<float> scores(given.begin(), given.end());
        for (std::size_t row = 0; row < m_texts.size(); ++row) {
            const auto ofRow = std::span(scores).subspan(row * vocabularySize(), vocabularySize());
            const std::span<const std::int64_t> text(m_texts[row]);
            const auto written = text.subspan(m_prompt.size());
            Ids unseen; // by decoding
            std::ranges::copy_if(m_prompt, std::back_inserter(unseen), [&](std::int64_t token) {
                return std::ranges::find(written, token) == written.end();
            });
            inference::penalizeRepetition(ofRow, unseen, m_limits.repetitionPenalty);
            inference::forbidRepeatedNgrams(ofRow, text, static_cast<std::size_t>(m_limits.noRepeatNgram));
        }
        return scores;
    }

    inference::ModelScorer& m_scorer;
    Ids m_prompt; ///< but the last
    inference::DecodingLimits m_limits;
    std::vector<Ids> m_texts; ///< of each row, with the prompt
    std::vector<float> m_scores;
    std::vector<float> m_logits;
};

inference::BeamOptions optionsOf(const nlohmann::json& arguments, const Ids& prompt) {
    using inference::EarlyStopping;
    const auto promptLength = static_cast<int>(prompt.size());
    inference::BeamOptions options;
    options.limits.beginId = prompt.back();
    options.limits.endId = endId;
    options.limits.minimumTokens = arguments.value("min_length", 0) - promptLength;
    options.limits.maximumTokens = arguments.at("max_length").get<int>() - promptLength;
    options.limits.repetitionPenalty = arguments.value("repetition_penalty", 1.0);
    options.limits.noRepeatNgram = arguments.value("no_repeat_ngram_size", 0);
    options.beams = arguments.at("num_beams").get<int>();
    options.lengthPenalty = arguments.value("length_penalty", 1.0);
    const nlohmann::json early = arguments.value("early_stopping", nlohmann::json(false));
    options.earlyStopping = early == "never" ? EarlyStopping::WhenUnbeatable
                            : early == true  ? EarlyStopping::WhenEnough
                                             : EarlyStopping::WhenOutscored;
    return options;
}

/// Prompt, text, end and padding, as the library returns a row.
Ids rowOf(const inference::Hypothesis& text, const Ids& prompt, std::size_t length) {
    Ids row = prompt;
    row.insert(row.end(), text.tokens.begin(), text.tokens.end());
    if (text.ended) {
        row.push_back(endId);
    }
    row.resize(std::max(length, row.size()), 0);
    return row;
}

torch::Tensor perColour(const std::vector<double>& values) {
    return torch::tensor(values, torch::kFloat32).view({3, 1, 1});
}

} // namespace

class ModelsGitGenerationTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        if (!fs::exists(golden)) {
            QSKIP("The reference outputs of GIT are not on this machine");
        }
        for (const char* kind : {"image", "video"}) {
            open(kind);
        }
    }

    void every_text_equals_the_reference_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("prompted");
        QTest::addColumn<int>("index");
        if (!fs::exists(golden)) {
            return;
        }
        const nlohmann::json all = readJson(golden / "generate_v446.json");
        for (const char* kind : {"image", "video"}) {
            for (const char* prompted : {"no_prompt", "with_prompt"}) {
                for (std::size_t index = 0; index < all[kind][prompted].size(); ++index) {
                    const std::string name = all[kind][prompted][index]["name"];
                    QTest::newRow((name + ", " + prompted + ", " + kind).c_str())
                        << kind << prompted << static_cast<int>(index);
                }
            }
        }
    }

    void every_text_equals_the_reference() {
        QFETCH(const QString, kind);
        QFETCH(const QString, prompted);
        QFETCH(const int, index);
        const nlohmann::json all = readJson(golden / "generate_v446.json")[kind.toStdString()];
        const nlohmann::json one = all[prompted.toStdString()][static_cast<std::size_t>(index)];
        const std::size_t rows = one["sequences"].size() / 2;
        for (std::size_t story = 0; story < 2; ++story) {
            const bool hasPrompt = prompted == QLatin1String("with_prompt");
            const Ids prompt = hasPrompt ? all["prompt_ids"][story].get<Ids>() : Ids{101};
            const auto texts =
                written(m_models.at(kind.toStdString()), static_cast<std::int64_t>(story), one["args"], prompt);
            QVERIFY(texts.size() >= rows);
            for (std::size_t rank = 0; rank < rows; ++rank) {
                const std::size_t row = story * rows + rank;
                const Ids expected = one["sequences"][row].get<Ids>();
                QCOMPARE(rowOf(texts[rank], prompt, expected.size()), expected);
                if (one.contains("sequences_scores")) {
                    QVERIFY(std::abs(texts[rank].score - one["sequences_scores"][row].get<double>()) < 1e-4);
                }
            }
        }
    }

    void the_class_tokens_are_left_out_of_the_reference_attention() {
        for (const auto& [name, opened] : m_models) {
            auto& model = dynamic_cast<models::GitCaptioner&>(opened.engine->model());
            const models::NamedTensors expected = models::readTensors(golden / "io.safetensors");
            const torch::NoGradGuard noGradients;
            const auto source = captionSource(*opened.engine, opened.kind, encoded(opened, 0));
            const std::int64_t frames = source.encoded.frames();
            nn::TextCache cache = model.begin(opened.kind, source.encoded, frames - 1);
            const nn::TextStep step =
                model.step(opened.kind, expected.at("input_ids")[0].narrow(0, 0, 1), source.memory, cache);
            for (std::int64_t layer = 0; layer < 3; ++layer) {
                const torch::Tensor weights = expected.at(name + ".attentions." + std::to_string(layer))[0];
                const torch::Tensor row = weights.select(1, 17 * frames).narrow(1, 0, 17 * frames);
                const torch::Tensor patches = row.unflatten(1, std::vector<std::int64_t>{frames, 17}).narrow(2, 1, 16);
                QVERIFY((step.attention[layer][0] - patches.flatten(1)).abs().max().item<double>() < 2e-5);
            }
        }
    }

private:
    struct Opened {
        std::unique_ptr<inference::StoryEngine> engine;
        CaptionKind kind = CaptionKind::Caption;
        torch::Tensor pictures; // (2, K, 3, 32, 32) float32, what becomes pixel_values when it is normalised
    };

    void open(const std::string& kind) {
        const fs::path folder = fs::path(m_folder.path().toStdString()) / kind;
        tests::writeTinyGitFolder(folder, readJson(golden / ("config_" + kind + ".json")));
        models::NamedTensors weights = models::readTensors(golden / "model.safetensors");
        if (kind == "image") {
            std::erase_if(weights, [](const auto& item) { return item.first.starts_with("git.img_temperal"); });
        }
        models::writeTensors(folder / "model.safetensors", weights, models::WeightsType::F32);
        const torch::Tensor pixels = models::readTensors(golden / "io.safetensors").at(kind + ".pixel_values");
        const torch::Tensor pictures =
            pixels * perColour({0.26862954, 0.26130258, 0.27577711}) + perColour({0.48145466, 0.4578275, 0.40821073});
        m_models[kind] = {.engine = std::make_unique<inference::StoryEngine>(folder),
                          .kind = kind == "image" ? CaptionKind::Caption : CaptionKind::ClipCaption,
                          .pictures = pictures.view({2, -1, 3, 32, 32})};
    }

    static models::EncodedStory encoded(const Opened& opened, std::int64_t story) {
        return opened.engine->model().encode(models::StoryInput::of(opened.pictures.narrow(0, story, 1)));
    }

    static std::vector<inference::Hypothesis> written(const Opened& opened, std::int64_t story,
                                                      const nlohmann::json& arguments, const Ids& prompt) {
        const torch::NoGradGuard noGradients;
        const auto source = captionSource(*opened.engine, opened.kind, encoded(opened, story));
        inference::ModelScorer plain(*opened.engine, source, static_cast<int>(source.encoded.frames()) - 1);
        const inference::BeamOptions options = optionsOf(arguments, prompt);
        PromptedScorer scorer(plain, prompt, options.limits);
        return options.beams == 1 ? inference::decodeGreedily(scorer, options.limits, {})
                                  : inference::searchBeams(scorer, options, {});
    }

    QTemporaryDir m_folder;
    std::map<std::string, Opened> m_models;
};

QTEST_APPLESS_MAIN(ModelsGitGenerationTest)
#include "models_git_generation_test.moc"
