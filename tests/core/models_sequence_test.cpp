// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/models/model_folder.h"
#include "core/models/preset.h"
#include "core/models/sequence_predictor.h"
#include "core/text/word_tokenizer.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using models::CaptionKind;
using nlohmann::json;

namespace {

constexpr std::int64_t bertWords = 30'522;
constexpr std::int64_t words = 12;
constexpr std::int64_t begin = 2;
constexpr std::int64_t end = 3;
constexpr const char* families[] = {"course-baseline", "meanpool", "gru-attention", "tag-score-lstm", "course-v2"};

json description(const std::string& preset, std::int64_t vocabulary) {
    json model = models::readPreset(preset).model;
    model["vocabulary_size"] = vocabulary;
    return model;
}

std::shared_ptr<models::StoryModel> made(const json& model) {
    return models::makeStoryModel(models::storyConfigFromJson(model, "test"));
}

/// A family's small preset for pictures of 16 × 16, with smaller sizes.
json tiny(const std::string& family) {
    json model = description(family + "-small", words);
    model["picture_size"] = 16;
    json& parts = model["parts"];
    parts["prediction"]["hidden_texts"] = 0;
    parts["picture_encoder"].update({{"channels", {8, 16, 16}}, {"latent_size", 32}});
    parts["picture_decoder"]["channels"] = {16, 16, 8};
    parts["text_encoder"].update({{"embedding_size", 16}, {"hidden_size", 32}});
    parts["text_decoder"].update({{"embedding_size", 16}, {"hidden_size", 32}});
    if (parts["latent"].contains("size")) {
        parts["latent"]["size"] = 32;
    }
    if (parts["recurrence"].contains("size")) {
        parts["recurrence"]["size"] = 32;
    }
    return model;
}

std::int64_t trainableUnder(const models::StoryModel& model, const std::vector<std::string>& prefixes) {
    std::int64_t sum = 0;
    for (const auto& item : model.named_parameters()) {
        for (const std::string& prefix : prefixes) {
            sum += item.key().starts_with(prefix + ".") && item.value().requires_grad() ? item.value().numel() : 0;
        }
    }
    return sum;
}

/// Three stories of five frames; the second one's order is not true.
models::Batch batch(const models::StoryModel& model) {
    models::Batch result;
    const media::PictureSize size = model.config().pictureSize();
    result.pictures = torch::rand({3, 5, 3, 1, 1}).expand({-1, -1, -1, size.height, size.width}).contiguous();
    result.captions = torch::randint(4, words, {3, 5, 7}, torch::kLong);
    result.captions.select(2, 0).fill_(begin);
    result.captions.select(2, 5).fill_(end);
    result.captions.select(2, 6).fill_(0);
    result.ordered = torch::tensor({0L, 2L});
    result.nextCaptions = result.captions.narrow(1, 1, 4).index_select(0, result.ordered);
    result.contextFrames = 4;
    const auto tags = static_cast<std::int64_t>(model.config().tags.size());
    result.tags = torch::rand({3, 5, tags}).gt(0.8).to(torch::kFloat32);
    return result;
}

bool isNear(const torch::Tensor& a, const torch::Tensor& b, double tolerance = 1e-5) {
    return a.sizes() == b.sizes() && (a - b).abs().max().item<double>() < tolerance;
}

bool hasShape(const torch::Tensor& tensor, const std::vector<std::int64_t>& shape) {
    return tensor.sizes() == torch::IntArrayRef(shape);
}

std::vector<std::int64_t> told(models::StoryModel& model, const models::StoryInput& input, std::int64_t story) {
    const torch::NoGradGuard noGradients;
    const auto only = [&](const torch::Tensor& all) { return all.defined() ? all.narrow(0, story, 1) : all; };
    models::StoryInput alone;
    alone.pictures = only(input.pictures);
    alone.texts = only(input.texts);
    alone.tags = only(input.tags);
    const models::EncodedStory encoded = model.encode(alone);
    const nn::TextMemory memory = model.remember(CaptionKind::NextCaption, encoded);
    nn::TextCache cache = model.begin(CaptionKind::NextCaption, encoded, encoded.frames() - 1);
    std::vector<std::int64_t> tokens{begin};
    while (tokens.back() != end && tokens.size() < 20) {
        const nn::TextStep step = model.step(CaptionKind::NextCaption, torch::tensor({tokens.back()}), memory, cache);
        tokens.push_back(step.logits.argmax(-1).item<std::int64_t>());
    }
    return tokens;
}

torch::Tensor sum(const models::StoryOutput& output) {
    torch::Tensor total = torch::nn::functional::cross_entropy(output.nextCaptions.logits, output.nextCaptions.targets);
    for (const char* name : {"content_picture", "latent_picture", "latent_text"}) {
        const auto found = output.ownLosses.find(name);
        total = found == output.ownLosses.end() ? total : total + found->second;
    }
    return total;
}

void addFamilies() {
    QTest::addColumn<QString>("family");
    for (const char* family : families) {
        QTest::newRow(family) << family;
    }
}

} // namespace

class ModelsSequenceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }
    void init() { torch::manual_seed(21); }
    void the_baseline_trains_as_many_parameters_as_published();
    void the_published_stages_train_the_published_parts_data();
    void the_published_stages_train_the_published_parts();
    void the_rivals_differ_in_nothing_but_memory_data();
    void the_rivals_differ_in_nothing_but_memory();
    void forward_gives_the_promised_shapes_data() { addFamilies(); }
    void forward_gives_the_promised_shapes();
    void what_is_foretold_never_depends_on_later_frames_data() { addFamilies(); }
    void what_is_foretold_never_depends_on_later_frames();
    void writing_step_by_step_equals_forward_data() { addFamilies(); }
    void writing_step_by_step_equals_forward();
    void one_batch_is_learnt_by_heart_data() { addFamilies(); }
    void one_batch_is_learnt_by_heart();
    void order_counts_with_memory_only();
    void a_zeroed_recurrence_sees_nothing();
    void the_context_picture_is_compared_with_the_mean_input();
    void pretraining_changes_its_own_parts_only();
    void missing_texts_and_tags_count_as_empty();
    void features_of_frozen_texts_stand_for_the_texts();
    void targets_follow_the_encoders_until_they_are_used();
    void a_saved_model_foretells_the_same();
    void a_wrong_description_is_refused_data();
    void a_wrong_description_is_refused();
};

