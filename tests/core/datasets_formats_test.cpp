// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/story_dataset.h"
#include "core/datasets/storyworld.h"
#include "core/datasets/synthetic_metadata.h"
#include "core/media/image_file.h"
#include "core/media/video_writer.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <unistd.h>

using namespace storyscope;
using namespace storyscope::datasets;

namespace {

std::filesystem::path fixture(const std::string& name) {
    return std::filesystem::path(STORYSCOPE_TEST_DATA) / "datasets" / name;
}

/// A copy of a fixture that pictures can be added to.
std::filesystem::path copyOf(const std::string& name, const QTemporaryDir& folder) {
    const std::filesystem::path copy = std::filesystem::path(folder.path().toStdString()) / name;
    std::filesystem::copy(fixture(name), copy, std::filesystem::copy_options::recursive);
    return copy;
}

void draw(const std::filesystem::path& file, std::uint64_t seed = 1) {
    std::filesystem::create_directories(file.parent_path());
    media::writePng(file, storyworld::draw(seed, 0, 24));
}

QString splitsAsText(const StoryDataset& dataset) {
    QStringList parts;
    for (const Split& split : dataset.splits()) {
        QStringList ids;
        for (const std::size_t index : split.stories) {
            ids << QString::fromStdString(dataset.story(index).id);
        }
        parts << QString::fromStdString(split.name) + ": " + ids.join(' ');
    }
    return parts.join("; ");
}

QString captionsAsText(const Story& story) {
    std::vector<std::string> captions = story.captions;
    for (const StoryFrame& frame : story.frames) {
        if (!frame.caption.empty()) {
            captions.push_back(frame.caption);
        }
        captions.insert(captions.end(), frame.references.begin(), frame.references.end());
    }
    QStringList texts;
    for (const std::string& caption : captions) {
        texts << QString::fromStdString(caption);
    }
    return texts.join(" | ");
}

bool hasIssue(const StoryDataset& dataset, const QString& text, const QString& place) {
    const std::vector<Issue> issues = dataset.issues();
    return std::any_of(issues.begin(), issues.end(), [&](const Issue& issue) {
        return QString::fromStdString(issue.text).contains(text) && QString::fromStdString(issue.place).contains(place);
    });
}

} // namespace

class DatasetsFormatsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void published_forms_are_recognised_and_read_data();
    void published_forms_are_recognised_and_read();
    void wrong_rows_are_issues_and_the_rest_is_read_data();
    void wrong_rows_are_issues_and_the_rest_is_read();
    void missing_pictures_are_one_issue();
    void a_picture_is_read_where_the_data_set_has_it_data();
    void a_picture_is_read_where_the_data_set_has_it();
    void pictures_may_be_in_another_folder();
    void a_clip_shows_sixteen_evenly_spaced_frames();
    void flickr30k_is_read_and_its_broken_row_is_an_issue();
    void names_that_leave_the_folder_are_never_read_data();
    void names_that_leave_the_folder_are_never_read();
    void a_link_out_of_the_folder_is_not_followed();
    void text_that_is_no_utf8_is_replaced_and_noted();
    void hostile_json_is_an_error_data();
    void hostile_json_is_an_error();
    void a_folder_that_may_not_be_read_is_an_error();
    void a_data_set_that_changes_while_open_keeps_its_texts();
    void written_metadata_reads_back_the_same();
    void real_photographs_with_captions_open_completely();
};

