// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/natural_order.h"
#include "core/datasets/story_dataset.h"
#include "core/datasets/storyworld.h"
#include "core/media/image_file.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

using namespace storyscope;
using namespace storyscope::datasets;

Q_DECLARE_METATYPE(storyscope::ErrorCode)

class DatasetsOpenTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void storyworld_specifications_are_read_data();
    void storyworld_specifications_are_read();
    void a_wrong_specification_names_what_is_wrong_data();
    void a_wrong_specification_names_what_is_wrong();
    void seeds_below_the_limit_are_split_into_train_and_validation();
    void held_out_seeds_are_all_test();
    void a_missing_split_is_answered_with_those_there_are();
    void a_story_is_found_by_its_id();
    void a_storyworld_story_is_what_the_generator_tells();
    void a_folder_of_pictures_is_one_story_in_natural_order();
    void a_broken_picture_is_an_issue_and_throws_when_asked_for();
    void a_folder_without_pictures_is_refused();
    void reading_a_folder_stops_when_asked_to();
    void file_names_are_ordered_as_a_person_would_data();
    void file_names_are_ordered_as_a_person_would();
};

void DatasetsOpenTest::storyworld_specifications_are_read_data() {
    QTest::addColumn<QString>("specification");
    QTest::addColumn<int>("stories");
    QTest::addColumn<QString>("firstId");
    QTest::addColumn<int>("size");
    QTest::newRow("everything") << "storyworld:seed=7,stories=12,size=64" << 12 << "storyworld-7" << 64;
    QTest::newRow("another order") << "storyworld:size=32,stories=3,seed=1000000" << 3 << "storyworld-1000000" << 32;
    QTest::newRow("defaults") << "storyworld:" << 1000 << "storyworld-1" << 128;
    QTest::newRow("name only") << "storyworld" << 1000 << "storyworld-1" << 128;
    QTest::newRow("up to the limit") << "storyworld:seed=999990,stories=10,size=16" << 10 << "storyworld-999990" << 16;
}

void DatasetsOpenTest::storyworld_specifications_are_read() {
    QFETCH(QString, specification);
    QFETCH(int, stories);
    QFETCH(QString, firstId);
    QFETCH(int, size);
    const auto dataset = openDataset(specification.toStdString());
    QCOMPARE(dataset->format(), std::string("storyworld"));
    QCOMPARE(static_cast<int>(dataset->size()), stories);
    QCOMPARE(dataset->story(0).id, firstId.toStdString());
    QCOMPARE(dataset->picture(0, 0).width(), size);
    QVERIFY(dataset->issues().empty());
    QVERIFY_EXCEPTION_THROWN(dataset->story(dataset->size()), Error);
    QVERIFY_EXCEPTION_THROWN(dataset->picture(0, 5), Error);
}

void DatasetsOpenTest::a_wrong_specification_names_what_is_wrong_data() {
    QTest::addColumn<QString>("specification");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("named");
    QTest::newRow("no number") << "storyworld:seed=one" << ErrorCode::BadArgument << "seed";
    QTest::newRow("negative") << "storyworld:stories=-3" << ErrorCode::BadArgument << "stories";
    QTest::newRow("nothing") << "storyworld:stories=0" << ErrorCode::BadArgument << "stories";
    QTest::newRow("empty value") << "storyworld:seed=,stories=2" << ErrorCode::BadArgument << "seed";
    QTest::newRow("fraction") << "storyworld:size=64.5" << ErrorCode::BadArgument << "size";
    QTest::newRow("too small") << "storyworld:size=2" << ErrorCode::BadArgument << "size";
    QTest::newRow("too large for a number")
        << "storyworld:seed=99999999999999999999999" << ErrorCode::BadArgument << "seed";
    QTest::newRow("unknown key") << "storyworld:sed=1" << ErrorCode::BadArgument << "sed";
    QTest::newRow("no value") << "storyworld:seed" << ErrorCode::BadArgument << "seed";
    QTest::newRow("across the limit") << "storyworld:seed=999990,stories=11" << ErrorCode::BadArgument << "stories";
    QTest::newRow("missing folder") << "/nowhere/at/all" << ErrorCode::NotFound << "/nowhere/at/all";
    QTest::newRow("nothing at all") << "" << ErrorCode::NotFound << "";
    QTest::newRow("a file") << QCoreApplication::applicationFilePath() << ErrorCode::Unsupported << "looked for";
}

