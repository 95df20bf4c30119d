// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/token_loss.h"

#include <torch/torch.h>

#include <QTest>

using namespace storyscope;

class NnTokenLossTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void loss_and_gradient_are_those_of_cross_entropy_data();
    void loss_and_gradient_are_those_of_cross_entropy();
    void the_number_of_threads_changes_nothing();
    void large_logits_stay_finite();
};

namespace {

struct Learnt {
    torch::Tensor loss;
    torch::Tensor gradient;
};

template <typename Loss>
Learnt learnt(const torch::Tensor& logits, const torch::Tensor& targets, const Loss& loss) {
    const torch::Tensor leaf = logits.detach().clone().requires_grad_();
    const torch::Tensor value = loss(leaf, targets);
    (value * 0.4).backward();
    return {value.detach(), leaf.grad()};
}

torch::Tensor crossEntropy(const torch::Tensor& logits, const torch::Tensor& targets) {
    return torch::nn::functional::cross_entropy(logits, targets);
}

} // namespace

void NnTokenLossTest::loss_and_gradient_are_those_of_cross_entropy_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("words");
    QTest::newRow("one row") << 1 << 7;
    QTest::newRow("a part that is not full") << 11 << 1000;
    QTest::newRow("BERT's vocabulary") << 50 << 30'522;
}

void NnTokenLossTest::loss_and_gradient_are_those_of_cross_entropy() {
    QFETCH(int, rows);
    QFETCH(int, words);
    torch::manual_seed(1);
    const torch::Tensor logits = torch::randn({rows, words}) * 3;
    const torch::Tensor targets = torch::randint(words, {rows}, torch::kLong);
    const Learnt ours = learnt(logits, targets, nn::tokenLoss);
    const Learnt known = learnt(logits, targets, crossEntropy);
    QVERIFY(torch::allclose(ours.loss, known.loss, 1e-6, 1e-6));
    QVERIFY(torch::allclose(ours.gradient, known.gradient, 1e-4, 1e-9));
}

void NnTokenLossTest::the_number_of_threads_changes_nothing() {
    torch::manual_seed(2);
    const torch::Tensor logits = torch::randn({37, 3000});
    const torch::Tensor targets = torch::randint(3000, {37}, torch::kLong);
    const int before = torch::get_num_threads();
    torch::set_num_threads(1);
    const Learnt one = learnt(logits, targets, nn::tokenLoss);
    torch::set_num_threads(3);
    const Learnt three = learnt(logits, targets, nn::tokenLoss);
    torch::set_num_threads(before);
    QVERIFY(torch::equal(one.loss, three.loss));
    QVERIFY(torch::equal(one.gradient, three.gradient));
}

void NnTokenLossTest::large_logits_stay_finite() {
    const torch::Tensor logits = torch::tensor({{1e4F, -1e4F}, {-1e4F, 1e4F}});
    const Learnt ours = learnt(logits, torch::tensor({0, 0}, torch::kLong), nn::tokenLoss);
    QCOMPARE(ours.loss.item<float>(), 1e4F);
    QVERIFY(torch::isfinite(ours.gradient).all().item<bool>());
}

QTEST_GUILESS_MAIN(NnTokenLossTest)
#include "nn_token_loss_test.moc"
