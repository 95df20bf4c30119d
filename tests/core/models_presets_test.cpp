// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/models/model_info.h"
#include "core/models/picture_preprocessing.h"
#include "core/models/preset.h"
#include "core/models/story_model.h"
#include "tests/support/one_batch.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;

namespace {

media::PicturePreparation square(int side) {
    return media::PicturePreparation::stretched(side, media::PictureFilter::Bilinear);
}

} // namespace

class ModelsPresetsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void every_installed_preset_describes_a_model_that_can_be_made();
    void the_bundled_preset_stays_small();
    void an_unknown_preset_is_refused_with_the_names_there_are();
    void a_broken_preset_file_is_refused_by_name_data();
    void a_broken_preset_file_is_refused_by_name();
    void a_preset_with_a_base_differs_in_what_it_says();
    void prepared_pictures_keep_their_colours_data();
    void prepared_pictures_keep_their_colours();
    void shrinking_does_not_alias();
    void an_empty_picture_is_refused();
    void pictures_and_tensors_convert_both_ways();
};

void ModelsPresetsTest::every_installed_preset_describes_a_model_that_can_be_made() {
    const std::vector<models::PresetInfo> presets = models::installedPresets();
    QVERIFY(!presets.empty());
    for (const models::PresetInfo& info : presets) {
        const models::Preset preset = models::readPreset(info.name);
        QVERIFY(!preset.info.title.empty() && !preset.info.description.empty());
        QVERIFY(preset.info.epochs > 0 && preset.info.batchSize > 0 && preset.info.learningRate > 0);
        if (!preset.training.contains("start")) { // such a model is that of the start, changed
            QVERIFY(test::presetModel(info.name, 500)->parameterCount() > 0);
        }
    }
}

void ModelsPresetsTest::the_bundled_preset_stays_small() {
    const models::Preset preset = models::readPreset("storyworld");
    nlohmann::json description = preset.model;
    description["vocabulary_size"] = 1000;
    const auto model = models::makeStoryModel(models::storyConfigFromJson(description, "storyworld"));
    QVERIFY(model->parameterCount() < 3'500'000);
    QCOMPARE(model->config().weightsType, std::string("F16"));
    QCOMPARE(model->config().tags.size(), std::size_t{51});
    QCOMPARE(model->grid().rows, std::int64_t{12});
}

void ModelsPresetsTest::an_unknown_preset_is_refused_with_the_names_there_are() {
    try {
        models::readPresetInfo("no-such-preset");
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::NotFound);
        QVERIFY(QString(error.what()).contains("storyworld"));
    }
}

void ModelsPresetsTest::a_broken_preset_file_is_refused_by_name_data() {
    QTest::addColumn<QString>("content");
    QTest::newRow("half an object") << "{";
    QTest::newRow("a list") << "[]";
    QTest::newRow("no epochs") << R"({"training": {"epochs": -1}})";
    QTest::newRow("a misspelt key") << R"({"trainign": {}})";
    QTest::newRow("an unknown base") << R"({"base": "no-such-preset"})";
    QTest::newRow("a base that is no name") << R"({"base": 7})";
    QTest::newRow("a base with a base") << R"({"base": "gru-attention-as-published"})";
}

void ModelsPresetsTest::a_broken_preset_file_is_refused_by_name() {
    QFETCH(QString, content);
    const QTemporaryDir folder;
    const std::string file = folder.filePath("mine.json").toStdString();
    writeFileAtomically(file, content.toStdString());
    try {
        models::readPresetInfo(file);
        QFAIL("no error");
    } catch (const Error& error) {
        QVERIFY2(QString(error.what()).contains("mine.json"), error.what());
    }
}

void ModelsPresetsTest::a_preset_with_a_base_differs_in_what_it_says() {
    const models::Preset base = models::readPreset("gru-attention");
    const models::Preset published = models::readPreset("gru-attention-as-published");
    QVERIFY(base.training.contains("stages") && !published.training.contains("stages"));
    QVERIFY(published.model["parts"]["recurrence"]["zero_recurrence"].get<bool>());
    QVERIFY(published.model["parts"]["pooling"] == base.model["parts"]["pooling"]);
    QCOMPARE(published.info.batchSize, base.info.batchSize);
}

void ModelsPresetsTest::prepared_pictures_keep_their_colours_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::newRow("as large") << 16 << 16;
    QTest::newRow("larger") << 100 << 60;
    QTest::newRow("one pixel") << 1 << 1;
    QTest::newRow("thin") << 1 << 300;
}

void ModelsPresetsTest::prepared_pictures_keep_their_colours() {
    QFETCH(int, width);
    QFETCH(int, height);
    std::vector<std::uint8_t> rgb;
    for (int i = 0; i < width * height; ++i) {
        rgb.insert(rgb.end(), {200, 100, 7});
    }
    const torch::Tensor prepared = models::prepare(Picture(width, height, rgb), square(16));
    QVERIFY(prepared.sizes() == torch::IntArrayRef({3, 16, 16}));
    QCOMPARE(prepared.scalar_type(), torch::kUInt8);
    for (const auto& [plane, value] : {std::pair{0, 200}, std::pair{1, 100}, std::pair{2, 7}}) {
        QVERIFY((prepared[plane] == value).all().item<bool>());
    }
}

void ModelsPresetsTest::shrinking_does_not_alias() {
    constexpr int side = 64;
    std::vector<std::uint8_t> rgb;
    for (int i = 0; i < side * side; ++i) {
        const auto value = static_cast<std::uint8_t>((i % side) % 2 == 0 ? 0 : 254);
        rgb.insert(rgb.end(), 3, value);
    }
    const torch::Tensor prepared = models::prepare(Picture(side, side, rgb), square(16)).to(torch::kFloat32);
    QVERIFY((prepared - 127).abs().max().item<double>() < 16); // stripes of one pixel become an even gray
}

void ModelsPresetsTest::an_empty_picture_is_refused() {
    try {
        models::prepare(Picture(), square(16));
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::BadArgument);
    }
}

void ModelsPresetsTest::pictures_and_tensors_convert_both_ways() {
    const Picture picture(2, 1, {0, 128, 255, 3, 2, 1});
    std::vector<Picture> enlarged;
    enlarged.push_back(picture);
    const torch::Tensor exact = models::prepare(Picture(2, 2, {0, 128, 255, 3, 2, 1, 9, 8, 7, 6, 5, 4}), square(2));
    QCOMPARE(models::toPicture(exact.to(torch::kFloat32) / 255.0),
             Picture(2, 2, {0, 128, 255, 3, 2, 1, 9, 8, 7, 6, 5, 4}));
    QVERIFY(models::prepareStory(enlarged, square(4)).sizes() == torch::IntArrayRef({1, 1, 3, 4, 4}));
}

QTEST_APPLESS_MAIN(ModelsPresetsTest)
#include "models_presets_test.moc"
