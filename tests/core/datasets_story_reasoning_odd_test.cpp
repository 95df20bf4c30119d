// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/datasets/story_reasoning_dataset.h"
#include "core/media/image_file.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace storyscope;
using namespace storyscope::datasets;

/// What tests/data/datasets/storyreasoning/README.md describes.
class DatasetsStoryReasoningOddTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void pictures_beside_the_rows_are_found();
    void a_missing_picture_is_an_issue_of_its_story_once();
    void no_name_leads_out_of_the_folder();
    void a_broken_picture_costs_its_boxes_only();
    void a_story_without_image_tags_keeps_its_text();
    void odd_rows_are_issues_and_readable_all_the_same();

private:
    ErrorCode refusalOf(const std::string& story, std::size_t frame) const;
    int issuesLike(const std::string& place, const std::string& text) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<StoryReasoningDataset> m_dataset;
};

void DatasetsStoryReasoningOddTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_folder->path()).mkpath("pictures"));
    const std::filesystem::path folder = m_folder->path().toStdString();
    const Picture kite(4, 2, std::vector<std::uint8_t>(24, 200));
    media::writePng(folder / "pictures" / "kite.png", kite);
    media::writePng(folder / "outside.png", kite);
    DatasetOptions options;
    options.pictureFolder = folder / "pictures";
    m_dataset = std::make_unique<StoryReasoningDataset>(STORYSCOPE_TEST_DATA "/datasets/storyreasoning", options,
                                                        std::stop_token(), Progress::none());
    QCOMPARE(m_dataset->size(), std::size_t{7});
    QCOMPARE(m_dataset->split("train").stories.size(), std::size_t{7});
}

ErrorCode DatasetsStoryReasoningOddTest::refusalOf(const std::string& story, std::size_t frame) const {
    try {
        m_dataset->picture(m_dataset->find(story), frame);
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::Internal;
}

int DatasetsStoryReasoningOddTest::issuesLike(const std::string& place, const std::string& text) const {
    const std::vector<Issue> issues = m_dataset->issues();
    return static_cast<int>(std::count_if(issues.begin(), issues.end(), [&](const Issue& issue) {
        return issue.place.find(place) != std::string::npos && issue.text.find(text) != std::string::npos;
    }));
}

void DatasetsStoryReasoningOddTest::pictures_beside_the_rows_are_found() {
    const std::size_t index = m_dataset->find("files");
    const Story story = m_dataset->story(index);
    QCOMPARE(story.frames.size(), std::size_t{2});
    QCOMPARE(story.frames[0].caption, std::string("A small kite."));
    QCOMPARE(story.frames[1].caption, std::string("Then it flew."));
    QCOMPARE(story.frames[0].pictureName, std::string("kite.png"));
    const Entity& kite = story.frames[0].entities.at(0);
    QCOMPARE(kite.nouns, std::vector<std::string>{"kite"});
    QCOMPARE(story.frames[0].tags, std::vector<std::string>{"kite"});
    QVERIFY(kite.box.has_value());
    QCOMPARE(kite.box->left, 0.25F);
    QCOMPARE(kite.box->width, 0.5F);
    QCOMPARE(kite.box->height, 1.0F);
    QCOMPARE(m_dataset->picture(index, 0).width(), 4);
    QCOMPARE(story.frames[1].entities.at(0).id, std::string("obj1"));
    QVERIFY(!story.frames[1].entities.at(0).box);
}

void DatasetsStoryReasoningOddTest::a_missing_picture_is_an_issue_of_its_story_once() {
    const std::string place = "story files, frame 2";
    QCOMPARE(issuesLike(place, "missing"), 0);
    m_dataset->story(m_dataset->find("files"));
    m_dataset->story(m_dataset->find("files"));
    QCOMPARE(issuesLike(place, "The picture is missing."), 1);
    QVERIFY(refusalOf("files", 1) == ErrorCode::NotFound);
}

void DatasetsStoryReasoningOddTest::no_name_leads_out_of_the_folder() {
    QVERIFY(refusalOf("outside", 0) == ErrorCode::Malformed);
    QVERIFY(refusalOf("outside", 1) == ErrorCode::Malformed);
    QCOMPARE(m_dataset->story(m_dataset->find("outside")).frames.at(1).caption, std::string("Two."));
}

void DatasetsStoryReasoningOddTest::a_broken_picture_costs_its_boxes_only() {
    const Story story = m_dataset->story(m_dataset->find("broken"));
    QCOMPARE(story.frames.at(0).caption, std::string("A kite."));
    QCOMPARE(story.frames.at(0).pictureName, std::string("picture 1"));
    QCOMPARE(story.frames.at(0).groundings.size(), std::size_t{1});
    QVERIFY(!story.frames.at(0).entities.at(0).box);
    QVERIFY(refusalOf("broken", 0) == ErrorCode::Malformed);
    QCOMPARE(issuesLike("story broken", "The picture is broken."), 1);
}

void DatasetsStoryReasoningOddTest::a_story_without_image_tags_keeps_its_text() {
    const Story story = m_dataset->story(m_dataset->find("untagged"));
    QCOMPARE(story.captions, std::vector<std::string>{"Nobody counted the pictures."});
    QVERIFY(story.frames.at(0).caption.empty());
    QCOMPARE(issuesLike("story untagged", "names no pictures"), 1);
}

void DatasetsStoryReasoningOddTest::odd_rows_are_issues_and_readable_all_the_same() {
    QCOMPARE(issuesLike("story counted, picture 7", "pictures that the story does not have"), 1);
    QCOMPARE(issuesLike("story counted, picture 2", "no text"), 1);
    QCOMPARE(issuesLike("story counted", "belongs to no picture"), 1);
    QCOMPARE(issuesLike("story counted", "more or fewer pictures"), 1);
    QCOMPARE(issuesLike("story files", "more than one story"), 1);
    QCOMPARE(issuesLike("row 7", "no id"), 1);
    for (std::size_t i = 0; i < m_dataset->size(); ++i) {
        QVERIFY(!m_dataset->story(i).id.empty());
    }
    QVERIFY(m_dataset->story(6).frames.empty());
}

QTEST_GUILESS_MAIN(DatasetsStoryReasoningOddTest)
#include "datasets_story_reasoning_odd_test.moc"
