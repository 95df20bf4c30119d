// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/blip_folder.h"
#include "tests/support/caption_generation.h"
#include "tests/support/tensor_distance.h"

#include "core/models/blip_captioner.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace storyscope;
using models::CaptionKind;
using test::distance;
namespace fs = std::filesystem;

namespace {

using Ids = std::vector<std::int64_t>;

const fs::path golden = STORYSCOPE_SHARED_DATA "/golden/blip";
constexpr std::int64_t endId = 102;

nlohmann::json readJson(const fs::path& file) {
    std::ifstream stream(file);
    return nlohmann::json::parse(stream);
}

} // namespace

class ModelsBlipGenerationTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        if (!fs::exists(golden)) {
            QSKIP("The reference outputs of BLIP are not on this machine");
        }
        const fs::path folder = fs::path(m_folder.path().toStdString());
        test::writeTinyBlipFolder(folder, readJson(golden / "config.json"));
        fs::copy_file(golden / "model.safetensors", folder / "model.safetensors");
        m_engine.emplace(folder);
        m_expected = models::readTensors(golden / "io.safetensors");
        const torch::NoGradGuard noGradients;
        const torch::Tensor mean = torch::tensor({0.48145466, 0.4578275, 0.40821073}, torch::kFloat32).view({3, 1, 1});
        const torch::Tensor deviation =
            torch::tensor({0.26862954, 0.26130258, 0.27577711}, torch::kFloat32).view({3, 1, 1});
        m_pictures = m_expected.at("pixel_values") * deviation + mean;
    }

    void tokens_and_logits_equal_the_reference() {
        auto& model = dynamic_cast<models::BlipCaptioner&>(m_engine->model());
        const torch::NoGradGuard noGradients;
        for (std::int64_t text = 0; text < 2; ++text) {
            const models::EncodedStory encoded = encode(text);
            const torch::Tensor tokens = m_expected.at("image_embeds")[text];
            QVERIFY(distance(encoded.states[0][0], tokens[0]) < 1e-4);
            QVERIFY(distance(encoded.patches[0][0].flatten(1).t(), tokens.narrow(0, 1, 16)) < 1e-4);
            const nn::TextMemory memory = model.remember(CaptionKind::Caption, encoded);
            nn::TextCache cache = model.begin(CaptionKind::Caption, encoded, 0);
            const auto length = m_expected.at("attention_mask")[text].sum().item<std::int64_t>();
            for (std::int64_t place = 0; place < length; ++place) {
                const torch::Tensor token = m_expected.at("input_ids")[text][place].unsqueeze(0);
                const nn::TextStep step = model.step(CaptionKind::Caption, token, memory, cache);
                QVERIFY(distance(step.logits[0], m_expected.at("logits")[text][place]) < 1e-4);
                for (std::int64_t layer = 0; layer < 2; ++layer) {
                    const torch::Tensor weights =
                        m_expected.at("cross_attentions." + std::to_string(layer))[text].select(1, place);
                    QVERIFY(distance(step.attention[layer][0], weights.narrow(1, 1, 16)) < 2e-5);
                    QVERIFY(distance(1 - step.attention[layer][0].sum(-1), weights.select(1, 0)) < 2e-5);
                }
            }
        }
    }

    void the_loss_equals_the_reference() {
        const torch::NoGradGuard noGradients;
        models::Batch batch;
        batch.pictures = m_pictures.unsqueeze(1);
        batch.captions = m_expected.at("input_ids").unsqueeze(1);
        const models::TextPrediction written = m_engine->model().forward(batch).captions;
        constexpr double smoothing = 0.1; // as the library trains BLIP
        const torch::Tensor loss =
            torch::cross_entropy_loss(written.logits, written.targets, {}, at::Reduction::Mean, -100, smoothing);
        QVERIFY(distance(loss.view({1}), m_expected.at("loss")) < 1e-4);
    }

    void every_text_equals_the_reference_data() {
        QTest::addColumn<QString>("prompted");
        QTest::addColumn<int>("index");
        if (!fs::exists(golden)) {
            return;
        }
        const nlohmann::json all = readJson(golden / "generate_v446.json");
        for (const char* prompted : {"no_prompt", "with_prompt"}) {
            for (std::size_t index = 0; index < all[prompted].size(); ++index) {
                const std::string name = all[prompted][index]["name"];
                QTest::newRow((name + ", " + prompted).c_str()) << prompted << static_cast<int>(index);
            }
        }
    }

    void every_text_equals_the_reference() {
        QFETCH(const QString, prompted);
        QFETCH(const int, index);
        const nlohmann::json all = readJson(golden / "generate_v446.json");
        const nlohmann::json one = all[prompted.toStdString()][static_cast<std::size_t>(index)];
        for (std::size_t picture = 0; picture < 2; ++picture) {
            Ids prompt{298};
            if (prompted == QLatin1String("with_prompt")) {
                prompt = all["prompt_ids_as_passed"][picture].get<Ids>();
                prompt.pop_back();
            }
            const torch::NoGradGuard noGradients;
            const auto source =
                inference::captionSource(*m_engine, CaptionKind::Caption, encode(static_cast<std::int64_t>(picture)));
            const test::ReferenceText reference{
                .recorded = one, .story = picture, .prompt = prompt, .endId = endId, .padId = 0};
            QCOMPARE(test::differenceFrom(reference, *m_engine, source), QString());
        }
    }

private:
    models::EncodedStory encode(std::int64_t picture) const {
        return m_engine->model().encode(models::StoryInput::of(m_pictures.narrow(0, picture, 1).unsqueeze(0)));
    }

    QTemporaryDir m_folder;
    std::optional<inference::StoryEngine> m_engine;
    models::NamedTensors m_expected;
    torch::Tensor m_pictures; // (2, 3, 32, 32) float32, what becomes pixel_values when it is normalised
};

QTEST_APPLESS_MAIN(ModelsBlipGenerationTest)
#include "models_blip_generation_test.moc"