void DatasetsOpenTest::a_wrong_specification_names_what_is_wrong() {
    QFETCH(QString, specification);
    QFETCH(ErrorCode, code);
    QFETCH(QString, named);
    try {
        openDataset(specification.toStdString());
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QCOMPARE(error.code(), code);
        QVERIFY2(QString(error.what()).contains(named), error.what());
    }
}

void DatasetsOpenTest::seeds_below_the_limit_are_split_into_train_and_validation() {
    const auto dataset = openDataset("storyworld:seed=1,stories=200");
    const Split train = dataset->split("train");
    const Split validation = dataset->split("validation");
    QCOMPARE(train.stories.size(), std::size_t{190});
    QCOMPARE(validation.stories.size(), std::size_t{10});
    std::vector<std::size_t> both = train.stories;
    both.insert(both.end(), validation.stories.begin(), validation.stories.end());
    std::sort(both.begin(), both.end());
    QVERIFY(std::adjacent_find(both.begin(), both.end()) == both.end());
    // Whether a story is trained on depends on its seed alone, so no other range trains on a validation story.
    const auto shifted = openDataset("storyworld:seed=8,stories=100");
    for (const std::size_t index : shifted->split("validation").stories) {
        const std::size_t position = dataset->find(shifted->story(index).id);
        QVERIFY(std::find(validation.stories.begin(), validation.stories.end(), position) != validation.stories.end());
    }
}

void DatasetsOpenTest::held_out_seeds_are_all_test() {
    const auto dataset = openDataset("storyworld:seed=1000000,stories=40");
    QCOMPARE(dataset->splits().size(), std::size_t{1});
    QCOMPARE(dataset->split("test").stories.size(), std::size_t{40});
}

void DatasetsOpenTest::a_missing_split_is_answered_with_those_there_are() {
    try {
        openDataset("storyworld:seed=1,stories=40")->split("exam");
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::NotFound);
        QVERIFY2(QString(error.what()).contains("train, validation"), error.what());
    }
}

void DatasetsOpenTest::a_story_is_found_by_its_id() {
    const auto dataset = openDataset("storyworld:seed=100,stories=10");
    QCOMPARE(dataset->find("storyworld-103"), std::size_t{3});
    for (const char* id : {"storyworld-99", "storyworld-110", "storyworld-", "storyworld-1x", "103"}) {
        QVERIFY_EXCEPTION_THROWN(dataset->find(id), Error);
    }
}

void DatasetsOpenTest::a_storyworld_story_is_what_the_generator_tells() {
    const auto dataset = openDataset("storyworld:seed=5,stories=3,size=48");
    QCOMPARE(dataset->story(2).frames[4].caption, storyworld::tell(7).frames[4].caption);
    QVERIFY(dataset->picture(2, 4) == storyworld::draw(7, 4, 48));
}

