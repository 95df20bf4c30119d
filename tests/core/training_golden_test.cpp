// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/contrastive.h"
#include "core/training/adam_optimizer.h"
#include "core/training/losses.h"
#include "core/training/schedule.h"

#include <torch/torch.h>

#include <QTest>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace storyscope;
using namespace storyscope::training;
using nlohmann::json;

namespace {

constexpr double tolerance = 1e-10;

json golden(const char* name) {
    std::ifstream file(std::string(STORYSCOPE_SHARED_DATA) + "/golden/schedulers/" + name);
    return file ? json::parse(file) : json();
}

torch::Tensor numbers(const json& list) {
    std::vector<double> values;
    std::vector<std::int64_t> shape{static_cast<std::int64_t>(list.size())};
    if (list[0].is_array()) {
        shape.push_back(static_cast<std::int64_t>(list[0].size()));
        for (const json& row : list) {
            const auto part = row.get<std::vector<double>>();
            values.insert(values.end(), part.begin(), part.end());
        }
    } else {
        values = list.get<std::vector<double>>();
    }
    return torch::tensor(values, torch::kFloat64).view(shape);
}

/// A loss term of ours for the inputs of a golden case.
torch::Tensor lossNamed(const std::string& name, std::map<std::string, torch::Tensor>& inputs) {
    if (name == "contrastive") {
        return nn::symmetricContrastiveLoss(inputs.at("image"), inputs.at("text"),
                                            std::exp(-inputs.at("logit_scale").item<double>()));
    }
    models::StoryOutput output;
    models::Batch batch;
    if (name == "caption") {
        output.captions.logits = inputs.at("input");
        output.captions.targets = inputs.at("target").to(torch::kLong);
    } else if (name == "tags") {
        output.encoded.tagLogits = inputs.at("input").unsqueeze(0);
        batch.tags = inputs.at("target").unsqueeze(0);
        batch.tagsKnown = torch::ones({1, inputs.at("input").size(0)}, torch::kFloat64);
    } else {
        output.encoded.scoreLogits = inputs.at("input").flatten();
        batch.scores = inputs.at("target").flatten();
        batch.scoresKnown = torch::ones({batch.scores.numel()}, torch::kFloat64);
    }
    return lossTerms(output, batch, {.weights = {{name, 1}}}).at(name);
}

bool isNear(const torch::Tensor& a, const torch::Tensor& b) {
    return torch::allclose(a, b, tolerance, tolerance);
}

} // namespace

/// Optimizers, schedules, clipping and losses beside the numbers of PyTorch and Transformers.
class TrainingGoldenTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void optimizers_take_the_steps_of_pytorch_data();
    void optimizers_take_the_steps_of_pytorch();
    void two_groups_clipping_and_warm_up_work_together();
    void schedules_give_the_published_rates_data();
    void schedules_give_the_published_rates();
    void a_plateau_falls_as_in_pytorch_data();
    void a_plateau_falls_as_in_pytorch();
    void gradients_are_clipped_as_in_pytorch();
    void losses_and_their_gradients_are_those_of_pytorch_data();
    void losses_and_their_gradients_are_those_of_pytorch();
};

void TrainingGoldenTest::optimizers_take_the_steps_of_pytorch_data() {
    QTest::addColumn<QString>("run");
    QTest::addColumn<bool>("isAdamW");
    QTest::addColumn<double>("beta1");
    QTest::addColumn<double>("beta2");
    QTest::addColumn<double>("epsilon");
    QTest::addColumn<double>("decay");
    QTest::newRow("Adam") << "Adam lr=0.1" << false << 0.9 << 0.999 << 1e-8 << 0.0;
    QTest::newRow("betas") << "Adam lr=0.1 betas=(0.8,0.95) eps=1e-6" << false << 0.8 << 0.95 << 1e-6 << 0.0;
    QTest::newRow("L2") << "Adam lr=0.1 weight_decay=0.1" << false << 0.9 << 0.999 << 1e-8 << 0.1;
    QTest::newRow("AdamW") << "AdamW lr=0.1" << true << 0.9 << 0.999 << 1e-8 << 0.01;
    QTest::newRow("AdamW, decay") << "AdamW lr=0.1 weight_decay=0.1" << true << 0.9 << 0.999 << 1e-8 << 0.1;
}

