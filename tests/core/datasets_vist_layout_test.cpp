// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/vist_dataset.h"
#include "core/datasets/vist_descriptions_dataset.h"
#include "core/media/image_file.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <map>
#include <set>

using namespace storyscope;
using namespace storyscope::datasets;

namespace {

namespace fs = std::filesystem;

const fs::path repacked = fs::path(STORYSCOPE_SHARED_DATA) / "data/vist/repacked";

struct Sentence {
    QJsonValue story;
    QJsonValue photo;
    QJsonValue order;
    QString album = "7";
};

QJsonArray annotation(const Sentence& sentence) {
    const QString text = "photo " + sentence.photo.toVariant().toString();
    return {QJsonObject{{"story_id", sentence.story},
                        {"photo_flickr_id", sentence.photo},
                        {"worker_arranged_photo_order", sentence.order},
                        {"album_id", sentence.album},
                        {"text", text + " of [male] ."},
                        {"original_text", text + " of Tom."}}};
}

/// The sentences of photos 1 to 5, the last one first.
QJsonArray story(const QJsonValue& id, const QString& album = "7") {
    QJsonArray annotations;
    for (int photo = 5; photo > 0; --photo) {
        annotations.append(annotation({id, QString::number(photo), photo - 1, album}));
    }
    return annotations;
}

void append(QJsonArray& list, const QJsonArray& added) {
    for (const QJsonValue& value : added) {
        list.append(value);
    }
}

void write(const fs::path& file, const QJsonArray& annotations) {
    const QJsonObject json{{"albums", QJsonArray{QJsonObject{{"id", "7"}, {"title", "Lighthouse"}}}},
                           {"annotations", annotations},
                           {"images", QJsonArray{QJsonObject{{"id", "5"}, {"url_m", "https://example.org/5.jpg"}}}}};
    writeFileAtomically(file, QJsonDocument(json).toJson().toStdString());
}

void writePictures(const fs::path& folder, int last) {
    for (int photo = 1; photo <= last; ++photo) {
        media::writePng(folder / (std::to_string(photo) + ".png"), Picture(4, 4, std::vector<std::uint8_t>(48)));
    }
}

VistDataset open(const fs::path& path, const DatasetOptions& options = {}) {
    return VistDataset(path, options, {}, Progress::none());
}

} // namespace

class DatasetsVistLayoutTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_real_stories_open_without_any_picture();
    void a_published_folder_is_read();
    void a_layout_of_ones_own_is_read_data();
    void a_layout_of_ones_own_is_read();
    void a_photo_is_found_and_read_whatever_its_kind_data();
    void a_photo_is_found_and_read_whatever_its_kind();
    void ids_may_be_numbers_and_positions_texts();
    void stories_of_an_album_stand_together();
    void a_doubled_sentence_is_an_issue();
    void an_album_without_published_split_stays_in_one_split();
    void a_photo_in_two_splits_is_an_issue();
    void a_file_of_another_kind_is_not_recognised();
    void no_complete_story_is_an_error();
    void descriptions_are_the_captions_of_their_photo();
};

