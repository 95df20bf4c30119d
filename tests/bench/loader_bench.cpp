// SPDX-License-Identifier: GPL-3.0-or-later
// How many photographs a second one core turns into training pictures: JPEG files of 500 pixels to 224 × 224 planes,
// with torchvision's evaluation preparation. A folder of JPEG files may be named; without one, 200 are drawn.
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/picture_loader.h"
#include "core/media/image_file.h"

#include <QTemporaryDir>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>

using namespace storyscope;

namespace {

constexpr double targetPerSecond = 600;
constexpr double measuredSeconds = 2.5;

/// One story per photograph.
class Photographs : public datasets::StoryDataset {
public:
    explicit Photographs(std::vector<std::filesystem::path> files) : m_files(std::move(files)) {}

    std::string name() const override { return "photographs"; }
    std::string format() const override { return "photographs"; }
    std::size_t size() const override { return m_files.size(); }
    std::vector<datasets::Split> splits() const override { return {}; }
    std::vector<Issue> issues() const override { return {}; }
    Story story(std::size_t index) const override {
        Story story{.id = std::to_string(index), .title = {}, .frames = {}, .captions = {}, .score = {}};
        story.frames.emplace_back().pictureName = m_files.at(index).filename().string();
        return story;
    }
    Picture loadPicture(std::size_t storyIndex, std::size_t /*frameIndex*/, const PictureWish& wish) const override {
        return media::readPicture(m_files.at(storyIndex), wish);
    }

private:
    std::vector<std::filesystem::path> m_files;
};

/// 500 × 375, of about the size of a photograph's file: soft shapes and some grain.
void drawPhotograph(int number, const std::filesystem::path& path) {
    cv::Mat picture(375, 500, CV_8UC3);
    cv::RNG random(static_cast<std::uint64_t>(number) + 1);
    for (int y = 0; y < picture.rows; ++y) {
        for (int x = 0; x < picture.cols; ++x) {
            const double wave = std::sin(x * 0.05 + number) + std::cos(y * 0.07) + std::sin((x + y) * 0.3) * 0.4;
            for (int c = 0; c < 3; ++c) {
                picture.at<cv::Vec3b>(y, x)[c] =
                    cv::saturate_cast<std::uint8_t>(128 + 40 * wave + 12 * c + random.gaussian(4));
            }
        }
    }
    std::vector<std::uint8_t> bytes;
    cv::imencode(".jpg", picture, bytes, {cv::IMWRITE_JPEG_QUALITY, 80});
    writeFileAtomically(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::vector<std::filesystem::path> photographs(int argc, char** argv, const QTemporaryDir& folder) {
    std::vector<std::filesystem::path> files;
    if (argc > 1) {
        for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
            if (entry.path().extension() == ".jpg") {
                files.push_back(entry.path());
            }
        }
        return files;
    }
    for (int i = 0; i < 200; ++i) {
        files.push_back(folder.filePath(QStringLiteral("%1.jpg").arg(i)).toStdString());
        drawPhotograph(i, files.back());
    }
    return files;
}

/// Used by the loader's one thread and by this one: a busy machine changes little about it.
double processorSeconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

struct Setting {
    const char* name = "";
    int size = 256; ///< of the shorter side, of which 224 × 224 are kept
    bool isAugmented = false;
    datasets::PictureLoader::Decoding decoding = datasets::PictureLoader::Decoding::Exact;
};

void measure(const Setting& setting, const std::shared_ptr<const Photographs>& dataset) {
    std::vector<datasets::StoryRequest> requests;
    for (std::size_t i = 0; i < 1000 * dataset->size(); ++i) {
        requests.push_back({.story = i % dataset->size(), .frames = {0}});
    }
    datasets::PictureLoader::Options options;
    options.threads = 1;
    options.decoding = setting.decoding;
    options.preparation.size = setting.size;
    if (setting.isAugmented) {
        options.augmentation.emplace();
    }
    datasets::PictureLoader loader(dataset, std::move(requests), options);
    std::vector<std::uint8_t> planes(std::size_t{3} * 224 * 224);
    const double start = processorSeconds();
    while (processorSeconds() < start + measuredSeconds) {
        const auto story = loader.next({});
        media::copyPlanes(story->pictures.at(0), planes);
    }
    const double perSecond = static_cast<double>(loader.counts().pictures) / (processorSeconds() - start);
    std::printf("%-44s %6.0f JPEG/s per core (target: %.0f), %lld unreadable\n", setting.name, perSecond,
                targetPerSecond, static_cast<long long>(loader.counts().placeholders));
}

} // namespace

int main(int argc, char** argv) {
    using Decoding = datasets::PictureLoader::Decoding;
    const QTemporaryDir folder;
    try {
        const auto dataset = std::make_shared<const Photographs>(photographs(argc, argv, folder));
        if (dataset->size() == 0) {
            std::fputs("loader_bench: there are no .jpg files in that folder\n", stderr);
            return 1;
        }
        measure({.name = "decoded whole"}, dataset);
        measure({.name = "decoded whole, augmented", .isAugmented = true}, dataset);
        measure({.name = "shorter side 224, scaled decode", .size = 224, .decoding = Decoding::Scaled}, dataset);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "loader_bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
