// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/activation.h"
#include "core/nn/attention.h"
#include "core/nn/multi_head_attention.h"
#include "tests/support/tensor_distance.h"

#include <torch/torch.h>

#include <QTest>

using namespace storyscope::nn;
using storyscope::test::distance;

class NnAttentionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { torch::manual_seed(3); }

    void attention_is_the_same_when_nobody_wants_its_weights_data() {
        QTest::addColumn<int>("stories");
        QTest::addColumn<int>("queries");
        QTest::addColumn<int>("seen");
        QTest::addColumn<bool>("learns");
        QTest::newRow("a picture that looks at itself") << 1 << 17 << 17 << false;
        QTest::newRow("several pictures") << 3 << 5 << 5 << false;
        QTest::newRow("more queries than are computed at once") << 2 << 800 << 9 << false;
        QTest::newRow("with gradients") << 2 << 6 << 4 << true;
    }

    void attention_is_the_same_when_nobody_wants_its_weights() {
        QFETCH(int, stories);
        QFETCH(int, queries);
        QFETCH(int, seen);
        QFETCH(bool, learns);
        constexpr std::int64_t heads = 4;
        const torch::Tensor asked = splitHeads(torch::randn({stories, queries, 32}), heads).requires_grad_(learns);
        const torch::Tensor keys = splitHeads(torch::randn({stories, seen, 32}), heads);
        const torch::Tensor values = splitHeads(torch::randn({stories, seen, 32}), heads);
        const torch::AutoGradMode gradients(learns);
        const torch::Tensor output = attendUnseen(asked, keys, values);
        QVERIFY(distance(output.detach(), attend(asked, keys, values, {}).output.detach()) < 1e-5);
        QCOMPARE(output.requires_grad(), learns);
    }

    void a_module_gives_the_same_output_with_and_without_weights() {
        const torch::NoGradGuard noGradients;
        for (const auto rotary : {std::optional<RotaryPairs>(), std::optional(RotaryPairs::Neighbours)}) {
            MultiHeadAttention attention({.size = 24, .heads = 3, .rotary = rotary});
            attention.eval();
            const torch::Tensor x = torch::randn({2, 7, 24});
            const MultiHeadAttention::Output looked = attention.forward(x, attention.remember(x), {});
            QVERIFY(distance(attention.unseen(x), looked.output) < 1e-5);
        }
    }

    /// What GIT's texts do: they share their clip's memory, and each has one of its own.
    void several_memories_are_looked_at_as_if_they_were_one() {
        const torch::NoGradGuard noGradients;
        MultiHeadAttention attention({.size = 24, .heads = 3, .rotary = {}});
        attention.eval();
        constexpr std::int64_t clips = 2;
        constexpr std::int64_t texts = 3; // of each clip
        const torch::Tensor x = torch::randn({clips * texts, 4, 24});
        const MultiHeadAttention::Memory clip = attention.remember(torch::randn({clips, 5, 24}));
        const MultiHeadAttention::Memory own = attention.remember(x);
        const auto joined = [&](const torch::Tensor& ofClips, const torch::Tensor& ofTexts) {
            return torch::cat({ofClips.repeat_interleave(texts, 0), ofTexts}, 2);
        };
        const MultiHeadAttention::Memory whole{joined(clip.keys, own.keys), joined(clip.values, own.values)};
        const torch::Tensor bias = torch::constant_pad_nd(causalBias(4, torch::kCPU), {5, 0});
        const MultiHeadAttention::Output expected = attention.forward(x, whole, bias);
        const MultiHeadAttention::Output found = attention.forward(x, std::vector{clip, own}, bias);
        QVERIFY(distance(found.output, expected.output) < 1e-5);
        QVERIFY(distance(found.weights, expected.weights) < 1e-6);
    }

    void an_activation_takes_the_memory_of_its_argument_only_where_nothing_is_learnt_data() {
        QTest::addColumn<int>("activation");
        QTest::newRow("gelu") << static_cast<int>(Activation::Gelu);
        QTest::newRow("quick gelu") << static_cast<int>(Activation::QuickGelu);
        QTest::newRow("gelu by tanh") << static_cast<int>(Activation::TanhGelu);
    }

    void an_activation_takes_the_memory_of_its_argument_only_where_nothing_is_learnt() {
        QFETCH(int, activation);
        const torch::Tensor x = torch::randn({3, 20});
        const torch::Tensor before = x.clone();
        torch::Tensor learning = x;
        const torch::Tensor expected = activated(std::move(learning), static_cast<Activation>(activation));
        QVERIFY(torch::equal(x, before));
        const torch::NoGradGuard noGradients;
        torch::Tensor given = x.clone();
        const void* memory = given.data_ptr();
        const torch::Tensor found = activated(std::move(given), static_cast<Activation>(activation));
        QCOMPARE(found.data_ptr(), memory);
        QVERIFY(distance(found, expected) < 1e-6);
    }
};

QTEST_APPLESS_MAIN(NnAttentionTest)
#include "nn_attention_test.moc"
