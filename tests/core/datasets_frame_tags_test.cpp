// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/frame_captions.h"
#include "core/datasets/frame_tags.h"
#include "core/datasets/storyworld_dataset.h"
#include "core/datasets/storyworld_tags.h"

#include <QTest>

#include <map>

using namespace storyscope;
using namespace storyscope::datasets;

namespace {

using Tags = std::vector<std::string>;

std::shared_ptr<const StoryDataset> fixture(const char* name) {
    return openDataset(std::string(STORYSCOPE_TEST_DATA) + "/vist/" + name);
}

/// Nothing but a name.
class NoStories final : public StoryDataset {
public:
    std::string name() const override { return "None"; }
    std::string format() const override { return "none"; }
    std::size_t size() const override { return 0; }
    std::vector<Split> splits() const override { return {}; }
    std::vector<Issue> issues() const override { return {}; }
    Story story(std::size_t /*index*/) const override { return {}; }

private:
    Picture loadPicture(std::size_t, std::size_t, const PictureWish&) const override { return {}; }
};

Story oneFrame(const std::string& caption) {
    Story story;
    story.frames.emplace_back().caption = caption;
    return story;
}

} // namespace

class DatasetsFrameTagsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stories_of_vist_are_tagged_by_their_captions();
    void what_a_data_set_judges_is_its_word();
    void all_phrasings_count_and_a_clips_captions_where_a_frame_has_none();
    void nobody_knows_the_tags_of_a_silent_frame();
    void storyworld_judges_every_label_of_the_small_presets();
    void a_whole_story_is_told_by_its_frames_unless_it_has_captions();
};

void DatasetsFrameTagsTest::stories_of_vist_are_tagged_by_their_captions() {
    const auto dataset = fixture("stories.json"); // "Mia rides 0." … without tags
    QVERIFY(dataset->judgedTags().empty());
    const FrameTags tags({"<PAD>", "riding", "park", "mia"}, *dataset);
    const Story story = dataset->story(0);
    QCOMPARE(story.frames.size(), std::size_t{5});
    for (std::size_t frame = 0; frame < 5; ++frame) {
        QVERIFY(story.frames[frame].tags.empty());
        QVERIFY(tags.of(story, frame) == (Tags{"riding", "mia"}));
    }
}

void DatasetsFrameTagsTest::what_a_data_set_judges_is_its_word() {
    const auto dataset = fixture("stories_of_storyworld.json"); // "Mia rides." with the tag "park"
    QVERIFY(dataset->judgedTags() == std::set<std::string>{"park"});
    Story story = dataset->story(0);
    story.frames[1].tags.clear();
    story.frames[1].caption = "Mia rides in the park.";
    const FrameTags tags({"park", "riding"}, *dataset);
    QVERIFY(tags.of(story, 0) == (Tags{"park", "riding"}));
    QVERIFY(tags.of(story, 1) == Tags{"riding"});
    const Story applied = tags.applied(story);
    QVERIFY(applied.frames[0].tags == (Tags{"park", "riding"}));
    QVERIFY(applied.frames[1].tags == Tags{"riding"});
}

void DatasetsFrameTagsTest::all_phrasings_count_and_a_clips_captions_where_a_frame_has_none() {
    const FrameTags tags({"dog", "cat", "beach"}, NoStories());
    Story story = oneFrame("A dog.");
    story.frames[0].references = {"A puppy on the beach."};
    story.captions = {"Cats."};
    QVERIFY(tags.of(story, 0) == (Tags{"beach", "dog"}));
    story.frames[0] = {};
    QVERIFY(tags.of(story, 0) == Tags{"cat"});
}

void DatasetsFrameTagsTest::nobody_knows_the_tags_of_a_silent_frame() {
    QVERIFY(!FrameTags({"dog"}, NoStories()).of(oneFrame(""), 0));
    QVERIFY(!FrameTags({"<UNK>"}, NoStories()).of(oneFrame("A dog."), 0)); // no label that a caption could name
    QVERIFY(FrameTags({"dog"}, NoStories()).of(oneFrame("A cat."), 0) == Tags{});
    QVERIFY(FrameTags({"dog"}, StoryWorldDataset({})).of(oneFrame(""), 0) == Tags{});
}

void DatasetsFrameTagsTest::storyworld_judges_every_label_of_the_small_presets() {
    const StoryWorldDataset dataset({.firstSeed = 1, .stories = 300});
    const FrameTags tags(storyworld::storyTags(), dataset);
    std::map<std::string, int> positives;
    for (std::size_t index = 0; index < dataset.size(); ++index) {
        const Story story = dataset.story(index);
        for (std::size_t frame = 0; frame < story.frames.size(); ++frame) {
            QVERIFY(tags.of(story, frame) == story.frames[frame].tags); // nothing is added from captions
            for (const std::string& tag : story.frames[frame].tags) {
                ++positives[tag];
            }
        }
    }
    for (const std::string& tag : dataset.judgedTags()) {
        QVERIFY2(positives[tag] > 0, tag.c_str());
    }
}

void DatasetsFrameTagsTest::a_whole_story_is_told_by_its_frames_unless_it_has_captions() {
    Story story;
    QVERIFY(wholeCaptions(story).empty());
    for (const char* caption : {"A cat.", "", "It sleeps."}) {
        story.frames.emplace_back().caption = caption;
    }
    QVERIFY(wholeCaptions(story) == std::vector<std::string>{"A cat. It sleeps."});
    story.captions = {"A clip.", "Of a cat."};
    QVERIFY(wholeCaptions(story) == story.captions);
}

QTEST_APPLESS_MAIN(DatasetsFrameTagsTest)
#include "datasets_frame_tags_test.moc"
