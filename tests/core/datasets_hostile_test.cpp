// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/story_dataset.h"
#include "core/datasets/storyworld.h"
#include "core/formats/utf8.h"
#include "core/media/image_file.h"
#include "tests/support/processor_time.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace storyscope;
using namespace storyscope::datasets;

namespace {

namespace fs = std::filesystem;

constexpr int longestMilliseconds = 5000;

/// Five sentences of VIST about photos 1 to 5; `fields` is added to the third.
QByteArray vist(const QByteArray& fields) {
    QByteArray annotations;
    for (int order = 0; order < 5; ++order) {
        annotations += QByteArray(order == 0 ? "" : ",") +
                       R"([{"story_id":"s","album_id":"7","text":"a","photo_flickr_id":")" +
                       QByteArray::number(order + 1) + R"(","worker_arranged_photo_order":)" +
                       QByteArray::number(order) + (order == 2 ? "," + fields : QByteArray()) + "}]";
    }
    return R"({"images":[],"albums":[],"annotations":[)" + annotations + "]}";
}

QByteArray coco(const QByteArray& picture, const QByteArray& caption = "\"A kite.\"") {
    return R"({"images":[{"id":1,"file_name":)" + picture + R"(}],"annotations":[{"image_id":1,"caption":)" + caption +
           "}]}";
}

QByteArray msrVtt(const QByteArray& id, const QByteArray& caption = "\"a kite\"") {
    return R"({"info":{},"videos":[{"video_id":)" + id + R"(,"split":"train"}],"sentences":[{"video_id":)" + id +
           R"(,"caption":)" + caption + "}]}";
}

/// Reads all that there is. Not one of these data sets has a picture.
void readEverything(const StoryDataset& dataset) {
    for (std::size_t i = 0; i < dataset.size(); ++i) {
        const Story story = dataset.story(i);
        QVERIFY(formats::isValidUtf8(story.id));
        for (std::size_t k = 0; k < story.frames.size(); ++k) {
            QVERIFY(formats::isValidUtf8(story.frames[k].caption));
            QVERIFY_EXCEPTION_THROWN(dataset.picture(i, k), Error);
        }
    }
    QVERIFY(!dataset.issues().empty());
    for (const Issue& issue : dataset.issues()) {
        QVERIFY(formats::isValidUtf8(issue.text) && formats::isValidUtf8(issue.place));
    }
}

/// Whether it could be opened and read; anything but an Error fails the test.
bool opens(const fs::path& path) {
    try {
        readEverything(*openDataset(path.string()));
        return true;
    } catch (const Error& error) {
        qInfo("%.200s", error.what());
        return false;
    }
}

} // namespace

class DatasetsHostileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hostile_lists_give_errors_and_issues_data();
    void hostile_lists_give_errors_and_issues();
    void a_list_that_may_not_be_read_is_an_error();
    void what_is_damaged_while_open_is_an_error_when_asked_for_data();
    void what_is_damaged_while_open_is_an_error_when_asked_for();
};

