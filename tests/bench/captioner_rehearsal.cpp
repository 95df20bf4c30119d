// SPDX-License-Identifier: GPL-3.0-or-later
// A published captioner at its full size with weights by chance: how long loading takes from a warm page cache, what
// memory it needs beside the weights, a story of five frames, the same once more, and how soon a stop is heard while
// the first picture is looked at, while it is remembered and while words are written. Words by chance do not end: a
// caption takes as many tokens as it may.
//
// captioner_rehearsal [blip|git] [safetensors|bin] [TOKENS]
#include "core/base/blas_kernels.h"
#include "core/base/error.h"
#include "core/inference/storyteller.h"
#include "rehearsal_folder.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <random>
#include <thread>

using namespace storyscope;

namespace {

constexpr int threads = 2;
constexpr int frames = 5;
constexpr int width = 320;
constexpr int height = 240;
constexpr double loadTarget = 3.0;
constexpr double memoryTarget = 1.15;

std::int64_t statusBytes(const std::string& key) {
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(key + ":")) {
            return std::stoll(line.substr(key.size() + 1)) << 10;
        }
    }
    return 0;
}

std::vector<inference::InputFrame> noise(unsigned seed) {
    std::mt19937 random(seed);
    std::vector<inference::InputFrame> result;
    for (int i = 0; i < frames; ++i) {
        std::vector<std::uint8_t> pixels(std::size_t{3} * width * height);
        std::ranges::generate(pixels, [&] { return static_cast<std::uint8_t>(random()); });
        result.push_back({.picture = Picture(width, height, std::move(pixels)),
                          .sourceIndex = i,
                          .timeSeconds = {},
                          .pictureName = {}});
    }
    return result;
}

void reportStop(const inference::Storyteller& teller, unsigned seed, double seconds) {
    std::stop_source source;
    QElapsedTimer sinceStop;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
        sinceStop.start();
        source.request_stop();
    });
    try {
        teller.tell(noise(seed), {}, source.get_token());
        std::printf("  the story was told before the stop\n");
    } catch (const Error& error) {
        std::printf("  %s: %lld ms after a stop at %.2f s (target: 100)\n", error.message().c_str(),
                    static_cast<long long>(sinceStop.elapsed()), seconds);
    }
}

/// The other process: nothing but the model is in its memory.
int loadAndTell(const std::filesystem::path& folder, double weightBytes, int tokens) {
    inference::setComputeThreads(threads);
    const std::int64_t before = statusBytes("VmRSS");
    QElapsedTimer clock;
    clock.start();
    const inference::Storyteller teller(folder);
    const double seconds = static_cast<double>(clock.elapsed()) / 1000;
    const double share = static_cast<double>(statusBytes("VmHWM") - before) / weightBytes;
    std::printf("  loaded in %.2f s (target: %.0f), at most %.2f times its weights in memory (target: %.2f)\n", seconds,
                loadTarget, share, memoryTarget);
    clock.restart();
    inference::StoryOptions options;
    if (tokens > 0) {
        options.maximumTokens = tokens;
    }
    const StoryResult story = teller.tell(noise(7), options, {});
    const double told = static_cast<double>(clock.elapsed()) / 1000;
    clock.restart();
    teller.tell(noise(7), options, {});
    const double again = static_cast<double>(clock.elapsed()) / 1000;
    std::printf("  a story of %d frames, %zu tokens in the first: %.1f s, once more %.1f s; memory at most %.2f times "
                "the weights\n",
                frames, story.frames.front().caption.tokens.size(), told, again,
                static_cast<double>(statusBytes("VmHWM") - before) / weightBytes);
    constexpr unsigned tries = 6;
    for (unsigned i = 0; i < tries; ++i) {
        reportStop(teller, 8 + i, told * (i + 1) / (frames * tries));
    }
    return story.frames.size() == static_cast<std::size_t>(frames) ? 0 : 1;
}

int rehearse(const std::string& kind, bench::WeightsFormat format, const QString& tokens) {
    const QTemporaryDir folder;
    const std::int64_t weights = bench::writeRehearsalFolder(kind, format, folder.path().toStdString());
    std::printf("%s, %.0f million weights, %s, %d threads\n", kind.c_str(), static_cast<double>(weights) / 1e6,
                format == bench::WeightsFormat::Pickled ? "pytorch_model.bin" : "model.safetensors", threads);
    return QProcess::execute(QStringLiteral("/proc/self/exe"),
                             {QStringLiteral("--tell"), folder.path(), QString::number(4 * weights), tokens});
}

} // namespace

int main(int argc, char** argv) {
    restartWithBetterBlasKernels(argv);
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    const QStringList arguments(argv + 1, argv + argc);
    try {
        if (arguments.value(0) == QLatin1String("--tell")) {
            return loadAndTell(arguments.value(1).toStdString(), arguments.value(2).toDouble(),
                               arguments.value(3).toInt());
        }
        return rehearse(arguments.value(0, QStringLiteral("blip")).toStdString(),
                        arguments.value(1) == QLatin1String("bin") ? bench::WeightsFormat::Pickled
                                                                   : bench::WeightsFormat::Safetensors,
                        arguments.value(2));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "captioner_rehearsal: %s\n", error.what());
        return 1;
    }
}
