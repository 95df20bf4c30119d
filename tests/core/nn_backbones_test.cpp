// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/image_file.h"
#include "core/media/picture_preparation.h"
#include "core/models/picture_preprocessing.h"
#include "core/models/pretrained_catalogue.h"
#include "core/models/pretrained_weights.h"
#include "core/models/weights_file.h"
#include "core/nn/pretrained_frame_encoder.h"
#include "core/nn/resnet.h"
#include "core/nn/squeezenet.h"

#include <torch/torch.h>

#include <QTest>

#include <cmath>
#include <fstream>

#include <nlohmann/json.hpp>

using namespace storyscope;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

const fs::path golden = fs::path(STORYSCOPE_SHARED_DATA) / "golden" / "resnet";
const fs::path weights = fs::path(STORYSCOPE_SHARED_DATA) / "data" / "weights";

json jsonFrom(const fs::path& file) {
    std::ifstream stream(file);
    return json::parse(stream);
}

/// PNG's.
std::uint32_t crc32(const std::string& text) {
    std::uint32_t crc = ~0U;
    for (const char byte : text) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return ~crc;
}

/// Numbers in [−1, 1) that the name decides, as the reference's README says.
torch::Tensor numbersOf(const std::string& name, torch::IntArrayRef shape) {
    const std::uint64_t seed = crc32(name);
    torch::Tensor tensor = torch::empty(shape, torch::kFloat64);
    double* const values = tensor.data_ptr<double>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
        std::uint64_t x = (seed << 32) + static_cast<std::uint64_t>(i) + 0x9E3779B97F4A7C15U;
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9U;
        x = (x ^ x >> 27) * 0x94D049BB133111EBU;
        x ^= x >> 31;
        values[i] = 2.0 * (static_cast<double>(x >> 40) / 16777216.0) - 1.0;
    }
    return tensor;
}

torch::Tensor weightOf(const std::string& name, const torch::Tensor& tensor) {
    const torch::Tensor s = numbersOf(name, tensor.sizes());
    if (tensor.dim() == 4) {
        return s * std::sqrt(6.0 / static_cast<double>(tensor.size(1) * tensor.size(2) * tensor.size(3)));
    }
    if (tensor.dim() == 2) {
        return s * std::sqrt(3.0 / static_cast<double>(tensor.size(1)));
    }
    if (name.ends_with("running_var")) {
        return 1.0 + 0.5 * s.abs();
    }
    const bool isNormWeight = name.ends_with("weight");
    return isNormWeight ? 0.5 + 0.2 * s : 0.1 * s;
}

models::NamedTensors tensorsOf(const torch::nn::Module& network) {
    models::NamedTensors tensors;
    for (const auto& item : network.named_parameters()) {
        tensors[item.key()] = item.value();
    }
    for (const auto& item : network.named_buffers()) {
        tensors[item.key()] = item.value();
    }
    return tensors;
}

void fillByFormula(torch::nn::Module& network) {
    torch::NoGradGuard noGrad;
    for (auto& [name, tensor] : tensorsOf(network)) {
        if (tensor.is_floating_point()) {
            torch::Tensor target = tensor;
            target.copy_(weightOf(name, tensor));
        }
    }
}

torch::Tensor goldenInput() {
    torch::Tensor input = numbersOf("input", {2, 3, 224, 224});
    const torch::Tensor line = torch::arange(224, torch::kLong);
    const torch::Tensor tiles = torch::div(line, 32, "floor");
    const torch::Tensor board = 1 - 2 * torch::remainder(tiles.view({-1, 1}) + tiles, 2).to(torch::kFloat64);
    const torch::Tensor slope = ((line - 112).to(torch::kFloat64) / 64).view({-1, 1}).expand({224, 224});
    for (std::int64_t c = 0; c < 3; ++c) {
        input[0][c] += board * (static_cast<double>(c + 1) / 2);
        input[1][c] += slope * std::array{1.0, -1.0, 0.5}[static_cast<std::size_t>(c)];
    }
    return input.to(torch::kFloat32);
}

bool isClose(const torch::Tensor& computed, const torch::Tensor& expected) {
    const double largest = expected.abs().max().item<double>();
    const double error = (computed - expected).abs().max().item<double>();
    if (!(error <= 1e-5 * largest)) {
        qWarning("differs by %g, largest value %g", error, largest);
    }
    return error <= 1e-5 * largest;
}

} // namespace

