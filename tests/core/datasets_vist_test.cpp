// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/story_dataset.h"
#include "core/datasets/storyworld.h"
#include "core/datasets/storyworld_vist.h"
#include "core/media/frame_reader.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::datasets;

namespace {

QJsonObject readJson(const std::filesystem::path& path) {
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

void writeStories(const std::filesystem::path& folder, std::uint64_t firstSeed, std::uint64_t stories) {
    storyworld::writeVist({.folder = folder, .firstSeed = firstSeed, .stories = stories, .sizePixels = 32}, {},
                          Progress::none());
}

} // namespace

class DatasetsVistTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_written_folder_reads_back_as_the_same_stories();
    void the_annotations_have_the_fields_of_vist();
    void a_missing_picture_is_an_issue();
    void a_bad_annotation_is_an_issue_and_the_rest_stays();
    void a_file_that_is_not_json_is_named_with_its_offset();
    void a_stop_leaves_no_annotations();
    void a_video_shows_each_beat_and_has_its_story_beside_it();
    void an_impossible_video_is_refused();
};

void DatasetsVistTest::a_written_folder_reads_back_as_the_same_stories() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    writeStories(path, 1, 21);
    const auto dataset = openDataset(path.string());
    QCOMPARE(dataset->format(), std::string("vist"));
    QCOMPARE(dataset->size(), std::size_t{21});
    QVERIFY(dataset->issues().empty());
    QCOMPARE(dataset->split("train").stories.size(), std::size_t{20});
    QCOMPARE(dataset->split("validation").stories.size(), std::size_t{1});
    for (const std::uint64_t seed : {1ULL, 11ULL, 20ULL}) {
        const std::size_t index = dataset->find("storyworld-" + std::to_string(seed));
        const Story read = dataset->story(index);
        const Story told = storyworld::tell(seed);
        QCOMPARE(read.title, told.title);
        QCOMPARE(*read.score, *told.score);
        QCOMPARE(read.orderIsTrue, told.orderIsTrue);
        for (std::size_t beat = 0; beat < 5; ++beat) {
            QCOMPARE(read.frames[beat].caption, told.frames[beat].caption);
            QCOMPARE(read.frames[beat].references, told.frames[beat].references);
            QCOMPARE(read.frames[beat].tags, told.frames[beat].tags);
            QCOMPARE(read.frames[beat].groundings.size(), told.frames[beat].groundings.size());
            QCOMPARE(read.frames[beat].entities.size(), told.frames[beat].entities.size());
            QVERIFY(read.frames[beat].entities[0].box->left == told.frames[beat].entities[0].box->left);
            QVERIFY(dataset->picture(index, beat) == storyworld::draw(seed, static_cast<int>(beat), 32));
        }
    }
}

void DatasetsVistTest::the_annotations_have_the_fields_of_vist() {
    QTemporaryDir folder;
    writeStories(folder.path().toStdString(), storyworld::firstHeldOutSeed, 2);
    const QJsonObject file = readJson(folder.filePath("annotations/sis/test.story-in-sequence.json").toStdString());
    QCOMPARE(file["type"].toString(), QString("story-in-sequence"));
    QCOMPARE(file["images"].toArray().size(), 10);
    QCOMPARE(file["albums"].toArray().size(), 2);
    const QJsonArray annotations = file["annotations"].toArray();
    QCOMPARE(annotations.size(), 10);
    const QJsonArray wrapped = annotations[7].toArray();
    QCOMPARE(wrapped.size(), 1);
    const QJsonObject annotation = wrapped[0].toObject();
    QCOMPARE(annotation["worker_arranged_photo_order"].toInt(-1), 2);
    for (const char* key : {"story_id", "storylet_id", "album_id", "photo_flickr_id", "worker_id", "text",
                            "original_text", "setting", "tier"}) {
        QVERIFY2(annotation[key].isString(), key);
    }
    QCOMPARE(annotation["original_text"].toString().toStdString(),
             storyworld::tell(storyworld::firstHeldOutSeed + 1).frames[2].caption);
    QVERIFY(annotation["text"].toString().endsWith(" ."));
    QVERIFY(QFile::exists(folder.filePath("images/test/" + annotation["photo_flickr_id"].toString() + ".png")));
}

void DatasetsVistTest::a_missing_picture_is_an_issue() {
    QTemporaryDir folder;
    writeStories(folder.path().toStdString(), 1, 2);
    QVERIFY(QFile::remove(folder.filePath("images/train/23.png")));
    const auto dataset = openDataset(folder.path().toStdString());
    QCOMPARE(dataset->issues().size(), std::size_t{1});
    QVERIFY(dataset->issues()[0].text.find("23") != std::string::npos);
    QVERIFY_EXCEPTION_THROWN(dataset->picture(1, 2), Error);
    QVERIFY(!dataset->picture(1, 1).isEmpty());
}