void DatasetsOpenTest::a_folder_of_pictures_is_one_story_in_natural_order() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    for (const int number : {1, 2, 10}) {
        media::writePng(path / (std::to_string(number) + ".png"),
                        storyworld::draw(static_cast<std::uint64_t>(number), 0, 32));
    }
    writeFileAtomically(path / "2.txt", "  A second picture.\r\n\nAnother way to say it.\n");
    writeFileAtomically(path / "notes.md", "not a picture");
    const auto dataset = openDataset(path.string());
    QCOMPARE(dataset->format(), std::string("picture folder"));
    QVERIFY(dataset->splits().empty() && dataset->issues().empty());
    const Story story = dataset->story(0);
    QCOMPARE(story.frames.size(), std::size_t{3});
    QCOMPARE(story.frames[2].pictureName, std::string("10.png"));
    QCOMPARE(story.frames[0].caption, std::string());
    QCOMPARE(story.frames[1].caption, std::string("A second picture."));
    QCOMPARE(story.frames[1].references, std::vector<std::string>{"Another way to say it."});
    QVERIFY(!story.score);
    QVERIFY(dataset->picture(0, 2) == storyworld::draw(10, 0, 32));
    QVERIFY(dataset->find(story.id) == 0);
    QVERIFY_EXCEPTION_THROWN(dataset->story(1), Error);
    QVERIFY_EXCEPTION_THROWN(dataset->picture(0, 3), Error);
}

void DatasetsOpenTest::a_broken_picture_is_an_issue_and_throws_when_asked_for() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    media::writePng(path / "a.png", storyworld::draw(1, 0, 32));
    const std::string whole = readFile(path / "a.png");
    writeFileAtomically(path / "b.png", whole.substr(0, 40));
    writeFileAtomically(path / "c.jpg", "");
    std::filesystem::create_symlink(path / "gone.png", path / "d.png");
    const auto dataset = openDataset(path.string());
    QCOMPARE(dataset->story(0).frames.size(), std::size_t{4});
    QCOMPARE(dataset->issues().size(), std::size_t{3});
    QCOMPARE(dataset->issues()[0].place, std::string("b.png"));
    QVERIFY(!dataset->issues()[0].text.empty());
    QVERIFY(!dataset->picture(0, 0).isEmpty());
    for (const std::size_t broken : {1U, 2U, 3U}) {
        QVERIFY_EXCEPTION_THROWN(dataset->picture(0, broken), Error);
    }
    std::filesystem::remove(path / "a.png");
    QVERIFY_EXCEPTION_THROWN(dataset->picture(0, 0), Error);
}

void DatasetsOpenTest::a_folder_without_pictures_is_refused() {
    QTemporaryDir folder;
    writeFileAtomically(std::filesystem::path(folder.path().toStdString()) / "text.txt", "no picture");
    try {
        openDataset(folder.path().toStdString());
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Unsupported);
        QVERIFY2(QString(error.what()).contains(folder.path()), error.what());
        QVERIFY2(QString(error.what()).contains("a folder of pictures"), error.what());
    }
}

void DatasetsOpenTest::reading_a_folder_stops_when_asked_to() {
    QTemporaryDir folder;
    media::writePng(std::filesystem::path(folder.path().toStdString()) / "a.png", storyworld::draw(1, 0, 32));
    std::stop_source stop;
    stop.request_stop();
    try {
        openDataset(folder.path().toStdString(), stop.get_token());
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Cancelled);
    }
}

void DatasetsOpenTest::file_names_are_ordered_as_a_person_would_data() {
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::newRow("numbers") << "2.png"
                             << "10.png";
    QTest::newRow("numbers inside") << "frame9b.png"
                                    << "frame10a.png";
    QTest::newRow("leading zeros") << "01.png"
                                   << "2.png";
    QTest::newRow("zeros decide last") << "007.png"
                                       << "7.png";
    QTest::newRow("letters") << "a.png"
                             << "b.png";
    QTest::newRow("prefix") << "a"
                            << "a1";
    QTest::newRow("long numbers") << "99999999999999999999.png"
                                  << "100000000000000000000.png";
}

void DatasetsOpenTest::file_names_are_ordered_as_a_person_would() {
    QFETCH(QString, first);
    QFETCH(QString, second);
    QVERIFY(naturalLess(first.toStdString(), second.toStdString()));
    QVERIFY(!naturalLess(second.toStdString(), first.toStdString()));
    QVERIFY(!naturalLess(first.toStdString(), first.toStdString()));
}

QTEST_GUILESS_MAIN(DatasetsOpenTest)
#include "datasets_open_test.moc"