/// The networks against torchvision's.
class NnBackbonesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void names_and_shapes_are_those_of_torchvision_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("resnet18") << "resnet18";
        QTest::newRow("resnet50") << "resnet50";
    }
    void names_and_shapes_are_those_of_torchvision() {
        QFETCH(QString, name);
        const fs::path file = golden / (name.toStdString() + "_state_dict.json");
        if (!fs::exists(file)) {
            QSKIP("torchvision's lists are not on this machine");
        }
        const auto network = models::makeBackbone(name.toStdString(), nn::Classifier::Kept);
        const models::NamedTensors tensors = tensorsOf(*network);
        const json expected = jsonFrom(file);
        QCOMPARE(tensors.size(), expected.size());
        for (const json& entry : expected) {
            const std::string key = entry["name"];
            QVERIFY2(tensors.contains(key), key.c_str());
            QCOMPARE(tensors.at(key).sizes().vec(), entry["shape"].get<std::vector<std::int64_t>>());
        }
    }

    void parameters_are_counted_as_published_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<qint64>("whole");
        QTest::addColumn<qint64>("withoutClassifier");
        QTest::newRow("resnet18") << "resnet18" << qint64{11'689'512} << qint64{11'176'512};
        QTest::newRow("resnet34") << "resnet34" << qint64{21'797'672} << qint64{21'284'672};
        QTest::newRow("resnet50") << "resnet50" << qint64{25'557'032} << qint64{23'508'032};
        QTest::newRow("squeezenet1_0") << "squeezenet1_0" << qint64{1'248'424} << qint64{735'424};
        QTest::newRow("squeezenet1_1") << "squeezenet1_1" << qint64{1'235'496} << qint64{722'496};
    }
    void parameters_are_counted_as_published() {
        QFETCH(QString, name);
        QFETCH(qint64, whole);
        QFETCH(qint64, withoutClassifier);
        const auto count = [&](nn::Classifier classifier) {
            qint64 sum = 0;
            for (const torch::Tensor& tensor : models::makeBackbone(name.toStdString(), classifier)->parameters()) {
                sum += tensor.numel();
            }
            return sum;
        };
        QCOMPARE(count(nn::Classifier::Kept), whole);
        QCOMPARE(count(nn::Classifier::LeftOut), withoutClassifier);
    }

    void a_resnet_computes_what_torchvision_computes_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("resnet18") << "resnet18";
        QTest::newRow("resnet50") << "resnet50";
    }
    void a_resnet_computes_what_torchvision_computes() {
        QFETCH(QString, name);
        if (!fs::exists(golden)) {
            QSKIP("torchvision's values are not on this machine");
        }
        const models::NamedTensors expected = models::readTensors(golden / "expected.safetensors");
        const auto wanted = [&](const std::string& tensor) { return expected.at(name.toStdString() + "." + tensor); };
        const auto kind = name == "resnet18" ? nn::ResNetKind::ResNet18 : nn::ResNetKind::ResNet50;
        nn::ResNet network(kind);
        fillByFormula(network);
        network.eval();
        torch::NoGradGuard noGrad;
        torch::Tensor grid;
        for (std::size_t stages = 0; stages <= 4; ++stages) {
            grid = network.stages(goldenInput(), stages);
            const std::string stage = stages == 0 ? "stem" : "layer" + std::to_string(stages);
            QVERIFY2(isClose(grid.mean({2, 3}), wanted(stage + ".channel_mean")), stage.c_str());
            QVERIFY2(isClose(grid.amax({2, 3}), wanted(stage + ".channel_max")), stage.c_str());
        }
        if (kind == nn::ResNetKind::ResNet18) {
            QVERIFY(isClose(grid, wanted("layer4")));
        } else {
            QVERIFY(isClose(grid.narrow(1, 0, 64), wanted("layer4.first64channels")));
        }
        QVERIFY(isClose(nn::pooled(grid), wanted("pooled")));
        const torch::Tensor logits = network.classify(grid);
        QVERIFY(isClose(logits, wanted("logits")));
        QVERIFY(torch::equal(std::get<1>(logits.topk(5)), wanted("top5")));
    }

    void a_squeezenet_names_what_photographs_show_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("squeezenet1_0") << "squeezenet1_0";
        QTest::newRow("squeezenet1_1") << "squeezenet1_1";
    }
    void a_squeezenet_names_what_photographs_show() {
        QFETCH(QString, name);
        if (!fs::exists(weights)) {
            QSKIP("The real weights are not on this machine");
        }
        const auto network = models::makeBackbone(name.toStdString(), nn::Classifier::Kept);
        const auto report = models::loadPretrained(
            *network, {.source = (weights / (name.toStdString() + ".safetensors")).string(), .sha256 = {}});
        QVERIFY(report.unexpected.empty());
        network->freeze();
        torch::NoGradGuard noGrad;
        const json expected = jsonFrom(weights / "top3.json");
        QCOMPARE(expected.size(), std::size_t{8});
        for (const auto& [photo, classes] : expected.items()) {
            const torch::Tensor pixels =
                models::prepare(media::readPicture(weights / "photos" / photo), media::PicturePreparation::imageNet());
            const torch::Tensor pictures = pixels.unsqueeze(0).to(torch::kFloat32) / 255.0;
            const torch::Tensor scores = network->classify(network->grid(pictures)).softmax(-1)[0];
            const auto [values, indices] = scores.topk(3);
            for (int i = 0; i < 3; ++i) {
                const json& wanted = classes[name.toStdString()][static_cast<std::size_t>(i)];
                QCOMPARE(labels().at(static_cast<std::size_t>(indices[i].item<std::int64_t>())),
                         wanted[0].get<std::string>());
                const double difference = values[i].item<double>() - wanted[1].get<double>();
                QVERIFY2(std::abs(difference) <= 0.01, (photo + ": " + std::to_string(difference)).c_str());
            }
        }
    }

    void the_grid_is_as_large_as_announced_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("side");
        for (const std::string& name : models::knownBackbones()) {
            for (const int side : {64, 97, 128, 224}) {
                QTest::addRow("%s %d", name.c_str(), side) << QString::fromStdString(name) << side;
            }
        }
    }
    void the_grid_is_as_large_as_announced() {
        QFETCH(QString, name);
        QFETCH(int, side);
        const auto network = models::makeBackbone(name.toStdString(), nn::Classifier::LeftOut);
        torch::NoGradGuard noGrad;
        const torch::Tensor grid = network->grid(torch::rand({1, 3, side, side}));
        const std::vector<std::int64_t> shape{1, network->channels(), network->gridSize(side), network->gridSize(side)};
        QCOMPARE(grid.sizes().vec(), shape);
    }

    void a_frozen_encoder_goes_on_from_its_features_data() {
        QTest::addColumn<bool>("pooled");
        QTest::newRow("pooled") << true;
        QTest::newRow("last stage") << false;
    }
    void a_frozen_encoder_goes_on_from_its_features() {
        QFETCH(bool, pooled);
        const auto encoder = frozenEncoder(pooled);
        const torch::Tensor pictures = torch::rand({2, 3, 64, 64});
        encoder->train();
        const torch::Tensor features = encoder->frozenFeatures(pictures);
        QVERIFY(!features.requires_grad());
        QCOMPARE(features.dim(), pooled ? 2 : 4);
        const nn::EncodedFrames once = encoder->forward(pictures);
        const nn::EncodedFrames twice = encoder->forwardFeatures(features);
        QVERIFY(torch::equal(once.patches, twice.patches));
        QVERIFY(torch::equal(once.summaries, twice.summaries));
        const std::vector<std::int64_t> patches{2, encoder->patchChannels(), encoder->gridSize(), encoder->gridSize()};
        QCOMPARE(once.patches.sizes().vec(), patches);
        QCOMPARE(encoder->gridSize(), pooled ? 1 : 2);
    }

    void training_never_touches_a_frozen_backbone() {
        const auto encoder = frozenEncoder(/*pooled=*/true);
        encoder->train();
        QVERIFY(encoder->is_training());
        QVERIFY(!encoder->backbone()->is_training());
        models::NamedTensors before;
        for (const auto& [name, tensor] : tensorsOf(*encoder->backbone())) {
            before[name] = tensor.clone();
        }
        torch::optim::AdamW optimizer(encoder->parameters(), torch::optim::AdamWOptions(0.1).weight_decay(0.1));
        for (int step = 0; step < 2; ++step) {
            optimizer.zero_grad();
            encoder->forward(torch::rand({2, 3, 64, 64})).summaries.square().sum().backward();
            optimizer.step();
        }
        for (const auto& [name, tensor] : tensorsOf(*encoder->backbone())) {
            QVERIFY2(torch::equal(tensor, before.at(name)), name.c_str());
            QVERIFY(!tensor.grad().defined());
        }
    }

    void an_unfrozen_backbone_learns() {
        nn::PretrainedFrameEncoder encoder(
            {.backbone = std::make_shared<nn::ResNet>(nn::ResNetKind::ResNet18, nn::Classifier::LeftOut),
             .pictureSize = 64,
             .summarySize = 4});
        encoder.train();
        QVERIFY(!encoder.frozenFeatures(torch::rand({2, 3, 64, 64})).defined());
        encoder.forward(torch::rand({2, 3, 64, 64})).summaries.square().sum().backward();
        for (const auto& item : encoder.named_parameters()) {
            QVERIFY2(item.value().grad().defined(), item.key().c_str());
        }
    }

private:
    static std::shared_ptr<nn::PretrainedFrameEncoder> frozenEncoder(bool pooled) {
        using Grid = nn::PretrainedFrameEncoderOptions::Grid;
        torch::manual_seed(3);
        const auto backbone = std::make_shared<nn::ResNet>(nn::ResNetKind::ResNet18, nn::Classifier::LeftOut);
        backbone->freeze();
        return std::make_shared<nn::PretrainedFrameEncoder>(
            nn::PretrainedFrameEncoderOptions{.backbone = backbone,
                                              .pictureSize = 64,
                                              .grid = pooled ? Grid::Pooled : Grid::LastStage,
                                              .summarySize = 8});
    }

    /// Lines "0,tench, Tinca tinca".
    static const std::vector<std::string>& labels() {
        static const std::vector<std::string> all = [] {
            std::vector<std::string> lines;
            std::ifstream stream(weights / "labels" / "imagenet.txt");
            for (std::string line; std::getline(stream, line);) {
                lines.push_back(line.substr(line.find(',') + 1));
            }
            return lines;
        }();
        return all;
    }
};

QTEST_GUILESS_MAIN(NnBackbonesTest)
#include "nn_backbones_test.moc"