void DatasetsVistTest::a_bad_annotation_is_an_issue_and_the_rest_stays() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    writeStories(path, 1, 2);
    const std::filesystem::path annotations = path / "annotations/sis/train.story-in-sequence.json";
    QJsonObject file = readJson(annotations);
    QJsonArray list = file["annotations"].toArray();
    QJsonArray escaping = list[6].toArray();
    QJsonObject hostile = escaping[0].toObject();
    hostile["photo_flickr_id"] = "../../../../etc/passwd";
    list[6] = QJsonArray{hostile};
    list.append(QJsonObject{{"no", "list"}});
    list.append(QJsonArray{QJsonObject{{"story_id", 5}}});
    list[0] = QJsonArray{};
    file["annotations"] = list;
    writeFileAtomically(annotations, QJsonDocument(file).toJson().toStdString());
    const auto dataset = openDataset(path.string());
    QCOMPARE(dataset->size(), std::size_t{1});
    QCOMPARE(dataset->story(0).id, std::string("storyworld-2"));
    QCOMPARE(dataset->issues().size(), std::size_t{3}); // three annotations, one story of four, one picture
    QVERIFY_EXCEPTION_THROWN(dataset->picture(0, 1), Error);
}

void DatasetsVistTest::a_file_that_is_not_json_is_named_with_its_offset() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    writeFileAtomically(path / "annotations/sis/val.story-in-sequence.json", "{\"annotations\": [[{\"story_id\":");
    try {
        openDataset(path.string());
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Malformed);
        QVERIFY(error.place().byteOffset.has_value());
        QVERIFY2(QString(error.what()).contains("val.story-in-sequence.json"), error.what());
    }
    writeFileAtomically(path / "annotations/sis/val.story-in-sequence.json", "[1, 2]");
    QVERIFY_EXCEPTION_THROWN(openDataset(path.string()), Error);
}

void DatasetsVistTest::a_stop_leaves_no_annotations() {
    QTemporaryDir folder;
    std::stop_source stop;
    stop.request_stop();
    storyworld::VistOptions options;
    options.folder = folder.path().toStdString();
    QVERIFY_EXCEPTION_THROWN(storyworld::writeVist(options, stop.get_token(), Progress::none()), Error);
    QVERIFY(!QFile::exists(folder.filePath("annotations/sis/train.story-in-sequence.json")));
}

void DatasetsVistTest::a_video_shows_each_beat_and_has_its_story_beside_it() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("story.mp4").toStdString();
    storyworld::VideoOptions options;
    options.sizePixels = 128;
    options.beatSeconds = 0.5;
    storyworld::writeVideo(9, path, options, {}, Progress::none());
    const auto index = std::make_shared<media::VideoIndex>(media::buildVideoIndex(path, {}, Progress::none()));
    QCOMPARE(index->frameCount(), 60);
    const QJsonObject story = readJson(folder.filePath("story.json").toStdString());
    QCOMPARE(story["id"].toString(), QString("storyworld-9"));
    media::FrameReader reader(index);
    for (int beat = 0; beat < storyworld::beatsPerStory; ++beat) {
        const QJsonObject frame = story["frames"].toArray()[beat].toObject();
        QCOMPARE(frame["caption"].toString().toStdString(),
                 storyworld::tellCoherent(9).frames[static_cast<std::size_t>(beat)].caption);
        const int number = index->frameAt(frame["time_seconds"].toDouble() + 0.001);
        QCOMPARE(number, 12 * beat + 6);
        const Picture shown = reader.frame(number);
        const Picture drawn = storyworld::drawMoment(9, beat, 0.5, 128);
        double difference = 0;
        for (std::size_t i = 0; i < drawn.sizeBytes(); ++i) {
            difference += std::abs(shown.data()[i] - drawn.data()[i]);
        }
        QVERIFY2(difference / static_cast<double>(drawn.sizeBytes()) < 6, qPrintable(QString::number(beat)));
    }
}

void DatasetsVistTest::an_impossible_video_is_refused() {
    QTemporaryDir folder;
    storyworld::VideoOptions options;
    options.sizePixels = 127;
    QVERIFY_EXCEPTION_THROWN(
        storyworld::writeVideo(9, folder.filePath("a.mp4").toStdString(), options, {}, Progress::none()), Error);
    options = {};
    options.beatSeconds = 0;
    QVERIFY_EXCEPTION_THROWN(
        storyworld::writeVideo(9, folder.filePath("a.mp4").toStdString(), options, {}, Progress::none()), Error);
    QVERIFY(!QFile::exists(folder.filePath("a.mp4")));
}

QTEST_GUILESS_MAIN(DatasetsVistTest)
#include "datasets_vist_test.moc"