void DatasetsVistLayoutTest::the_real_stories_open_without_any_picture() {
    if (!fs::exists(repacked)) {
        QSKIP("The shared test data has no data/vist/repacked");
    }
    QVERIFY(VistDataset::recognises(repacked));
    QVERIFY(!VistDescriptionsDataset::recognises(repacked));
    const VistDataset dataset = open(repacked);
    QCOMPARE(dataset.size(), std::size_t{1000});
    QCOMPARE(dataset.split("test").stories.size(), std::size_t{1000});
    QCOMPARE(dataset.issues().size(), std::size_t{1});
    QVERIFY(dataset.issues()[0].text.find("5000 of 5000") != std::string::npos);

    std::ifstream input(repacked / "test.story-in-sequence.json");
    const std::string bytes((std::istreambuf_iterator<char>(input)), {});
    std::map<std::string, std::map<int, QJsonObject>> expected;
    const QJsonArray annotations = QJsonDocument::fromJson(QByteArray::fromStdString(bytes))["annotations"].toArray();
    for (const QJsonValue& wrapped : annotations) {
        const QJsonObject sentence = wrapped.toArray()[0].toObject();
        expected[sentence["story_id"].toString().toStdString()][sentence["worker_arranged_photo_order"].toInt()] =
            sentence;
    }
    std::vector<std::string> albums;
    for (std::size_t i = 0; i < dataset.size(); ++i) {
        const Story read = dataset.story(i);
        QCOMPARE(dataset.find(read.id), i);
        const auto& sentences = expected.at(read.id);
        QCOMPARE(read.frames.size(), sentences.size());
        for (const auto& [order, sentence] : sentences) {
            const StoryFrame& frame = read.frames[static_cast<std::size_t>(order)];
            QCOMPARE(frame.caption, sentence["original_text"].toString().toStdString());
            QVERIFY(frame.pictureName.find(sentence["photo_flickr_id"].toString().toStdString()) != std::string::npos);
            QVERIFY_EXCEPTION_THROWN(dataset.picture(i, static_cast<std::size_t>(order)), Error);
        }
        const std::string album = "Album " + sentences.at(0)["album_id"].toString().toStdString();
        QCOMPARE(read.title, album);
        if (albums.empty() || albums.back() != album) {
            albums.push_back(album);
        }
    }
    QCOMPARE(albums.size(), std::size_t{200});
    QCOMPARE(std::set<std::string>(albums.begin(), albums.end()).size(), std::size_t{200});
}

void DatasetsVistLayoutTest::a_published_folder_is_read() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    write(path / "annotations/sis/val.story-in-sequence.json", story("s1"));
    write(path / "annotations/dii/val.description-in-isolation.json", {});
    writePictures(path / "images/val", 4);
    const VistDataset dataset = open(path);
    QCOMPARE(dataset.size(), std::size_t{1});
    QCOMPARE(dataset.split("validation").stories, std::vector<std::size_t>{0});
    const Story read = dataset.story(0);
    QCOMPARE(read.title, std::string("Lighthouse"));
    QCOMPARE(read.frames[1].pictureName, std::string("images/val/2.png"));
    QCOMPARE(read.frames[1].caption, std::string("photo 2 of Tom."));
    QCOMPARE(read.frames[1].references, std::vector<std::string>{"photo 2 of [male] ."});
    QCOMPARE(dataset.picture(0, 1).width(), 4);
    QCOMPARE(read.frames[4].pictureName, std::string("https://example.org/5.jpg"));
    QCOMPARE(dataset.issues().size(), std::size_t{1});
    QCOMPARE(dataset.issues()[0].place, std::string("story s1, frame 5"));
    try {
        dataset.picture(0, 4);
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::NotFound);
        QVERIFY2(QString(error.what()).contains("https://example.org/5.jpg"), error.what());
    }
}

void DatasetsVistLayoutTest::a_layout_of_ones_own_is_read_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("pictures");
    QTest::addColumn<QString>("opened");
    QTest::addColumn<QString>("named");
    QTest::newRow("two levels down") << "a/b/train.json"
                                     << "images"
                                     << ""
                                     << "";
    QTest::newRow("all beside each other") << "my stories.json"
                                           << ""
                                           << ""
                                           << "";
    QTest::newRow("one file") << "sis/test.json"
                              << "images/test"
                              << "sis/test.json"
                              << "";
    QTest::newRow("the annotations' folder") << "annotations/sis/test.json"
                                             << "images/test"
                                             << "annotations/sis"
                                             << "";
    QTest::newRow("pictures elsewhere") << "data/test.json"
                                        << "photos/x"
                                        << "data"
                                        << "photos";
}