void DatasetsHostileTest::hostile_lists_give_errors_and_issues_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("canBeOpened");
    const auto row = [](const char* name, const char* file, const QByteArray& content, bool canBeOpened) {
        QTest::newRow(name) << file << content << canBeOpened;
    };
    const char* sis = "train.story-in-sequence.json";
    const char* info = "train_val_videodatainfo.json";
    const QByteArray deep = QByteArray(100'000, '[') + QByteArray(100'000, ']');
    const QByteArray huge = '"' + QByteArray(17 << 20, 'x') + '"';
    row("VIST, as it should be", sis, vist(R"("x":1)"), true);
    row("VIST, deep", sis, vist("\"x\":" + deep), false);
    row("VIST, number too large", sis, vist("\"x\":1e400"), false);
    row("VIST, position too large", sis, vist(R"("worker_arranged_photo_order":1e30)"), false);
    row("VIST, doubled keys", sis, vist(R"("text":"b","text":"c")"), true);
    row("VIST, wrong type", sis, vist(R"("text":{"a":[1]})"), false);
    row("VIST, huge text", sis, vist("\"text\":" + huge), false);
    row("VIST, name upwards", sis, vist(R"("photo_flickr_id":"../../../../etc/passwd")"), true);
    row("VIST, absolute name", sis, vist(R"("photo_flickr_id":"/etc/passwd")"), true);
    row("VIST, name with a zero", sis, vist(R"("photo_flickr_id":"1\u0000.jpg")"), true);
    row("VIST, no UTF-8", sis, vist("\"text\":\"caf\xe9\""), false);
    row("VIST, lists of lists", sis, R"({"annotations":[[[[]]],[],[null],3,"x",[[{}]]]})", false);
    row("COCO, doubled keys", "captions.json", coco(R"("a.jpg","file_name":"b.jpg")"), true);
    row("COCO, name upwards", "captions.json", coco(R"("../../../../etc/passwd")"), true);
    row("COCO, name with a zero", "captions.json", coco(R"("a\u0000.jpg")"), true);
    row("COCO, no list", "captions.json", R"({"images":[{"id":1,"file_name":"a.jpg"}],"annotations":3})", false);
    row("COCO, name of a wrong type", "captions.json", coco("[1]"), false);
    row("COCO, huge caption", "captions.json", coco("\"a.jpg\"", huge), false);
    row("COCO, deep caption", "captions.json", coco("\"a.jpg\"", deep), false);
    row("COCO, no UTF-8", "captions.json", coco("\"\xff.jpg\""), false);
    row("COCO, captions first", "captions.json",
        R"({"annotations":[{"image_id":1,"caption":"A."}],"images":[{"id":1,"file_name":"a.jpg"}]})", true);
    row("COCO, many captions", "captions.json",
        coco("\"a.jpg\"", R"("A."})" + QByteArray(R"(,{"image_id":1,"caption":"B."})").repeated(120'000).chopped(1)),
        true);
    row("Karpathy, name upwards", "dataset.json",
        R"({"images":[{"filename":"passwd","filepath":"../../../../etc","sentences":[{"raw":"A."}]}]})", true);
    row("MSR-VTT, name upwards", info, msrVtt(R"("../../../../etc/passwd")"), true);
    row("MSR-VTT, name with a zero", info, msrVtt(R"("a\u0000b")"), true);
    row("MSR-VTT, id of a wrong type", info, msrVtt("{}"), false);
    row("MSR-VTT, number too large", info, msrVtt("\"v\"", "1e400"), false);
    row("MSR-VTT, deep", info, msrVtt("\"v\"", deep), false);
    row("csv, zero in a name", "captions.csv", QByteArray("image,caption\na\0b.jpg,A.\n", 24), true);
    row("csv, no UTF-8", "captions.csv", "image,caption\n\xff\xfe.jpg,A caf\xe9.\n", true);
    row("csv, endless quotation", "captions.csv", "image,caption\na.jpg,\"A.\n", false);
    row("csv, huge field", "captions.csv", "image,caption\na.jpg," + QByteArray(2 << 20, 'x'), false);
    row("bars, name upwards", "results.csv", "image_name| comment_number| comment\n../a.jpg| 0| A.\n", true);
    row("tokens, name upwards", "tokens.txt", "../../etc/passwd#0\tA.\n", true);
    row("tokens, no UTF-8", "tokens.txt", "\xff.jpg#0\tA caf\xe9.\n", true);
    row("TGIF, no name", "tgif.tsv", "https://example.org/\tA kite.\n", true);
    row("TGIF, name upwards", "tgif.tsv", "https://example.org/..\tA kite.\n", true);
    row(
        "one long story", "stories.csv",
        [] {
            QByteArray table = "story_id,frame,picture,caption\n";
            for (int frame = 0; frame < 50'000; ++frame) {
                table += "s," + QByteArray::number(frame) + ',' + QByteArray::number(frame) + ".jpg,A.\n";
            }
            return table;
        }(),
        true);
}

void DatasetsHostileTest::hostile_lists_give_errors_and_issues() {
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    QFETCH(bool, canBeOpened);
    QTemporaryDir temporary;
    const fs::path path = temporary.path().toStdString();
    writeFileAtomically(path / file.toStdString(), content.toStdString());
    const test::ProcessorTime spent;
    QCOMPARE(opens(path / file.toStdString()), canBeOpened);
    QVERIFY(spent.milliseconds() < longestMilliseconds);
}

void DatasetsHostileTest::a_list_that_may_not_be_read_is_an_error() {
    QTemporaryDir temporary;
    const fs::path file = fs::path(temporary.path().toStdString()) / "train.story-in-sequence.json";
    writeFileAtomically(file, vist(R"("x":1)").toStdString());
    fs::permissions(file, fs::perms::none);
    if (std::ifstream(file).is_open()) {
        QSKIP("this user may read every file");
    }
    QVERIFY(!opens(file.parent_path()));
}

void DatasetsHostileTest::what_is_damaged_while_open_is_an_error_when_asked_for_data() {
    QTest::addColumn<QString>("list");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("picture");
    QTest::addColumn<int>("frame");
    QTest::newRow("VIST") << "sis.json" << vist(R"("x":1)") << "images/3.png" << 2;
    QTest::newRow("COCO") << "captions.json" << coco("\"a.png\"") << "images/a.png" << 0;
    QTest::newRow("a clip") << "videodatainfo.json" << msrVtt("\"v\"") << "videos/v.mp4" << 3;
}

void DatasetsHostileTest::what_is_damaged_while_open_is_an_error_when_asked_for() {
    QFETCH(QString, list);
    QFETCH(QByteArray, content);
    QFETCH(QString, picture);
    QFETCH(int, frame);
    QTemporaryDir temporary;
    const fs::path path = temporary.path().toStdString();
    const fs::path file = path / picture.toStdString();
    writeFileAtomically(path / list.toStdString(), content.toStdString());
    fs::create_directories(file.parent_path());
    if (file.extension() == ".mp4") {
        storyworld::writeVideo(9, file, {.sizePixels = 64, .beatSeconds = 0.5}, {}, Progress::none());
    } else {
        media::writePng(file, storyworld::draw(9, 0, 32));
    }
    const auto shown = static_cast<std::size_t>(frame);
    const auto first = openDataset(path.string());
    QVERIFY(!first->picture(0, shown).isEmpty());
    const auto second = openDataset(path.string());
    fs::resize_file(file, 20);
    QVERIFY_EXCEPTION_THROWN(second->picture(0, shown), Error);
    fs::remove_all(path / list.toStdString());
    fs::remove_all(file.parent_path());
    const auto text = [](const Story& story) { return story.id + story.frames.front().caption; };
    QCOMPARE(text(second->story(0)), text(first->story(0)));
    QVERIFY_EXCEPTION_THROWN(second->picture(0, shown), Error);
}

QTEST_GUILESS_MAIN(DatasetsHostileTest)
#include "datasets_hostile_test.moc"
