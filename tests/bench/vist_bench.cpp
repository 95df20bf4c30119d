// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/datasets/vist_dataset.h"
#include "tests/bench/vist_sized.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <cstdio>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

using namespace storyscope;
using namespace storyscope::bench;

namespace {

void writeEmptyPictures(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    for (int album = 0; album < vistAlbums; ++album) {
        for (int photo = 0; photo < vistPhotosPerAlbum; ++photo) {
            std::ofstream(folder / (photoId(album, photo) + ".jpg")).flush();
        }
    }
}

double milliseconds(const std::function<void()>& work) {
    QElapsedTimer timer;
    timer.start();
    work();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// The most memory this process ever had, as Linux counts it.
double peakMebibytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) {
            return std::stod(line.substr(6)) / 1024;
        }
    }
    return 0;
}

/// nlohmann-json needs far more memory, so the data set is opened first.
void run() {
    const QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    const std::filesystem::path path = root / "annotations" / "sis" / "train.story-in-sequence.json";
    std::filesystem::create_directories(path.parent_path());
    writeVistSized(path);
    writeEmptyPictures(root / "images" / "train");
    const double before = peakMebibytes();
    std::shared_ptr<const datasets::StoryDataset> dataset;
    const auto openIt = [&] { dataset = datasets::openDataset(root.string()); };
    const double open = milliseconds(openIt);
    const double memory = peakMebibytes();
    std::size_t frames = 0;
    const double all = milliseconds([&] {
        for (std::size_t i = 0; i < dataset->size(); ++i) {
            frames += dataset->story(dataset->find(std::to_string(i))).frames.size();
        }
    });
    const double again = milliseconds(openIt);
    const double parse = milliseconds([&] {
        std::ifstream input(path);
        const nlohmann::json parsed = nlohmann::json::parse(input);
    });
    std::printf("%zu stories, %zu sentences, %d pictures, %.0f MB of JSON, issues: %zu\n", dataset->size(), frames,
                vistAlbums * vistPhotosPerAlbum, static_cast<double>(std::filesystem::file_size(path)) / 1e6,
                dataset->issues().size());
    std::printf("open: %.0f ms, once more %.0f ms; nlohmann-json alone: %.0f ms; ratio %.2f (bound 3)\n", open, again,
                parse, open / parse);
    std::printf("most memory: %.0f MiB, %.0f MiB before (bound 400)\n", memory, before);
    std::printf("find() and story(): %.4f ms each (bound 1)\n", all / static_cast<double>(dataset->size()));
}

} // namespace

int main() {
    try {
        run();
    } catch (const Error& error) {
        std::fprintf(stderr, "vist_bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
