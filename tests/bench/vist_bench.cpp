// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/datasets/vist_dataset.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <cstdio>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

using namespace storyscope;

namespace {

constexpr int stories = 40'155; // the training part of VIST
constexpr int storiesPerAlbum = 5;
constexpr int sentencesPerStory = 5;
constexpr int photosPerAlbum = 20;

/// Words of usual length without any meaning.
std::string sentence(int seed, int words) {
    static constexpr const char* syllables[] = {"ka", "lo", "mi", "tre", "sun", "bar", "el", "nor"};
    std::string text;
    auto state = static_cast<std::uint32_t>(seed) * 2'654'435'761U + 1;
    for (int word = 0; word < words; ++word) {
        for (int part = 0; part < 2; ++part) {
            state = state * 1'664'525U + 1'013'904'223U;
            text += syllables[state >> 29];
        }
        text += word + 1 < words ? " " : "";
    }
    return text;
}

std::string photoId(int album, int photo) {
    return std::to_string(2'835'000'000LL + static_cast<std::int64_t>(album) * 100 + photo);
}

void writeAlbum(std::ofstream& images, int album) {
    for (int photo = 0; photo < photosPerAlbum; ++photo) {
        const std::string id = photoId(album, photo);
        images << (album + photo == 0 ? "" : ", ")
               << nlohmann::json{{"id", id},
                                 {"album_id", std::to_string(album)},
                                 {"title", sentence(photo, 3)},
                                 {"text", sentence(album + photo, 12)},
                                 {"tags", sentence(album, 8)},
                                 {"datetaken", "2004-11-27 10:40:46"},
                                 {"license", "1"},
                                 {"secret", "81837e8e9e"},
                                 {"media", "photo"},
                                 {"url_o", "https://example.org/2/" + id + "_81837e8e9e_o.jpg"}};
    }
}

void writeStory(std::ofstream& annotations, int story) {
    const int album = story / storiesPerAlbum;
    for (int order = 0; order < sentencesPerStory; ++order) {
        const std::string text = sentence(story * sentencesPerStory + order, 11);
        annotations << (story + order == 0 ? "" : ", ")
                    << nlohmann::json::array(
                           {{{"story_id", std::to_string(story)},
                             {"storylet_id", std::to_string(story * sentencesPerStory + order)},
                             {"album_id", std::to_string(album)},
                             {"photo_flickr_id", photoId(album, (story + 3 * order) % photosPerAlbum)},
                             {"worker_arranged_photo_order", order},
                             {"worker_id", "FJROI8NWDRIPAM1"},
                             {"text", text + " ."},
                             {"original_text", text + "."},
                             {"setting", "first-2-pick-and-tell"},
                             {"tier", "story-in-sequence"}}});
    }
}

void writeVistSized(const std::filesystem::path& path) {
    std::ofstream file(path);
    file << R"({"images": [)";
    for (int album = 0; album < stories / storiesPerAlbum; ++album) {
        writeAlbum(file, album);
    }
    file << R"(], "type": "story-in-sequence", "albums": [)";
    for (int album = 0; album < stories / storiesPerAlbum; ++album) {
        file << (album == 0 ? "" : ", ")
             << nlohmann::json{{"id", std::to_string(album)}, {"title", sentence(album, 4)}};
    }
    file << R"(], "annotations": [)";
    for (int story = 0; story < stories; ++story) {
        writeStory(file, story);
    }
    file << "]}\n";
}

void writeEmptyPictures(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    for (int album = 0; album < stories / storiesPerAlbum; ++album) {
        for (int photo = 0; photo < photosPerAlbum; ++photo) {
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
                stories / storiesPerAlbum * photosPerAlbum, static_cast<double>(std::filesystem::file_size(path)) / 1e6,
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
