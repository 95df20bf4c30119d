// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_vist.h"

#include "core/base/atomic_file.h"
#include "core/datasets/story_json.h"
#include "core/datasets/storyworld.h"
#include "core/datasets/storyworld_dataset.h"
#include "core/media/image_file.h"

#include <string>

namespace storyscope::datasets::storyworld {

namespace {

using nlohmann::json;

/// "mia rides a bicycle ." as VIST's tokenised text.
std::string tokenised(const std::string& caption) {
    std::string text;
    for (const char c : caption) {
        if (c == '.' || c == ',') {
            text += ' ';
        }
        text += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    return text;
}

/// One split's annotation file while it is being filled.
class SplitWriter {
public:
    SplitWriter(std::filesystem::path folder, std::string name)
        : m_folder(std::move(folder)), m_name(std::move(name)) {}

    void add(const StoryDataset& stories, std::size_t index) {
        const Story story = stories.story(index);
        const std::string number = story.id.substr(story.id.rfind('-') + 1);
        m_albums.push_back({{"id", number}, {"title", story.title}, {"vist_label", "storyworld"}});
        for (std::size_t beat = 0; beat < story.frames.size(); ++beat) {
            const std::string photo = number + std::to_string(beat + 1);
            const std::string file = photo + ".png";
            media::writePng(m_folder / "images" / m_name / file, stories.picture(index, beat));
            m_images.push_back({{"id", photo}, {"album_id", number}, {"title", story.title}, {"url_o", file}});
            addSentence(story, beat, {number, photo});
        }
    }

    void finish() const {
        const json file = {{"info", {{"description", "StoryWorld"}, {"version", std::to_string(version)}}},
                           {"type", "story-in-sequence"},
                           {"images", m_images},
                           {"albums", m_albums},
                           {"annotations", m_annotations}};
        writeFileAtomically(m_folder / "annotations" / "sis" / (m_name + ".story-in-sequence.json"),
                            file.dump() + "\n");
    }

private:
    struct Ids {
        std::string story;
        std::string photo;
    };
    void addSentence(const Story& story, std::size_t beat, const Ids& ids) {
        const StoryFrame& frame = story.frames[beat];
        const json own = {{"story_id", story.id},
                          {"title", story.title},
                          {"score", story.score.value_or(1.0F)},
                          {"order_is_true", story.orderIsTrue},
                          {"frame", toJson(frame)}};
        m_annotations.push_back(json::array({{{"story_id", ids.story},
                                              {"storylet_id", ids.photo},
                                              {"album_id", ids.story},
                                              {"photo_flickr_id", ids.photo},
                                              {"worker_arranged_photo_order", static_cast<int>(beat)},
                                              {"worker_id", "storyworld"},
                                              {"text", tokenised(frame.caption)},
                                              {"original_text", frame.caption},
                                              {"setting", "first-2-pick-and-tell"},
                                              {"tier", "story-in-sequence"},
                                              {"storyscope", own}}}));
    }

    std::filesystem::path m_folder;
    std::string m_name;
    json m_images = json::array();
    json m_albums = json::array();
    json m_annotations = json::array();
};

} // namespace

void writeVist(const VistOptions& options, const std::stop_token& stop, Progress& progress) {
    const StoryWorldDataset stories({options.firstSeed, options.stories, options.sizePixels});
    std::int64_t done = 0;
    for (const Split& split : stories.splits()) {
        SplitWriter writer(options.folder, split.name == "validation" ? "val" : split.name);
        for (const std::size_t index : split.stories) {
            throwIfStopped(stop);
            progress.report("Drawing stories", done++, static_cast<std::int64_t>(stories.size()));
            writer.add(stories, index);
        }
        writer.finish();
    }
}

} // namespace storyscope::datasets::storyworld