void DatasetsFormatsTest::published_forms_are_recognised_and_read_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("splits");
    QTest::addColumn<QString>("firstCaptions");
    QTest::newRow("Flickr8k folder") << "flickr8k"
                                     << "flickr8k"
                                     << "train: red; validation: blue; test: green"
                                     << "A red kite over a hill . | Someone flies a kite .";
    QTest::newRow("Flickr8k file") << "flickr8k/Flickr8k.token.txt"
                                   << "flickr8k"
                                   << "train: red; validation: blue; test: green"
                                   << "A red kite over a hill . | Someone flies a kite .";
    QTest::newRow("COCO folder") << "coco"
                                 << "coco captions"
                                 << "train: 000007 000008; validation: 000010"
                                 << "A kite. | Somebody's kite.";
    QTest::newRow("COCO file") << "coco/captions_val2017.json"
                               << "coco captions"
                               << "validation: 000010"
                               << "A door.";
    QTest::newRow("Karpathy") << "karpathy/dataset_coco.json"
                              << "coco captions"
                              << "train: a b; validation: c; test: d"
                              << "One.";
    QTest::newRow("image folder") << "image_folder"
                                  << "image folder"
                                  << "train: train/0001 train/0002; test: test/0003"
                                  << "A kite.";
    QTest::newRow("image folder file") << "image_folder/test/metadata.csv"
                                       << "image folder"
                                       << ""
                                       << "A \"green\" door,\nhalf open";
    QTest::newRow("MSR-VTT") << "msrvtt"
                             << "msr-vtt"
                             << "train: video0; validation: video1"
                             << "a kite flies | a kite lands";
    QTest::newRow("JSFUSION") << "msrvtt/MSRVTT_JSFUSION_test.csv"
                              << "msr-vtt"
                              << "test: video7020"
                              << "a door, opening";
    QTest::newRow("MSVD") << "msvd"
                          << "msvd"
                          << ""
                          << "a kite flies | somebody flies a kite";
    QTest::newRow("TGIF") << "tgif"
                          << "tgif"
                          << "train: kite_1; validation: boat_2; test: door_3"
                          << "a \"kite\" flies.";
    QTest::newRow("synthetic metadata") << "synthetic"
                                        << "synthetic metadata"
                                        << "train: s2; validation: s1; test: s3"
                                        << "A kite. | The kite, again.";
}

void DatasetsFormatsTest::published_forms_are_recognised_and_read() {
    QFETCH(QString, path);
    QFETCH(QString, format);
    QFETCH(QString, splits);
    QFETCH(QString, firstCaptions);
    const auto dataset = openDataset(fixture(path.toStdString()).string());
    QCOMPARE(QString::fromStdString(dataset->format()), format);
    if (format == "synthetic metadata") { // made here: only that every story is in one of them
        QCOMPARE(dataset->splits().size(), std::size_t{3});
        QCOMPARE(splitsAsText(*dataset).count('s'), QString("train: s; validation: s; test: s").count('s'));
    } else {
        QCOMPARE(splitsAsText(*dataset), splits);
    }
    const Story story = dataset->story(0);
    QCOMPARE(captionsAsText(story), firstCaptions);
    QCOMPARE(dataset->find(story.id), std::size_t{0});
    QVERIFY_EXCEPTION_THROWN(dataset->find("nobody"), Error);
    QVERIFY_EXCEPTION_THROWN(dataset->story(dataset->size()), Error);
    QVERIFY_EXCEPTION_THROWN(dataset->picture(0, story.frames.size()), Error);
    QVERIFY_EXCEPTION_THROWN(dataset->picture(0, 0), Error);
}

void DatasetsFormatsTest::wrong_rows_are_issues_and_the_rest_is_read_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("stories");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("place");
    QTest::newRow("Flickr8k") << "flickr8k" << 3 << "no caption of a picture"
                              << "line 4";
    QTest::newRow("COCO unknown picture") << "coco" << 3 << "does not list"
                                          << "annotations entry 4";
    QTest::newRow("COCO wrong type") << "coco" << 3 << "wrong type"
                                     << "images entry 3 and 1 more";
    QTest::newRow("image folder") << "image_folder" << 3 << "no JSON object"
                                  << "train/metadata.jsonl, line 3 and 1 more";
    QTest::newRow("MSR-VTT unknown video") << "msrvtt" << 2 << "does not list"
                                           << "sentence 4";
    QTest::newRow("MSR-VTT no id") << "msrvtt" << 2 << "lacks a field"
                                   << "videos entry 3";
    QTest::newRow("MSVD") << "msvd" << 2 << "no description"
                          << "line 6";
    QTest::newRow("no frame number") << "synthetic" << 3 << "no frame number"
                                     << "line 5";
    QTest::newRow("score too large") << "synthetic" << 3 << "from 0 to 1"
                                     << "line 6";
}