void TrainingGoldenTest::optimizers_take_the_steps_of_pytorch() {
    QFETCH(QString, run);
    QFETCH(bool, isAdamW);
    QFETCH(double, beta1);
    QFETCH(double, beta2);
    QFETCH(double, epsilon);
    QFETCH(double, decay);
    const json file = golden("optimizers.json");
    if (file.is_null()) {
        QSKIP("golden/schedulers is not here");
    }
    const torch::Tensor d = numbers(file["d"]);
    const torch::Tensor c = numbers(file["c"]);
    torch::Tensor w = numbers(file["w0"]).requires_grad_();
    const AdamOptions::Kind kind = isAdamW ? AdamOptions::Kind::AdamW : AdamOptions::Kind::Adam;
    AdamOptimizer optimizer({{.weights = {{"w", w}}, .decay = decay, .learningRateFactor = 1}},
                            {.kind = kind, .beta1 = beta1, .beta2 = beta2, .epsilon = epsilon});
    const json& expected = file["runs"][run.toStdString()];
    for (const json& step : expected["steps"]) {
        optimizer.clearGradients();
        const torch::Tensor loss = 0.5 * (d * (w - c).pow(2)).sum() + 0.1 * torch::sin(3 * w).sum();
        QVERIFY(std::abs(loss.item<double>() - step["loss_before"].get<double>()) < 1e-9);
        loss.backward();
        optimizer.step({.learningRate = 0.1});
        QVERIFY(isNear(w.detach(), numbers(step["w"])));
    }
    const auto state = optimizer.state();
    QVERIFY(isNear(state.at("w.exp_avg"), numbers(expected["final_state"]["exp_avg"])));
    QVERIFY(isNear(state.at("w.exp_avg_sq"), numbers(expected["final_state"]["exp_avg_sq"])));
    QCOMPARE(state.at("w.step").item<std::int64_t>(), std::int64_t{20});
}

void TrainingGoldenTest::two_groups_clipping_and_warm_up_work_together() {
    const json file = golden("optimizers.json");
    if (file.is_null()) {
        QSKIP("golden/schedulers is not here");
    }
    const json& expected = file["two_groups_clip_warmup"];
    torch::Tensor w1 = numbers(expected["w1_0"]).requires_grad_();
    torch::Tensor w2 = numbers(expected["w2_0"]).requires_grad_();
    AdamOptimizer optimizer({{.weights = {{"w1", w1}}, .decay = 0, .learningRateFactor = 1},
                             {.weights = {{"w2", w2}}, .decay = 0.1, .learningRateFactor = 4}},
                            {.kind = AdamOptions::Kind::AdamW, .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8});
    for (const json& step : expected["steps"]) {
        optimizer.clearGradients();
        const torch::Tensor loss = w1.pow(4).sum() + 3 * (w2 - 1).pow(2).sum() + w1.sum() * w2.sum();
        QVERIFY(std::abs(loss.item<double>() - step["loss_before"].get<double>()) < 1e-8);
        loss.backward();
        const double norm = torch::nn::utils::clip_grad_norm_(optimizer.weights(), 2.0);
        QVERIFY(std::abs(norm - step["total_norm_before_clipping"].get<double>()) < 1e-8);
        optimizer.step({.learningRate = step["lr"][0].get<double>()});
        QVERIFY(torch::allclose(w1.detach(), numbers(step["w1"]), 1e-9, 1e-9));
        QVERIFY(torch::allclose(w2.detach(), numbers(step["w2"]), 1e-9, 1e-9));
    }
}

void TrainingGoldenTest::schedules_give_the_published_rates_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("warmUp");
    QTest::addColumn<int>("total");
    QTest::addColumn<double>("last");
    QTest::addColumn<int>("firstStep"); // ours of the file's first number
    const auto row = [](const char* name, Schedule::Kind kind, int warmUp, int total, double last, int firstStep) {
        QTest::newRow(name) << name << static_cast<int>(kind) << warmUp << total << last << firstStep;
    };
    row("HF cosine warmup=5 total=20 lr=0.1", Schedule::Kind::Cosine, 5, 20, 0, 0);
    row("CosineAnnealingLR T_max=10 eta_min=0.001 lr=0.1", Schedule::Kind::Cosine, 0, 10, 0.001, 0);
    row("HF constant_with_warmup warmup=4 lr=0.1", Schedule::Kind::Constant, 4, 8, 0, 0);
    row("OneCycleLR max_lr=0.1 total_steps=20 cos (lr, momentum)", Schedule::Kind::OneCycle, 0, 20, 0, 1);
}

void TrainingGoldenTest::schedules_give_the_published_rates() {
    QFETCH(QString, name);
    QFETCH(int, kind);
    QFETCH(int, warmUp);
    QFETCH(int, total);
    QFETCH(double, last);
    QFETCH(int, firstStep);
    const json file = golden("lr_schedules.json");
    if (file.is_null()) {
        QSKIP("golden/schedulers is not here");
    }
    const json& rates = file["lr_at_each_step"][name.toStdString()];
    QVERIFY(rates.size() >= 8);
    const Schedule schedule{.kind = static_cast<Schedule::Kind>(kind),
                            .peak = 0.1,
                            .final = last,
                            .warmUpSteps = warmUp,
                            .totalSteps = total};
    for (std::size_t i = 0; i < std::min(rates.size(), static_cast<std::size_t>(total)); ++i) {
        const Rate rate = schedule.rate(static_cast<std::int64_t>(i) + firstStep);
        const double expected = (rates[i].is_array() ? rates[i][0] : rates[i]).get<double>();
        QVERIFY2(std::abs(rate.learningRate - expected) < tolerance, qPrintable(QString::number(i)));
        if (rates[i].is_array()) {
            QVERIFY(std::abs(*rate.beta1 - rates[i][1].get<double>()) < tolerance);
        }
    }
}

