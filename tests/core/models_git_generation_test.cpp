// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/caption_generation.h"
#include "tests/support/git_folder.h"
#include "tests/support/tensor_distance.h"

#include "core/models/git_captioner.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <map>

using namespace storyscope;
using models::CaptionKind;
using test::distance;
namespace fs = std::filesystem;

namespace {

using Ids = std::vector<std::int64_t>;

const fs::path golden = STORYSCOPE_SHARED_DATA "/golden/git";
constexpr std::int64_t endId = 102;

nlohmann::json readJson(const fs::path& file) {
    std::ifstream stream(file);
    return nlohmann::json::parse(stream);
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
        const Opened& opened = m_models.at(kind.toStdString());
        for (std::size_t story = 0; story < 2; ++story) {
            const bool hasPrompt = prompted == QLatin1String("with_prompt");
            const torch::NoGradGuard noGradients;
            const auto source =
                captionSource(*opened.engine, opened.kind, encoded(opened, static_cast<std::int64_t>(story)));
            const test::ReferenceText reference{.recorded = one,
                                                .story = story,
                                                .prompt = hasPrompt ? all["prompt_ids"][story].get<Ids>() : Ids{101},
                                                .endId = endId,
                                                .padId = 0};
            QCOMPARE(test::differenceFrom(reference, *opened.engine, source), QString());
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
                QVERIFY(test::distance(step.attention[layer][0], patches.flatten(1)) < 2e-5);
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
        test::writeTinyGitFolder(folder, readJson(golden / ("config_" + kind + ".json")));
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

    QTemporaryDir m_folder;
    std::map<std::string, Opened> m_models;
};

QTEST_APPLESS_MAIN(ModelsGitGenerationTest)
#include "models_git_generation_test.moc"