void DatasetsFormatsTest::wrong_rows_are_issues_and_the_rest_is_read() {
    QFETCH(QString, path);
    QFETCH(int, stories);
    QFETCH(QString, text);
    QFETCH(QString, place);
    const auto dataset = openDataset(fixture(path.toStdString()).string());
    QCOMPARE(static_cast<int>(dataset->size()), stories);
    QVERIFY(hasIssue(*dataset, text, place));
}

void DatasetsFormatsTest::missing_pictures_are_one_issue() {
    const auto dataset = openDataset(fixture("flickr8k").string());
    const std::vector<Issue> issues = dataset->issues();
    QCOMPARE(issues.size(), std::size_t{2});
    QVERIFY(hasIssue(*dataset, "missing", "red.jpg and 2 more"));
}

void DatasetsFormatsTest::a_picture_is_read_where_the_data_set_has_it_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("picture");
    QTest::newRow("Flickr8k, published") << "flickr8k"
                                         << "Flicker8k_Dataset/red.jpg";
    QTest::newRow("Flickr8k, repacked") << "flickr8k"
                                        << "images/red.jpg";
    QTest::newRow("COCO, published") << "coco"
                                     << "train2017/000007.jpg";
    QTest::newRow("COCO, one folder more") << "coco"
                                           << "images/train2017/000007.jpg";
    QTest::newRow("COCO, flat") << "coco"
                                << "000007.jpg";
    QTest::newRow("Karpathy") << "karpathy"
                              << "val2014/a.jpg";
    QTest::newRow("image folder") << "image_folder"
                                  << "train/0001.png";
}

void DatasetsFormatsTest::a_picture_is_read_where_the_data_set_has_it() {
    QFETCH(QString, folder);
    QFETCH(QString, picture);
    QTemporaryDir temporary;
    const std::filesystem::path path = copyOf(folder.toStdString(), temporary);
    draw(path / picture.toStdString());
    const auto dataset = openDataset(path.string());
    QVERIFY(dataset->picture(0, 0) == storyworld::draw(1, 0, 24));
}

void DatasetsFormatsTest::pictures_may_be_in_another_folder() {
    QTemporaryDir elsewhere;
    draw(std::filesystem::path(elsewhere.path().toStdString()) / "blue.jpg", 9);
    DatasetOptions options;
    options.pictureFolder = elsewhere.path().toStdString();
    const auto dataset = openDataset(fixture("flickr8k").string(), options, {}, Progress::none());
    QVERIFY(dataset->picture(dataset->find("blue"), 0) == storyworld::draw(9, 0, 24));
}

void DatasetsFormatsTest::a_clip_shows_sixteen_evenly_spaced_frames() {
    QTemporaryDir temporary;
    const std::filesystem::path path = copyOf("msrvtt", temporary);
    std::filesystem::create_directories(path / "TrainValVideo");
    {
        media::VideoWriterOptions options;
        options.width = 64;
        options.height = 48;
        media::VideoWriter writer(path / "TrainValVideo" / "video0.mp4", options);
        for (int i = 0; i < 40; ++i) {
            const std::vector<std::uint8_t> grey(64 * 48 * 3, static_cast<std::uint8_t>(16 + 5 * i));
            writer.add(Picture(64, 48, grey));
        }
        writer.finish();
    }
    const auto dataset = openDataset(path.string());
    const Story clip = dataset->story(0);
    QCOMPARE(clip.frames.size(), std::size_t{16});
    QCOMPARE(clip.frames[11].pictureName, std::string("TrainValVideo/video0.mp4 frame 12"));
    for (const std::size_t k : {0U, 1U, 7U, 15U}) { // step = 40 / 16 = 2
        const int grey = dataset->picture(0, k).data()[0];
        QVERIFY2(std::abs(grey - static_cast<int>(16 + 5 * 2 * k)) <= 4, qPrintable(QString::number(grey)));
    }
}