void TrainingGoldenTest::a_plateau_falls_as_in_pytorch_data() {
    QTest::addColumn<QString>("run");
    QTest::addColumn<int>("patience");
    QTest::addColumn<int>("cooldown");
    QTest::addColumn<double>("lowest");
    QTest::newRow("patience") << "min rel patience=2 factor=0.5" << 2 << 0 << 0.0;
    QTest::newRow("cooldown and floor") << "min cooldown=3 patience=1 factor=0.5 min_lr=0.02" << 1 << 3 << 0.02;
}

void TrainingGoldenTest::a_plateau_falls_as_in_pytorch() {
    QFETCH(QString, run);
    QFETCH(int, patience);
    QFETCH(int, cooldown);
    QFETCH(double, lowest);
    const json file = golden("lr_schedules.json");
    if (file.is_null()) {
        QSKIP("golden/schedulers is not here");
    }
    const json& plateau = file["ReduceLROnPlateau"];
    const json& expected =
        plateau["runs"][run.toStdString()]["after_each_metric [lr,num_bad_epochs,cooldown_counter,best]"];
    QCOMPARE(expected.size(), plateau["metrics"].size());
    Schedule schedule{.kind = Schedule::Kind::Plateau, .peak = 0.1};
    schedule.plateau.patience = patience;
    schedule.plateau.cooldown = cooldown;
    schedule.plateau.lowest = lowest;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const json& metric = plateau["metrics"][i];
        schedule.epochDone(metric.is_number() ? metric.get<double>() : std::nan(""));
        QVERIFY2(std::abs(schedule.learningRate(1) - expected[i][0].get<double>()) < tolerance,
                 qPrintable(QString::number(i)));
        QCOMPARE(schedule.plateau.badEpochs, expected[i][1].get<int>());
        QCOMPARE(schedule.plateau.coolingEpochs, expected[i][2].get<int>());
    }
}

void TrainingGoldenTest::gradients_are_clipped_as_in_pytorch() {
    const json file = golden("grad_clipping.json");
    if (file.is_null()) {
        QSKIP("golden/schedulers is not here");
    }
    int checked = 0;
    for (const json& one : file["cases"]) {
        if (one["kind"] != "norm" || one["args"].contains("norm_type")) {
            continue; // the trainer clips the 2-norm
        }
        std::vector<torch::Tensor> weights;
        for (const json& gradient : file["gradients"]) {
            const torch::Tensor value = numbers(gradient);
            weights.push_back(torch::zeros_like(value).requires_grad_());
            weights.back().mutable_grad() = value;
        }
        const double norm = torch::nn::utils::clip_grad_norm_(weights, one["args"]["max_norm"].get<double>());
        QVERIFY(std::abs(norm - one["total_norm_returned"].get<double>()) < tolerance);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            QVERIFY(isNear(weights[i].grad(), numbers(one["clipped"][i])));
        }
        ++checked;
    }
    QVERIFY(checked > 0);
}

void TrainingGoldenTest::losses_and_their_gradients_are_those_of_pytorch_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("caption") << "cross_entropy";
    QTest::newRow("tags") << "binary_cross_entropy_with_logits";
    QTest::newRow("score") << "binary_cross_entropy_with_logits";
    QTest::newRow("contrastive") << "clip_symmetric_contrastive";
}

void TrainingGoldenTest::losses_and_their_gradients_are_those_of_pytorch() {
    QFETCH(QString, name);
    const json file = golden("losses.json");
    if (file.is_null()) {
        QSKIP("golden/schedulers is not here");
    }
    const std::string term = QTest::currentDataTag();
    int checked = 0;
    for (const json& one : file["cases"]) {
        const bool isPlain = one["args"].empty() || term == "contrastive";
        if (one["name"] != name.toStdString() || !isPlain) {
            continue;
        }
        std::map<std::string, torch::Tensor> inputs;
        for (const auto& [key, value] : one["inputs"].items()) {
            inputs[key] = value.is_array() ? numbers(value) : torch::tensor(value.get<double>(), torch::kFloat64);
            inputs[key].requires_grad_(one["gradients"].contains(key) && key != "logit_scale");
        }
        const torch::Tensor loss = lossNamed(term, inputs);
        QVERIFY(std::abs(loss.item<double>() - one["output"].get<double>()) < tolerance);
        loss.backward();
        for (const auto& [key, expected] : one["gradients"].items()) {
            if (key != "logit_scale") { // ours is a setting
                QVERIFY2(isNear(inputs.at(key).grad(), numbers(expected)), key.c_str());
            }
        }
        ++checked;
    }
    QVERIFY(checked > 0);
}

QTEST_APPLESS_MAIN(TrainingGoldenTest)
#include "training_golden_test.moc"
