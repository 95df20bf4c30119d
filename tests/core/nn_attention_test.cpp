// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/activation.h"
#include "core/nn/attention.h"
#include "core/nn/linear.h"
#include "core/nn/multi_head_attention.h"
#include "tests/support/tensor_distance.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <QTest>
#include <mutex>
#include <set>
#include <thread>

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

    void attention_is_dropped_in_training_whoever_wants_its_weights() {
        const torch::NoGradGuard noGradients;
        MultiHeadAttention attention({.size = 24, .heads = 3, .rotary = {}, .dropout = 0.5});
        const torch::Tensor x = torch::randn({2, 7, 24});
        QVERIFY(distance(attention.unseen(x), attention.unseen(x)) > 1e-3);
        attention.eval();
        QCOMPARE(distance(attention.unseen(x), attention.unseen(x)), 0.0);
    }

    void words_find_the_same_without_keys_and_values_data() {
        QTest::addColumn<bool>("shared");
        QTest::addColumn<bool>("afterText");
        QTest::addColumn<bool>("learns");
        QTest::newRow("a picture for each") << false << false << false;
        QTest::newRow("one picture for all") << true << false << false;
        QTest::newRow("a picture for each, and text") << false << true << false;
        QTest::newRow("one picture for all, and text") << true << true << false;
        QTest::newRow("with gradients") << false << true << true;
    }

    /// The pictures are of different sizes, as clips at a story's ends are.
    void words_find_the_same_without_keys_and_values() {
        QFETCH(bool, shared);
        QFETCH(bool, afterText);
        QFETCH(bool, learns);
        const torch::AutoGradMode gradients(learns);
        constexpr std::int64_t words = 3;
        constexpr std::int64_t pictureSize = 20;
        MultiHeadAttention toPictures({.size = 24, .heads = 3, .rotary = {}, .memorySize = pictureSize});
        MultiHeadAttention toText({.size = 24, .heads = 3, .rotary = {}});
        toPictures.eval();
        const torch::Tensor x = torch::randn({words, 1, 24});
        const MultiHeadAttention::Memory text =
            afterText ? toText.remember(torch::randn({words, 4, 24})) : MultiHeadAttention::Memory();
        std::vector<torch::Tensor> pictures;
        for (std::int64_t size = 5; size < 5 + (shared ? 1 : words); ++size) {
            pictures.push_back(torch::randn({size, pictureSize}));
        }
        const MultiHeadAttention::Look look = toPictures.look(x, pictures, text);
        QCOMPARE(look.weights.size(), pictures.size());
        for (std::int64_t word = 0; word < words; ++word) {
            const std::size_t which = shared ? 0 : static_cast<std::size_t>(word);
            std::vector<MultiHeadAttention::Memory> memories{toPictures.remember(pictures[which].unsqueeze(0))};
            if (afterText) {
                memories.push_back({text.keys.narrow(0, word, 1), text.values.narrow(0, word, 1)});
            }
            const MultiHeadAttention::Output expected = toPictures.forward(x.narrow(0, word, 1), memories, {});
            QVERIFY(distance(look.output[word].detach(), expected.output[0].detach()) < 1e-5);
            const torch::Tensor ofPicture = expected.weights[0].squeeze(1).narrow(1, 0, pictures[which].size(0));
            QVERIFY(distance(look.weights[which][shared ? word : 0].detach(), ofPicture.detach()) < 1e-6);
        }
    }

    void a_word_finds_the_same_to_the_last_bit_whoever_looks_beside_it() {
        const torch::NoGradGuard noGradients;
        MultiHeadAttention attention({.size = 96, .heads = 12, .rotary = {}, .memorySize = 40});
        attention.eval();
        const torch::Tensor x = torch::randn({5, 1, 96});
        const MultiHeadAttention::Memory text = attention.remember(torch::randn({5, 3, 40}));
        std::vector<torch::Tensor> pictures;
        for (std::int64_t word = 0; word < 5; ++word) {
            pictures.push_back(torch::randn({33 + 16 * word, 40}));
        }
        const MultiHeadAttention::Look together = attention.look(x, pictures, text);
        for (std::int64_t word = 0; word < 5; ++word) {
            const std::vector<torch::Tensor> own{pictures[static_cast<std::size_t>(word)]};
            const MultiHeadAttention::Look alone = attention.look(
                x.narrow(0, word, 1), own, {text.keys.narrow(0, word, 1), text.values.narrow(0, word, 1)});
            QVERIFY(torch::equal(alone.output[0], together.output[word]));
            QVERIFY(torch::equal(alone.weights.front(), together.weights[static_cast<std::size_t>(word)]));
        }
    }

    /// The body of this loop is in a header: whether it uses threads depends on how it was compiled here.
    void loops_use_all_threads() {
        const int before = at::get_num_threads();
        at::set_num_threads(2);
        std::set<std::thread::id> threads;
        std::mutex mutex;
        at::parallel_for(0, 8, 1, [&](std::int64_t, std::int64_t) {
            const std::lock_guard lock(mutex);
            threads.insert(std::this_thread::get_id());
        });
        at::set_num_threads(before);
        QCOMPARE(threads.size(), 2U);
    }

    void a_linear_layer_is_that_of_torch_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<bool>("hasBias");
        QTest::newRow("one row") << 1 << true;
        QTest::newRow("few rows") << 8 << true;
        QTest::newRow("many rows") << 9 << true;
        QTest::newRow("a picture") << 577 << true;
        QTest::newRow("few rows without bias") << 8 << false;
        QTest::newRow("many rows without bias") << 50 << false;
    }

    void a_linear_layer_is_that_of_torch() {
        QFETCH(int, rows);
        QFETCH(bool, hasBias);
        const torch::NoGradGuard noGradients;
        torch::manual_seed(3);
        const torch::Tensor x = torch::randn({2, rows, 67});
        const torch::Tensor weight = torch::randn({43, 67});
        const torch::Tensor bias = hasBias ? torch::randn({43}) : torch::Tensor();
        const torch::Tensor expected = torch::linear(x, weight, bias);
        QVERIFY(distance(storyscope::nn::linear(x, weight, bias), expected) < 1e-4);
        const torch::Tensor turned = x.transpose(0, 2).contiguous().transpose(0, 2); // the same in another order
        QVERIFY(distance(storyscope::nn::linear(turned, weight, bias), expected) < 1e-4);
        QVERIFY(distance(storyscope::nn::linear(x[0][0], weight, bias), expected[0][0]) < 1e-4);
    }

    void products_of_few_rows_are_products_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("inputs");
        QTest::addColumn<int>("outputs");
        QTest::newRow("one row") << 1 << 64 << 96;
        QTest::newRow("odd sizes") << 3 << 37 << 41;
        QTest::newRow("twelve heads") << 12 << 768 << 577;
        QTest::newRow("one number") << 2 << 1 << 1;
        QTest::newRow("too many to be few") << 17 << 24 << 40;
    }

    void products_of_few_rows_are_products() {
        QFETCH(int, rows);
        QFETCH(int, inputs);
        QFETCH(int, outputs);
        const torch::NoGradGuard noGradients;
        const torch::Tensor x = torch::randn({3, rows, inputs});
        const torch::Tensor y = torch::randn({3, inputs, outputs});
        const torch::Tensor expected = torch::bmm(x, y);
        QVERIFY(distance(products(x, y), expected) < 1e-3);
        QVERIFY(distance(productsOfTransposed(x, y.transpose(1, 2).contiguous()), expected) < 1e-3);
        QVERIFY(distance(products(x.transpose(0, 1).contiguous().transpose(0, 1), y), expected) < 1e-3);
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
