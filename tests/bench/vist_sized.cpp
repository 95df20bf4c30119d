// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/vist_sized.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace storyscope::bench {

namespace {

constexpr int sentencesPerStory = 5;

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

void writeAlbum(std::ofstream& images, int album) {
    for (int photo = 0; photo < vistPhotosPerAlbum; ++photo) {
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
    const int album = story / vistStoriesPerAlbum;
    for (int order = 0; order < sentencesPerStory; ++order) {
        const std::string text = sentence(story * sentencesPerStory + order, 11);
        annotations << (story + order == 0 ? "" : ", ")
                    << nlohmann::json::array(
                           {{{"story_id", std::to_string(story)},
                             {"storylet_id", std::to_string(story * sentencesPerStory + order)},
                             {"album_id", std::to_string(album)},
                             {"photo_flickr_id", photoId(album, (story + 3 * order) % vistPhotosPerAlbum)},
                             {"worker_arranged_photo_order", order},
                             {"worker_id", "FJROI8NWDRIPAM1"},
                             {"text", text + " ."},
                             {"original_text", text + "."},
                             {"setting", "first-2-pick-and-tell"},
                             {"tier", "story-in-sequence"}}});
    }
}

} // namespace

std::string photoId(int album, int photo) {
    return std::to_string(2'835'000'000LL + static_cast<std::int64_t>(album) * 100 + photo);
}

void writeVistSized(const std::filesystem::path& path) {
    std::ofstream file(path);
    file << R"({"images": [)";
    for (int album = 0; album < vistAlbums; ++album) {
        writeAlbum(file, album);
    }
    file << R"(], "type": "story-in-sequence", "albums": [)";
    for (int album = 0; album < vistAlbums; ++album) {
        file << (album == 0 ? "" : ", ")
             << nlohmann::json{{"id", std::to_string(album)}, {"title", sentence(album, 4)}};
    }
    file << R"(], "annotations": [)";
    for (int story = 0; story < vistStories; ++story) {
        writeStory(file, story);
    }
    file << "]}\n";
}

} // namespace storyscope::bench
