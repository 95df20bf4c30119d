// SPDX-License-Identifier: GPL-3.0-or-later
// What caches save a captioner: BLIP's decoder at its full size with weights by chance writes 20 tokens about one
// picture with its cache, the picture's part of which is filled first, and reads text and picture anew for every token;
// then a story of five frames is told by the whole model, and told again.
//
// cached_decoding_bench [TOKENS-OF-A-CAPTION]
#include "core/base/blas_kernels.h"
#include "core/inference/storyteller.h"
#include "core/nn/bert_decoder.h"
#include "rehearsal_folder.h"

#include <torch/torch.h>

#include <QElapsedTimer>
#include <QStringList>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <functional>
#include <random>

using namespace storyscope;

namespace {

constexpr int threads = 2;
constexpr std::int64_t tokens = 20;
constexpr std::int64_t pictureTokens = 577;
constexpr int repeats = 5;
constexpr double cacheTarget = 3;
constexpr double storyTarget = 5;

double secondsOf(const std::function<void()>& work) {
    QElapsedTimer clock;
    clock.start();
    work();
    return static_cast<double>(clock.nsecsElapsed()) / 1e9;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void measureDecoder() {
    const torch::NoGradGuard noGradients;
    torch::manual_seed(1);
    nn::BertDecoder decoder;
    decoder.eval();
    const torch::Tensor picture = torch::randn({1, 1, decoder.options().layer.pictureSize, pictureTokens, 1});
    const torch::Tensor text = torch::randint(1000, 20'000, {tokens}, torch::kInt64);
    const torch::Tensor state = torch::zeros({decoder.options().layer.size});
    std::vector<double> cached;
    std::vector<double> anew;
    torch::Tensor last;
    torch::Tensor expected;
    const auto readAll = [&](const nn::TextMemory& seen, std::int64_t length) {
        const nn::TextOutput output = decoder.forward(text.narrow(0, 0, length).view({1, 1, length}), {}, seen);
        expected = decoder.logits(output.hidden[0][0].narrow(0, length - 1, 1));
    };
    for (int i = 0; i < repeats; ++i) {
        cached.push_back(secondsOf([&] {
            const nn::TextMemory memory = decoder.remember(picture, 0);
            nn::TextCache cache = decoder.begin(state, 0, 1);
            for (std::int64_t place = 0; place < tokens; ++place) {
                last = decoder.step(text.narrow(0, place, 1), memory, cache).logits;
            }
        }));
        anew.push_back(secondsOf([&] {
            for (std::int64_t place = 0; place < tokens; ++place) {
                readAll(decoder.remember(picture, 0), place + 1);
            }
        }));
    }
    std::printf("%lld tokens by BLIP's decoder: %.2f s with its cache, %.2f s when it reads text and picture anew for "
                "each (%.1f times; target: %.0f)\n",
                static_cast<long long>(tokens), median(cached), median(anew), median(anew) / median(cached),
                cacheTarget);
    std::printf("  greatest difference of the last token's logits: %.1e\n",
                (last - expected).abs().max().item<double>());
}

std::vector<inference::InputFrame> noise(unsigned seed) {
    constexpr int frames = 5;
    constexpr int width = 320;
    constexpr int height = 240;
    std::mt19937 random(seed);
    std::vector<inference::InputFrame> result;
    for (int i = 0; i < frames; ++i) {
        std::vector<std::uint8_t> pixels(std::size_t{3} * width * height);
        std::ranges::generate(pixels, [&] { return static_cast<std::uint8_t>(random()); });
        result.push_back({Picture(width, height, std::move(pixels)), i, {}, {}});
    }
    return result;
}

void measureStories(int captionTokens) {
    const QTemporaryDir folder;
    bench::writeRehearsalFolder("blip", bench::WeightsFormat::Safetensors, folder.path().toStdString());
    const inference::Storyteller teller(folder.path().toStdString());
    inference::StoryOptions greedy;
    greedy.maximumTokens = captionTokens;
    inference::StoryOptions sampled = greedy;
    sampled.decoding = Decoding::Sample;
    inference::StoryOptions beams = greedy;
    beams.decoding = Decoding::Beam;
    teller.tell(noise(1), greedy, {}); // wakes the processor and the weights
    std::vector<double> first;
    std::vector<double> again;
    std::vector<double> bySampling;
    std::vector<double> byBeams;
    for (unsigned round = 0; round < 3; ++round) {
        const auto frames = noise(2 + round);
        first.push_back(secondsOf([&] { teller.tell(frames, greedy, {}); }));
        again.push_back(secondsOf([&] { teller.tell(frames, greedy, {}); }));
        bySampling.push_back(secondsOf([&] { teller.tell(frames, sampled, {}); }));
        byBeams.push_back(secondsOf([&] { teller.tell(frames, beams, {}); }));
    }
    std::printf("A story of five frames by BLIP, %d tokens each: %.2f s, the second time %.2f s (%.1f times as fast; "
                "target: %.0f), sampled then %.2f s, with 4 beams %.2f s\n",
                captionTokens, median(first), median(again), median(first) / median(again), storyTarget,
                median(bySampling), median(byBeams));
}

} // namespace

int main(int argc, char** argv) {
    restartWithBetterBlasKernels(argv);
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    const QStringList arguments(argv + 1, argv + argc);
    try {
        inference::setComputeThreads(threads);
        measureDecoder();
        measureStories(std::max(arguments.value(0, "10").toInt(), 1));
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "cached_decoding_bench: %s\n", error.what());
        return 1;
    }
}
