// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/blip_folder.h"
#include "tests/support/git_folder.h"
#include "tests/support/tensor_distance.h"

#include "core/base/atomic_file.h"
#include "core/models/model_folder.h"
#include "core/models/model_info.h"
#include "core/text/byte_pair_bytes.h"
#include "core/text/byte_pair_tokenizer.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace storyscope;
using models::CaptionKind;
using nlohmann::json;
using test::distance;
namespace fs = std::filesystem;

namespace {

const fs::path golden = STORYSCOPE_SHARED_DATA "/golden";

/// 300 tokens as GPT-2 has them, the end last.
void writeBytePairs(const fs::path& folder) {
    text::BytePairFiles files;
    for (int byte = 0; byte < 256; ++byte) {
        files.tokens.push_back(text::byteSymbol(static_cast<unsigned char>(byte)));
    }
    for (char letter = 'A'; files.tokens.size() < 299; ++letter) {
        files.merges.push_back({.left = "x", .right = std::string(1, letter)});
        files.tokens.push_back("x" + files.merges.back().right);
    }
    files.tokens.emplace_back("<|endoftext|>");
    text::BytePairTokenizer(std::move(files)).save(folder);
}

void writeBertWords(const fs::path& folder) {
    test::writeTinyBlipFolder(folder, nlohmann::json::object());
}

void writeGitWords(const fs::path& folder) {
    test::writeTinyGitFolder(folder, nlohmann::json::object());
}

/// A reference model's folder, and where its outputs say what was put in.
struct Published {
    std::string folder;
    std::string config;
    std::string weights;
    std::string outputs;
    std::string prefix; ///< of pictures and logits among the outputs
    std::string tokens;
    std::string architecture;
    std::function<void(const fs::path&)> writeWords;
    double mean = 0; ///< of all colours; 0: CLIP's, and its deviation
};

std::vector<std::pair<const char*, Published>> published() {
    const std::string clip = "GitForCausalLM";
    const std::string pair = "VisionEncoderDecoderModel";
    return {
        {"BLIP", {"blip", "config", "model", "io", "", "input_ids", "BlipForConditionalGeneration", writeBertWords, 0}},
        {"GIT for videos", {"git", "config_video", "model", "io", "video.", "input_ids", clip, writeGitWords, 0}},
        {"vit-gpt2", {"vit_gpt2", "config", "model", "io", "", "decoder_input_ids", pair, writeBytePairs, 0.5}},
        {"vit-gpt2 with a projection",
         {"vit_gpt2", "proj_config", "proj_model", "proj_io", "", "decoder_input_ids", pair, writeBytePairs, 0.5}}};
}

/// What becomes of `values` when they are normalised: pictures in [0, 1] and beyond.
torch::Tensor beforeNormalizing(const torch::Tensor& values, double mean) {
    if (mean > 0) {
        return values * mean + mean;
    }
    const torch::Tensor clipMean = torch::tensor({0.48145466, 0.4578275, 0.40821073}, torch::kFloat32);
    const torch::Tensor deviation = torch::tensor({0.26862954, 0.26130258, 0.27577711}, torch::kFloat32);
    return values * deviation.view({3, 1, 1}) + clipMean.view({3, 1, 1});
}

} // namespace

Q_DECLARE_METATYPE(Published)

class ModelsPublishedFoldersTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void every_captioners_folder_is_recognised_and_gives_the_reference_logits_data() {
        QTest::addColumn<Published>("published");
        for (const auto& [name, row] : published()) {
            QTest::newRow(name) << row;
        }
    }

    void every_captioners_folder_is_recognised_and_gives_the_reference_logits() {
        QFETCH(const Published, published);
        const fs::path source = golden / published.folder;
        if (!fs::exists(source)) {
            QSKIP("The reference outputs of captioners are not on this machine");
        }
        const QTemporaryDir place;
        const fs::path folder = copied(published, place);
        const models::LoadedModel loaded = models::loadModelFolder(folder);
        QCOMPARE(loaded.model->config().architecture, published.architecture);
        QCOMPARE(loaded.tokenizer->vocabularySize(), std::int64_t{300});
        const auto outputs = models::readTensors(source / (published.outputs + ".safetensors"));
        const torch::NoGradGuard noGradients;
        torch::Tensor pictures = beforeNormalizing(outputs.at(published.prefix + "pixel_values"), published.mean)[0];
        pictures = pictures.dim() == 3 ? pictures.unsqueeze(0) : pictures;
        const CaptionKind kind = pictures.size(0) == 1 ? CaptionKind::Caption : CaptionKind::ClipCaption;
        const models::EncodedStory encoded = loaded.model->encode(models::StoryInput::of(pictures.unsqueeze(0)));
        const nn::TextMemory memory = loaded.model->remember(kind, encoded);
        nn::TextCache cache = loaded.model->begin(kind, encoded, pictures.size(0) - 1);
        const torch::Tensor tokens = outputs.at(published.tokens)[0];
        const torch::Tensor all = outputs.at(published.prefix + "logits")[0];
        const torch::Tensor expected = all.narrow(0, all.size(0) - tokens.size(0), tokens.size(0));
        for (std::int64_t text = 0; text < tokens.size(0); ++text) {
            const nn::TextStep step = loaded.model->step(kind, tokens[text].unsqueeze(0), memory, cache);
            QVERIFY(distance(step.logits[0], expected[text]) < 2e-4);
        }
    }

    void a_saved_captioner_is_a_published_folder_data() {
        every_captioners_folder_is_recognised_and_gives_the_reference_logits_data();
    }

    void a_saved_captioner_is_a_published_folder() {
        QFETCH(const Published, published);
        if (!fs::exists(golden / published.folder)) {
            QSKIP("The reference outputs of captioners are not on this machine");
        }
        const QTemporaryDir place;
        const fs::path folder = copied(published, place);
        const models::LoadedModel loaded = models::loadModelFolder(folder);
        const fs::path saved = folder.parent_path() / "saved";
        models::saveModelFolder(*loaded.model, *loaded.tokenizer, "# Card\n", saved);

        models::NamedTensors expected = models::readTensors(folder / "model.safetensors");
        std::erase_if(expected, [](const auto& item) { // which nothing needs
            return item.first.ends_with("position_ids") || item.first.find("pooler.") != std::string::npos;
        });
        const models::NamedTensors written = models::readTensors(saved / "model.safetensors");
        for (const auto& [name, tensor] : written) {
            QVERIFY2(expected.contains(name), name.c_str());
            QVERIFY2(tensor.sizes() == expected.at(name).sizes(), name.c_str());
            QVERIFY2(torch::equal(tensor, expected.at(name)), name.c_str());
        }
        QCOMPARE(written.size(), expected.size());

        const json theirs = json::parse(readFile(folder / "config.json"));
        const json ours = json::parse(readFile(saved / "config.json"));
        for (const auto& difference : json::diff(theirs, ours)) {
            const std::string path = difference["path"];
            const bool isTheirs = theirs.contains(json::json_pointer(path));
            QVERIFY2(difference["op"] != "replace" || !isTheirs || mayDiffer(path), path.c_str());
        }
        QVERIFY(ours["architectures"] == json::array({published.architecture}));
        const models::LoadedModel again = models::loadModelFolder(saved);
        QVERIFY(toJson(again.model->config()) == toJson(loaded.model->config()));
        for (const auto& item : loaded.model->named_parameters()) {
            QVERIFY(torch::equal(again.model->named_parameters()[item.key()], item.value()));
        }
        QVERIFY(json::parse(readFile(saved / "preprocessor_config.json")).contains("image_mean"));
        QCOMPARE(readFile(saved / "README.md"), std::string("# Card\n"));
    }

private:
    static fs::path copied(const Published& published, const QTemporaryDir& place) {
        const fs::path source = golden / published.folder;
        const fs::path folder = fs::path(place.path().toStdString()) / "model";
        fs::create_directories(folder);
        published.writeWords(folder);
        const auto anew = fs::copy_options::overwrite_existing;
        fs::copy_file(source / (published.config + ".json"), folder / "config.json", anew);
        fs::copy_file(source / (published.weights + ".safetensors"), folder / "model.safetensors", anew);
        return folder;
    }

    /// What the reference models say otherwise than the tokenizer that this test gives them, or than what a fine-tuned
    /// model must say.
    static bool mayDiffer(const std::string& path) {
        const auto ends = [&](const char* ending) { return path.ends_with(ending); };
        return ends("/eos_token_id") || ends("/bos_token_id") || ends("/tie_word_embeddings") || ends("dropout_prob") ||
               ends("/model_type") || ends("/torch_dtype") || ends("/architectures") || ends("_pdrop") ||
               ends("/decoder_start_token_id") || ends("/n_inner");
    }
};

QTEST_APPLESS_MAIN(ModelsPublishedFoldersTest)
#include "models_published_folders_test.moc"