void DatasetsVistLayoutTest::a_layout_of_ones_own_is_read() {
    QFETCH(QString, file);
    QFETCH(QString, pictures);
    QFETCH(QString, opened);
    QFETCH(QString, named);
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    write(path / file.toStdString(), story("s1"));
    writePictures(path / pictures.toStdString(), 5);
    DatasetOptions options;
    options.pictureFolder = named.isEmpty() ? fs::path() : path / named.toStdString();
    QVERIFY(VistDataset::recognises(path / opened.toStdString()));
    const VistDataset dataset = open(path / opened.toStdString(), options);
    QVERIFY2(dataset.issues().empty(), dataset.issues().empty() ? "" : dataset.issues()[0].text.c_str());
    QCOMPARE(dataset.picture(0, 4).width(), 4);
}

void DatasetsVistLayoutTest::a_photo_is_found_and_read_whatever_its_kind_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isGif");
    QTest::newRow("JPEG's ending") << "3.jpg" << false;
    QTest::newRow("capital letters") << "3.PNG" << false;
    QTest::newRow("no ending") << "3" << false;
    QTest::newRow("GIF") << "3.gif" << true;
    QTest::newRow("GIF, capital letters") << "3.GIF" << true;
    QTest::newRow("GIF that is called JPEG") << "3.jpg" << true;
    QTest::newRow("GIF without an ending") << "3" << true;
}

void DatasetsVistLayoutTest::a_photo_is_found_and_read_whatever_its_kind() {
    QFETCH(QString, name);
    QFETCH(bool, isGif);
    static constexpr char redPixel[] = "GIF89a\1\0\1\0\x80\0\0\xff\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;";
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    write(path / "annotations/sis/train.story-in-sequence.json", story("s1"));
    const fs::path photo = path / "images/train" / name.toStdString();
    fs::create_directories(photo.parent_path());
    media::writePng(photo, Picture(1, 1, {255, 0, 0}));
    if (isGif) {
        writeFileAtomically(photo, std::string(redPixel, sizeof redPixel - 1));
    }
    const VistDataset dataset = open(path);
    QCOMPARE(dataset.story(0).frames[2].pictureName, "images/train/" + name.toStdString());
    QVERIFY(dataset.picture(0, 2) == Picture(1, 1, {255, 0, 0}));
    QVERIFY_EXCEPTION_THROWN(dataset.picture(0, 1), Error);
}

void DatasetsVistLayoutTest::ids_may_be_numbers_and_positions_texts() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    QJsonArray annotations;
    for (int photo = 1; photo <= 5; ++photo) {
        annotations.append(annotation({12, photo, QString::number(5 - photo)})[0]); // not wrapped in a list either
    }
    write(path / "train.story-in-sequence.json", annotations);
    const Story read = open(path).story(0);
    QCOMPARE(read.id, std::string("12"));
    QCOMPARE(read.frames[0].caption, std::string("photo 5 of Tom."));
}

void DatasetsVistLayoutTest::stories_of_an_album_stand_together() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    QJsonArray annotations;
    const std::vector<std::pair<const char*, const char*>> stories = {{"s1", "7"}, {"s2", "8"}, {"s3", "7"}};
    for (const auto& [id, album] : stories) {
        append(annotations, story(id, album));
    }
    write(path / "train.story-in-sequence.json", annotations);
    const VistDataset dataset = open(path);
    QCOMPARE(dataset.story(0).id, std::string("s1"));
    QCOMPARE(dataset.story(1).id, std::string("s3"));
    QCOMPARE(dataset.story(2).id, std::string("s2"));
    QCOMPARE(dataset.story(2).title, std::string("Album 8"));
}

void DatasetsVistLayoutTest::a_doubled_sentence_is_an_issue() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    writePictures(path / "images", 5);
    QJsonArray annotations = story("s1");
    annotations.append(annotation({"s1", "9", 2}));
    write(path / "annotations/test.story-in-sequence.json", annotations);
    const VistDataset dataset = open(path);
    QCOMPARE(dataset.story(0).frames[2].pictureName, std::string("images/3.png"));
    QCOMPARE(dataset.issues().size(), std::size_t{1});
    QCOMPARE(dataset.issues()[0].place, std::string("story s1"));
}

