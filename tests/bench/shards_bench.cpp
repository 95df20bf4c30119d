// SPDX-License-Identifier: GPL-3.0-or-later
// shards_bench FOLDER: opens a data set of Parquet shards, reads 50 stories with their pictures at random, then the
// texts of all, and prints the times and the most memory that was used.
#include "core/base/error.h"
#include "core/datasets/story_dataset.h"

#include <chrono>
#include <cstdio>
#include <random>

#include <sys/resource.h>

using namespace storyscope;

namespace {

class Stopwatch {
public:
    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count(); }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

long peakMegabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

void measure(const char* folder) {
    constexpr int storiesRead = 50;
    const Stopwatch opening;
    const auto dataset = datasets::openDataset(folder);
    std::printf("%s: %zu stories, opened in %.2f s, peak %ld MB\n", folder, dataset->size(), opening.seconds(),
                peakMegabytes());
    std::mt19937 random(1);
    const Stopwatch reading;
    std::size_t pictures = 0;
    for (int i = 0; i < storiesRead; ++i) {
        const std::size_t index = random() % dataset->size();
        const std::size_t frames = dataset->story(index).frames.size();
        for (std::size_t frame = 0; frame < frames; ++frame, ++pictures) {
            dataset->picture(index, frame);
        }
    }
    std::printf("%d stories at random with %zu pictures: %.0f ms each, peak %ld MB\n", storiesRead, pictures,
                1000 * reading.seconds() / storiesRead, peakMegabytes());
    const Stopwatch counting;
    const datasets::DatasetCounts counts = datasets::countsOf(*dataset, {}, Progress::none());
    std::printf("%lld captions counted in %.2f s, peak %ld MB\n", static_cast<long long>(counts.captions),
                counting.seconds(), peakMegabytes());
}

} // namespace

int main(int count, char** arguments) {
    try {
        for (int i = 1; i < count; ++i) {
            measure(arguments[i]);
        }
    } catch (const std::exception& error) {
        std::fprintf(stderr, "shards_bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