void ModelsSequenceTest::the_baseline_trains_as_many_parameters_as_published() {
    json model = description("course-baseline", bertWords);
    model["parts"]["text_encoder"]["frozen"] = true;
    model["parts"]["text_decoder"]["frozen"] = true;
    const auto frozen = made(model);
    QCOMPARE(frozen->trainableParameterCount(), std::int64_t{507'028});
    QCOMPARE(frozen->parameterCount(), std::int64_t{507'028 + 1'499'930});
    QCOMPARE(trainableUnder(*frozen, {"picture_encoder", "picture_decoder"}), std::int64_t{503'539});
    QCOMPARE(trainableUnder(*frozen, {"recurrence"}), std::int64_t{2'400});
}

void ModelsSequenceTest::the_published_stages_train_the_published_parts_data() {
    QTest::addColumn<QString>("preset");
    QTest::addColumn<qint64>("predictor");
    QTest::newRow("course-baseline") << "course-baseline" << qint64{507'028};
    QTest::newRow("gru-attention") << "gru-attention" << qint64{507'028};
    QTest::newRow("meanpool") << "meanpool" << qint64{503'539 + 528 + 2 * 272};
}

void ModelsSequenceTest::the_published_stages_train_the_published_parts() {
    QFETCH(QString, preset);
    QFETCH(qint64, predictor);
    const json stages = models::readPreset(preset.toStdString()).training["stages"];
    const auto model = made(description(preset.toStdString(), bertWords));
    const std::vector<qint64> expected{503'539, 1'499'930, predictor};
    QCOMPARE(stages.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QCOMPARE(qint64{trainableUnder(*model, stages[i]["trainable"].get<std::vector<std::string>>())}, expected[i]);
    }
}

void ModelsSequenceTest::the_rivals_differ_in_nothing_but_memory_data() {
    QTest::addColumn<QString>("size");
    QTest::newRow("published") << "";
    QTest::newRow("small") << "-small";
}

void ModelsSequenceTest::the_rivals_differ_in_nothing_but_memory() {
    QFETCH(QString, size);
    models::Preset memory = models::readPreset("gru-attention" + size.toStdString());
    models::Preset mean = models::readPreset("meanpool" + size.toStdString());
    QVERIFY(memory.model["parts"]["recurrence"] != mean.model["parts"]["recurrence"]);
    for (models::Preset* preset : {&memory, &mean}) {
        preset->model.erase("name");
        preset->model["parts"].erase("recurrence");
        preset->model["parts"].erase("pooling");
        json& predictor = preset->training["stages"].back();
        if (predictor.contains("trainable")) {
            const auto named = predictor["trainable"].get<std::set<std::string>>();
            predictor["trainable"] = named.contains("latent") && named.contains("picture_decoder");
        }
    }
    QCOMPARE(memory.model.dump(), mean.model.dump());
    QCOMPARE(memory.training.dump(), mean.training.dump());
}

void ModelsSequenceTest::forward_gives_the_promised_shapes() {
    QFETCH(QString, family);
    const auto model = made(tiny(family.toStdString()));
    const models::Abilities abilities = model->abilities();
    QVERIFY(abilities.predictsPictures && abilities.readsTexts && !abilities.labelsTags);
    QVERIFY(abilities.captions == std::set<CaptionKind>{CaptionKind::NextCaption});
    QCOMPARE(abilities.readsTags, family == "tag-score-lstm");
    QCOMPARE(abilities.judgesStories, family == "tag-score-lstm");
    const models::StoryOutput output = model->forward(batch(*model));
    const std::int64_t frames = abilities.judgesStories ? 5 : 4;
    QVERIFY(hasShape(output.nextCaptions.logits, {2 * 4 * 5, words}));
    QVERIFY(hasShape(output.nextCaptions.attention, {2, 1, 4, 6, frames}));
    QVERIFY(isNear(output.nextCaptions.attention.sum(-1), torch::ones({2, 1, 4, 6})));
    QVERIFY(hasShape(output.nextPicture, {2, 3, 16, 16}));
    QVERIFY(hasShape(output.encoded.temporalAttention.front(), {3, 1, frames, frames}));
    QVERIFY(!abilities.judgesStories || hasShape(output.encoded.scoreLogits, {3}));
    QVERIFY(!output.encoded.features.defined() && model->featureCount() == 0);
    for (const auto& [name, loss] : output.ownLosses) {
        QVERIFY2(loss.dim() == 0 && std::isfinite(loss.item<double>()) && loss.requires_grad(), name.c_str());
    }
    const std::size_t losses = family == "course-v2" ? 6 : 4;
    QCOMPARE(output.ownLosses.size(), losses);
}

void ModelsSequenceTest::what_is_foretold_never_depends_on_later_frames() {
    QFETCH(QString, family);
    const torch::NoGradGuard noGradients;
    const auto model = made(tiny(family.toStdString()));
    model->eval();
    models::Batch one = batch(*model);
    const models::StoryOutput before = model->forward(one);
    const models::EncodedStory whole = model->encode(one.input());
    one.pictures.select(1, 4).uniform_();
    one.captions.select(1, 4).narrow(1, 1, 3).fill_(7);
    one.tags.select(1, 4).fill_(1);
    const models::StoryOutput after = model->forward(one);
    QVERIFY(isNear(before.nextPicture, after.nextPicture));
    QVERIFY(isNear(before.nextCaptions.logits, after.nextCaptions.logits));
    const models::EncodedStory changed = model->encode(one.input());
    QVERIFY(isNear(whole.states.narrow(1, 0, 4), changed.states.narrow(1, 0, 4)));
    QVERIFY(!isNear(whole.states.select(1, 4), changed.states.select(1, 4), 1e-4));
}

void ModelsSequenceTest::writing_step_by_step_equals_forward() {
    QFETCH(QString, family);
    const torch::NoGradGuard noGradients;
    const auto model = made(tiny(family.toStdString()));
    model->eval();
    const models::Batch all = batch(*model);
    const models::StoryOutput whole = model->forward(all);
    models::StoryInput input = all.input(4);
    for (torch::Tensor* tensor : {&input.pictures, &input.texts, &input.tags}) {
        *tensor = tensor->narrow(0, 2, 1);
    }
    const models::EncodedStory encoded = model->encode(input);
    const nn::TextMemory memory = model->remember(CaptionKind::NextCaption, encoded);
    nn::TextCache cache = model->begin(CaptionKind::NextCaption, encoded, 2, 2);
    for (std::int64_t t = 0; t < 5; ++t) {
        const torch::Tensor token = all.nextCaptions[1][2][t].expand({2});
        const nn::TextStep step = model->step(CaptionKind::NextCaption, token, memory, cache);
        QVERIFY(isNear(step.logits[1], whole.nextCaptions.logits[(4 + 2) * 5 + t], 1e-4));
        QVERIFY(hasShape(step.attention, {1, 2, 1, 4}));
        QVERIFY(isNear(step.attention[0][1][0], encoded.temporalAttention.front()[0][0][2]));
        QCOMPARE(step.attention[0][0][0][3].item<float>(), 0.0F);
    }
    QVERIFY(isNear(model->nextPicture(encoded, 3)[0], whole.nextPicture[1], 1e-4));
    QVERIFY_EXCEPTION_THROWN(model->remember(CaptionKind::Caption, encoded), Error);
}

void ModelsSequenceTest::one_batch_is_learnt_by_heart() {
    QFETCH(QString, family);
    const auto model = made(tiny(family.toStdString()));
    const models::Batch one = batch(*model);
    torch::optim::Adam optimizer(model->parameters(), torch::optim::AdamOptions(8e-3));
    const std::set<std::string> wanted{"next_caption", "content_picture", "latent_picture", "latent_text"};
    for (int step = 0; step < 300; ++step) {
        if (step == 200) {
            static_cast<torch::optim::AdamOptions&>(optimizer.param_groups().front().options()).lr(2e-3);
        }
        optimizer.zero_grad();
        const torch::Tensor loss = sum(model->forward(one, wanted));
        QVERIFY2(std::isfinite(loss.item<double>()), qPrintable(QString::number(step)));
        loss.backward();
        torch::nn::utils::clip_grad_norm_(model->parameters(), 1);
        optimizer.step();
    }
    const torch::NoGradGuard noGradients;
    model->eval();
    const models::StoryOutput output = model->forward(one, wanted);
    const double captions =
        torch::nn::functional::cross_entropy(output.nextCaptions.logits, output.nextCaptions.targets).item<double>();
    QVERIFY2(captions < 0.1, qPrintable(QString::number(captions)));
    const double picture = output.ownLosses.at("content_picture").item<double>();
    QVERIFY2(picture < 0.05, qPrintable(QString::number(picture)));
    for (std::int64_t row = 0; row < 2; ++row) {
        const torch::Tensor truth = one.nextCaptions[row][3].narrow(0, 0, 6).contiguous();
        const std::vector<std::int64_t> expected(truth.data_ptr<std::int64_t>(), truth.data_ptr<std::int64_t>() + 6);
        QVERIFY(told(*model, one.input(4), one.ordered[row].item<std::int64_t>()) == expected);
    }
}

void ModelsSequenceTest::order_counts_with_memory_only() {
    const torch::NoGradGuard noGradients;
    const torch::Tensor mixed = torch::tensor({2L, 0L, 3L, 1L});
    for (const char* family : {"meanpool", "gru-attention"}) {
        const auto model = made(tiny(family));
        model->eval();
        models::StoryInput input = batch(*model).input(4);
        const torch::Tensor ordered = model->encode(input).states.select(1, 3);
        input.pictures = input.pictures.index_select(1, mixed);
        input.texts = input.texts.index_select(1, mixed);
        const torch::Tensor shuffled = model->encode(input).states.select(1, 3);
        QCOMPARE(isNear(ordered, shuffled, 1e-4), family == std::string("meanpool"));
    }
}

void ModelsSequenceTest::a_zeroed_recurrence_sees_nothing() {
    const torch::NoGradGuard noGradients;
    json zeroed = tiny("gru-attention");
    zeroed["parts"]["recurrence"]["zero_recurrence"] = true;
    const auto model = made(zeroed);
    const torch::Tensor states = model->encode(batch(*model).input(4)).states;
    QVERIFY(torch::equal(states, states[0][0].expand_as(states)));
}

void ModelsSequenceTest::the_context_picture_is_compared_with_the_mean_input() {
    const torch::NoGradGuard noGradients;
    const auto model = made(tiny("gru-attention"));
    model->eval();
    const models::Batch one = batch(*model);
    const models::StoryOutput output = model->forward(one, {"context_picture", "content_picture"});
    const torch::Tensor mean = one.pictures.narrow(1, 0, 4).flatten(0, 1).mean(0);
    QVERIFY(isNear(output.ownLosses.at("context_picture"), (output.nextPicture - mean).square().mean()));
    const torch::Tensor truth = one.pictures.select(1, 4).index_select(0, one.ordered);
    QVERIFY(isNear(output.ownLosses.at("content_picture"), (output.nextPicture - truth).abs().mean()));
    QVERIFY(!output.nextCaptions.logits.defined());
}

void ModelsSequenceTest::pretraining_changes_its_own_parts_only() {
    for (const auto& [loss, parts] :
         std::map<std::string, std::set<std::string>>{{"picture_autoencoder", {"picture_encoder", "picture_decoder"}},
                                                      {"text_autoencoder", {"text_encoder", "text_decoder"}}}) {
        for (const char* family : {"course-baseline", "course-v2"}) {
            const auto model = made(tiny(family));
            const models::StoryOutput output = model->forward(batch(*model), {loss});
            QCOMPARE(output.ownLosses.size(), std::size_t{1});
            QVERIFY(!output.encoded.states.defined());
            output.ownLosses.at(loss).backward();
            for (const auto& item : model->named_parameters()) {
                const bool isPart = parts.contains(item.key().substr(0, item.key().find('.')));
                QVERIFY2(item.value().grad().defined() == isPart, item.key().c_str());
            }
        }
    }
}

void ModelsSequenceTest::missing_texts_and_tags_count_as_empty() {
    const torch::NoGradGuard noGradients;
    const auto model = made(tiny("tag-score-lstm"));
    model->eval();
    models::StoryInput input = batch(*model).input(4);
    input.texts.zero_();
    input.tags.zero_();
    const torch::Tensor empty = model->encode(input).states;
    QVERIFY(isNear(model->encode(models::StoryInput::of(input.pictures)).states, empty));
    input.tags.fill_(1);
    QVERIFY(!isNear(model->encode(input).states, empty, 1e-4));
}

void ModelsSequenceTest::features_of_frozen_texts_stand_for_the_texts() {
    json frozen = tiny("gru-attention");
    QVERIFY(!made(frozen)->frozenTextFeatures(torch::tensor({{2L, 3L}})).defined());
    frozen["parts"]["text_encoder"]["frozen"] = true;
    const auto model = made(frozen);
    models::StoryInput input = batch(*model).input(4);
    const torch::Tensor read = model->encode(input).states;
    input.textFeatures = model->frozenTextFeatures(input.texts.flatten(0, 1)).unflatten(0, {3, 4});
    QVERIFY(!input.textFeatures.requires_grad());
    input.texts = torch::Tensor();
    QVERIFY(isNear(model->encode(input).states, read));
}

void ModelsSequenceTest::targets_follow_the_encoders_until_they_are_used() {
    const torch::NoGradGuard noGradients;
    const auto model = made(tiny("course-v2"));
    const models::Batch one = batch(*model);
    auto weights = model->named_parameters();
    const torch::Tensor encoder = weights["picture_encoder.content_head.weight"];
    const torch::Tensor target = weights["picture_target.content_head.weight"];
    QVERIFY(torch::equal(encoder, target) && !target.requires_grad());
    torch::Tensor changed = encoder;
    changed.add_(1);
    model->forward(one, {"latent_picture", "next_caption"});
    QVERIFY(!torch::equal(encoder, target));
    model->forward(one);
    QVERIFY(!torch::equal(encoder, target));
    model->forward(one, {"picture_autoencoder"});
    QVERIFY(torch::equal(encoder, target));
}

void ModelsSequenceTest::a_saved_model_foretells_the_same() {
    const QTemporaryDir folder;
    const torch::NoGradGuard noGradients;
    const auto model = made(tiny("course-v2"));
    const models::Batch one = batch(*model);
    model->forward(one); // moves the running statistics
    model->eval();
    const text::WordTokenizer tokenizer(
        {"[PAD]", "[UNK]", "[BOS]", "[EOS]", "a", "cat", "sees", "dog", "the", "house", "and", "."});
    const std::string path = folder.filePath("model").toStdString();
    models::saveModelFolder(*model, tokenizer, "# Card\n", path);
    const models::LoadedModel loaded = models::loadModelFolder(path);
    QVERIFY(torch::equal(model->encode(one.input()).states, loaded.model->encode(one.input()).states));
}

void ModelsSequenceTest::a_wrong_description_is_refused_data() {
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("named");
    QTest::newRow("unknown part") << "recurrence"
                                  << "part"
                                  << "\"crystal_ball\""
                                  << "crystal_ball";
    QTest::newRow("unknown key") << "recurrence"
                                 << "zero"
                                 << "true"
                                 << "zero";
    QTest::newRow("not a boolean") << "recurrence"
                                   << "zero_recurrence"
                                   << "1"
                                   << "zero_recurrence";
    QTest::newRow("unknown role") << "crystal_ball"
                                  << "part"
                                  << "\"gru\""
                                  << "crystal_ball";
    QTest::newRow("even kernel") << "picture_encoder"
                                 << "kernels"
                                 << "[4, 3, 3]"
                                 << "odd";
    QTest::newRow("too few kernels") << "picture_decoder"
                                     << "kernels"
                                     << "[4, 4]"
                                     << "kernels";
    QTest::newRow("groups") << "picture_encoder"
                            << "groups"
                            << "7"
                            << "groups";
    QTest::newRow("other latent than the decoder draws from") << "latent"
                                                              << "size"
                                                              << "5"
                                                              << "5 numbers";
    QTest::newRow("other state than the decoder begins with") << "text_encoder"
                                                              << "hidden_size"
                                                              << "5"
                                                              << "5 numbers";
    QTest::newRow("key of another latent") << "latent"
                                           << "part"
                                           << "\"content_latent\""
                                           << "activation";
}

void ModelsSequenceTest::a_wrong_description_is_refused() {
    QFETCH(QString, role);
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, named);
    json model = tiny("gru-attention");
    model["parts"][role.toStdString()][key.toStdString()] = json::parse(value.toStdString());
    try {
        made(model);
        QFAIL("no error");
    } catch (const Error& error) {
        QVERIFY(error.code() == ErrorCode::Malformed || error.code() == ErrorCode::Mismatch);
        QVERIFY2(QString(error.what()).contains(named), error.what());
    }
}

QTEST_APPLESS_MAIN(ModelsSequenceTest)
#include "models_sequence_test.moc"
