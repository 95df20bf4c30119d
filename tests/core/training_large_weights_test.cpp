// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/adam_optimizer.h"
#include "core/training/gradient_norm.h"

#include <torch/torch.h>

#include <QTest>

#include <cmath>
#include <limits>

using namespace storyscope;
using training::AdamOptimizer;
using training::AdamOptions;

namespace {

torch::Tensor weightWithGradient(const std::vector<std::int64_t>& shape) {
    torch::Tensor weight = torch::randn(shape).requires_grad_();
    weight.mutable_grad() = torch::randn(shape);
    return weight;
}

} // namespace

class TrainingLargeWeightsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { torch::manual_seed(1); }
    void weights_of_many_parts_change_as_with_torch_data();
    void weights_of_many_parts_change_as_with_torch();
    void large_gradients_are_scaled_as_with_torch();
    void small_gradients_are_not_touched();
    void a_gradient_that_is_no_number_is_told();
};

void TrainingLargeWeightsTest::weights_of_many_parts_change_as_with_torch_data() {
    QTest::addColumn<bool>("transposed");
    QTest::newRow("in order") << false;
    QTest::newRow("a gradient in another order") << true;
}

void TrainingLargeWeightsTest::weights_of_many_parts_change_as_with_torch() {
    QFETCH(bool, transposed);
    const torch::Tensor ours = torch::randn({401, 307}).requires_grad_();
    const torch::Tensor theirs = ours.detach().clone().requires_grad_();
    AdamOptimizer optimizer({{.weights = {{"w", ours}}, .decay = 0.01}}, AdamOptions{.beta2 = 0.999});
    torch::optim::AdamW known({theirs}, torch::optim::AdamWOptions(0.01).weight_decay(0.01));
    for (int step = 0; step < 3; ++step) {
        const torch::Tensor gradient = transposed ? torch::randn({307, 401}).t() : torch::randn({401, 307});
        ours.mutable_grad() = gradient;
        theirs.mutable_grad() = gradient.clone();
        optimizer.step({.learningRate = 0.01});
        known.step();
    }
    QVERIFY(torch::allclose(ours, theirs, 1e-5, 1e-6));
}

void TrainingLargeWeightsTest::large_gradients_are_scaled_as_with_torch() {
    const torch::Tensor a = weightWithGradient({50, 40});
    const torch::Tensor b = weightWithGradient({7});
    const torch::Tensor copyA = a.detach().clone().requires_grad_();
    const torch::Tensor copyB = b.detach().clone().requires_grad_();
    copyA.mutable_grad() = a.grad().clone();
    copyB.mutable_grad() = b.grad().clone();
    const double norm = training::clipGradients({a, b}, 1.0);
    QVERIFY(std::abs(norm - torch::nn::utils::clip_grad_norm_({copyA, copyB}, 1.0)) < 1e-4);
    QVERIFY(torch::allclose(a.grad(), copyA.grad(), 1e-6, 1e-9));
    QVERIFY(torch::allclose(b.grad(), copyB.grad(), 1e-6, 1e-9));
}

void TrainingLargeWeightsTest::small_gradients_are_not_touched() {
    const torch::Tensor weight = weightWithGradient({30});
    const torch::Tensor before = weight.grad().clone();
    QVERIFY(training::clipGradients({weight, torch::zeros({2}).requires_grad_()}, 1e3) > 0);
    QVERIFY(torch::equal(weight.grad(), before));
}

void TrainingLargeWeightsTest::a_gradient_that_is_no_number_is_told() {
    const torch::Tensor weight = weightWithGradient({3});
    weight.mutable_grad()[1] = std::numeric_limits<float>::quiet_NaN();
    QVERIFY(!std::isfinite(training::clipGradients({weight}, 1.0)));
}

QTEST_GUILESS_MAIN(TrainingLargeWeightsTest)
#include "training_large_weights_test.moc"