void DatasetsVistLayoutTest::an_album_without_published_split_stays_in_one_split() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    QJsonArray annotations;
    for (int number = 0; number < 60; ++number) {
        append(annotations, story(number, "album" + QString::number(number / 3)));
    }
    write(path / "sis.json", annotations);
    const VistDataset dataset = open(path);
    std::map<std::string, std::set<std::string>> splitsOf;
    std::size_t divided = 0;
    for (const Split& split : dataset.splits()) {
        divided += split.stories.size();
        for (const std::size_t index : split.stories) {
            splitsOf[dataset.story(index).title].insert(split.name);
        }
    }
    QCOMPARE(divided, std::size_t{60});
    QCOMPARE(splitsOf.size(), std::size_t{20});
    for (const auto& [album, names] : splitsOf) {
        QVERIFY2(names.size() == 1, album.c_str());
    }
}

void DatasetsVistLayoutTest::a_photo_in_two_splits_is_an_issue() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    writePictures(path / "images", 5);
    write(path / "train.story-in-sequence.json", story("s1"));
    write(path / "test.story-in-sequence.json", story("s2"));
    const VistDataset dataset = open(path);
    QCOMPARE(dataset.splits()[0].name, std::string("train"));
    QCOMPARE(dataset.issues().size(), std::size_t{1});
    QVERIFY((dataset.issues()[0].place + dataset.issues()[0].text).find("test") != std::string::npos);
}

void DatasetsVistLayoutTest::a_file_of_another_kind_is_not_recognised() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    writeFileAtomically(path / "captions.json", R"({"images": [], "annotations": [{"id": 1, "caption": "a dog"}]})");
    QVERIFY(!VistDataset::recognises(path));
    QVERIFY(!VistDataset::recognises(path / "captions.json"));
    QVERIFY(!VistDataset::recognises(path / "missing.json"));
}

void DatasetsVistLayoutTest::no_complete_story_is_an_error() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    write(path / "train.story-in-sequence.json", {annotation({"s1", "1", 0}), annotation({"s1", "2", -1})});
    QVERIFY_EXCEPTION_THROWN(open(path), Error);
}

void DatasetsVistLayoutTest::descriptions_are_the_captions_of_their_photo() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    QJsonArray annotations;
    for (int number = 0; number < 9; ++number) {
        const QString photo = QString::number(number / 3 + 1);
        annotations.append(QJsonArray{QJsonObject{{"photo_flickr_id", photo},
                                                  {"album_id", "7"},
                                                  {"photo_order_in_story", 2 - number / 3},
                                                  {"original_text", "caption " + QString::number(number)}}});
    }
    write(path / "annotations/dii/train.description-in-isolation.json", annotations);
    writePictures(path / "images/train", 3);
    QVERIFY(!VistDataset::recognises(path));
    QVERIFY(VistDescriptionsDataset::recognises(path));
    const VistDescriptionsDataset dataset(path, {}, {}, Progress::none());
    QVERIFY(dataset.issues().empty());
    QCOMPARE(dataset.size(), std::size_t{1});
    const Story read = dataset.story(0);
    QCOMPARE(read.title, std::string("Lighthouse"));
    QCOMPARE(read.frames.size(), std::size_t{3});
    QCOMPARE(read.frames[0].pictureName, std::string("images/train/3.png"));
    QCOMPARE(read.frames[0].caption, std::string("caption 6"));
    QCOMPARE(read.frames[0].references, (std::vector<std::string>{"caption 7", "caption 8"}));
}

QTEST_GUILESS_MAIN(DatasetsVistLayoutTest)
#include "datasets_vist_layout_test.moc"