void DatasetsFormatsTest::flickr30k_is_read_and_its_broken_row_is_an_issue() {
    QTemporaryDir temporary;
    const std::filesystem::path folder = temporary.path().toStdString();
    draw(folder / "flickr30k_images" / "10.jpg", 4);
    writeFileAtomically(folder / "results.csv", "image_name| comment_number| comment\n"
                                                "10.jpg| 0| Two \"friends\" enjoy tea .\n"
                                                "10.jpg| 1| Two people, one table .\n"
                                                "11.jpg| 4   A dog runs .\n"
                                                "11.jpg| 3| A dog .\n");
    const auto dataset = openDataset(folder.string());
    QCOMPARE(dataset->format(), std::string("flickr8k"));
    QCOMPARE(dataset->size(), std::size_t{2});
    QCOMPARE(captionsAsText(dataset->story(0)), QString("Two \"friends\" enjoy tea . | Two people, one table ."));
    QCOMPARE(captionsAsText(dataset->story(1)), QString("A dog ."));
    QVERIFY(hasIssue(*dataset, "no caption", "results.csv, line 4"));
    QVERIFY(dataset->picture(0, 0) == storyworld::draw(4, 0, 24));
}

void DatasetsFormatsTest::names_that_leave_the_folder_are_never_read_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("upwards") << "../secret.png";
    QTest::newRow("down and up") << "a/../../secret.png";
    QTest::newRow("absolute") << "/etc/passwd";
    QTest::newRow("the folder above") << "..";
    QTest::newRow("the folder itself") << ".";
}

void DatasetsFormatsTest::names_that_leave_the_folder_are_never_read() {
    QFETCH(QString, name);
    QTemporaryDir temporary;
    const std::filesystem::path folder = std::filesystem::path(temporary.path().toStdString()) / "data";
    draw(folder / ".." / "secret.png");
    draw(folder / "good.png");
    std::filesystem::create_directories(folder / "a");
    writeFileAtomically(folder / "captions.txt", "image,caption\n" + name.toStdString() + ",Bad.\ngood.png,Good.\n");
    const auto dataset = openDataset(folder.string());
    QCOMPARE(dataset->size(), std::size_t{2});
    QVERIFY(hasIssue(*dataset, "leads out", name));
    QVERIFY_EXCEPTION_THROWN(dataset->picture(0, 0), Error);
    QVERIFY(!dataset->picture(1, 0).isEmpty());
}

void DatasetsFormatsTest::a_link_out_of_the_folder_is_not_followed() {
    QTemporaryDir temporary;
    const std::filesystem::path folder = std::filesystem::path(temporary.path().toStdString()) / "data";
    draw(folder / ".." / "secret.png");
    draw(folder / "good.png");
    std::filesystem::create_symlink("../secret.png", folder / "link.png");
    std::filesystem::create_symlink("good.png", folder / "friend.png");
    writeFileAtomically(folder / "captions.txt", "image,caption\nlink.png,Out.\nfriend.png,In.\n");
    const auto dataset = openDataset(folder.string());
    QVERIFY_EXCEPTION_THROWN(dataset->picture(0, 0), Error);
    QVERIFY(!dataset->picture(1, 0).isEmpty());
}

void DatasetsFormatsTest::text_that_is_no_utf8_is_replaced_and_noted() {
    QTemporaryDir temporary;
    const std::filesystem::path folder = temporary.path().toStdString();
    draw(folder / "a.png");
    writeFileAtomically(folder / "captions.txt", "image,caption\na.png,A caf\xe9.\n");
    const auto dataset = openDataset(folder.string());
    QCOMPARE(dataset->story(0).frames[0].caption, std::string("A caf\xef\xbf\xbd."));
    QVERIFY(hasIssue(*dataset, "not UTF-8", "story a"));
}

void DatasetsFormatsTest::hostile_json_is_an_error_data() {
    QTest::addColumn<QByteArray>("rest");
    QTest::newRow("deep") << QByteArray(100'000, '[');
    QTest::newRow("too large a number") << QByteArray("1e400]}");
    QTest::newRow("cut off") << QByteArray("{\"image_id\": 1, \"cap");
}

void DatasetsFormatsTest::hostile_json_is_an_error() {
    QFETCH(QByteArray, rest);
    QTemporaryDir temporary;
    const std::filesystem::path file = std::filesystem::path(temporary.path().toStdString()) / "captions.json";
    writeFileAtomically(file, R"({"images": [{"id": 1, "file_name": "a.jpg"}], "annotations": [)" + rest.toStdString());
    try {
        openDataset(file.string());
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QCOMPARE(static_cast<int>(error.code()), static_cast<int>(ErrorCode::Malformed));
        QVERIFY2(QString(error.what()).contains("captions.json"), error.what());
    }
}

void DatasetsFormatsTest::a_folder_that_may_not_be_read_is_an_error() {
    if (::geteuid() == 0) {
        QSKIP("the superuser may read every folder");
    }
    QTemporaryDir temporary;
    const std::filesystem::path folder = std::filesystem::path(temporary.path().toStdString()) / "closed";
    std::filesystem::create_directory(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::none);
    QVERIFY_EXCEPTION_THROWN(openDataset(folder.string()), Error);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
}

void DatasetsFormatsTest::a_data_set_that_changes_while_open_keeps_its_texts() {
    QTemporaryDir temporary;
    const std::filesystem::path path = copyOf("flickr8k", temporary);
    draw(path / "images" / "red.jpg");
    const auto dataset = openDataset(path.string());
    writeFileAtomically(path / "Flickr8k.token.txt", "other.jpg#0\tSomething else.\n");
    writeFileAtomically(path / "images" / "red.jpg", "no picture any more");
    QCOMPARE(dataset->story(0).frames[0].caption, std::string("A red kite over a hill ."));
    QVERIFY_EXCEPTION_THROWN(dataset->picture(0, 0), Error);
    std::filesystem::remove_all(path);
    QCOMPARE(dataset->size(), std::size_t{3});
    QVERIFY_EXCEPTION_THROWN(dataset->picture(0, 0), Error);
}

void DatasetsFormatsTest::written_metadata_reads_back_the_same() {
    QTemporaryDir temporary;
    const std::filesystem::path file = std::filesystem::path(temporary.path().toStdString()) / "stories.csv";
    const auto drawn = openDataset("storyworld:seed=3,stories=6,size=24");
    writeSyntheticMetadata(*drawn, file, {}, Progress::none());
    const auto read = openDataset(file.string());
    QCOMPARE(read->format(), std::string("synthetic metadata"));
    QCOMPARE(read->size(), drawn->size());
    for (std::size_t i = 0; i < drawn->size(); ++i) {
        const Story a = drawn->story(i);
        const Story b = read->story(i);
        QCOMPARE(b.id, a.id);
        QCOMPARE(b.score, a.score);
        QCOMPARE(b.frames.size(), a.frames.size());
        for (std::size_t k = 0; k < a.frames.size(); ++k) {
            QCOMPARE(b.frames[k].caption, a.frames[k].caption);
            QCOMPARE(b.frames[k].tags, a.frames[k].tags);
        }
    }
}

void DatasetsFormatsTest::real_photographs_with_captions_open_completely() {
    const std::filesystem::path folder = std::filesystem::path(STORYSCOPE_SHARED_DATA) / "data" / "flickr8k";
    if (!std::filesystem::exists(folder)) {
        QSKIP("the real data set is not on this machine");
    }
    const auto dataset = openDataset(folder.string());
    QCOMPARE(dataset->size(), std::size_t{700});
    std::size_t captions = 0;
    for (std::size_t i = 0; i < dataset->size(); ++i) {
        captions += 1 + dataset->story(i).frames.front().references.size();
    }
    QCOMPARE(captions, std::size_t{3500});
    QVERIFY(dataset->issues().empty());
    QCOMPARE(dataset->split("train").stories.size(), std::size_t{560});
    QCOMPARE(dataset->split("test").stories.size(), std::size_t{70});
    QVERIFY(dataset->picture(699, 0).width() > 100);
}

QTEST_GUILESS_MAIN(DatasetsFormatsTest)
#include "datasets_formats_test.moc"
