// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/datasets/data_path.h"
#include "core/datasets/split_making.h"

#include <QTest>
#include <algorithm>
#include <set>

using namespace storyscope;
using namespace storyscope::datasets;

namespace {

std::vector<std::string> numbered(int count) {
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i) {
        names.push_back("album " + std::to_string(i));
    }
    return names;
}

} // namespace

class DatasetsSplitsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void made_splits_are_eight_one_one_data();
    void made_splits_are_eight_one_one();
    void the_seed_alone_decides_a_split();
    void stories_of_one_group_stay_together();
    void spellings_of_splits_are_known_data();
    void spellings_of_splits_are_known();
    void a_story_or_picture_in_two_splits_is_an_issue();
    void splits_without_leaks_have_no_issues();
    void names_are_judged_by_their_letters_data();
    void names_are_judged_by_their_letters();
};

void DatasetsSplitsTest::made_splits_are_eight_one_one_data() {
    QTest::addColumn<int>("stories");
    QTest::addColumn<int>("training");
    QTest::addColumn<int>("testing");
    QTest::newRow("3") << 3 << 1 << 1;
    QTest::newRow("10") << 10 << 8 << 1;
    QTest::newRow("24") << 24 << 20 << 2;
    QTest::newRow("700") << 700 << 560 << 70;
}

void DatasetsSplitsTest::made_splits_are_eight_one_one() {
    QFETCH(int, stories);
    QFETCH(int, training);
    QFETCH(int, testing);
    const std::vector<Split> splits = makeSplits(numbered(stories), 1);
    QCOMPARE(splits.size(), std::size_t{3});
    QCOMPARE(splits[0].name, std::string("train"));
    QCOMPARE(splits[1].name, std::string("validation"));
    QCOMPARE(static_cast<int>(splits[0].stories.size()), training);
    QCOMPARE(static_cast<int>(splits[2].stories.size()), testing);
    std::set<std::size_t> all;
    for (const Split& split : splits) {
        all.insert(split.stories.begin(), split.stories.end());
    }
    QCOMPARE(static_cast<int>(all.size()), stories);
    QVERIFY(makeSplits(numbered(2), 1).empty());
}

void DatasetsSplitsTest::the_seed_alone_decides_a_split() {
    const auto testing = [](std::uint64_t seed) { return makeSplits(numbered(50), seed)[2].stories; };
    QVERIFY(testing(1) == testing(1));
    QVERIFY(testing(1) != testing(2));
}

void DatasetsSplitsTest::stories_of_one_group_stay_together() {
    std::vector<std::string> groups = numbered(20);
    const std::vector<std::string> again = groups;
    groups.insert(groups.end(), again.begin(), again.end());
    for (const Split& split : makeSplits(groups, 5)) {
        for (const std::size_t story : split.stories) {
            const std::size_t twin = story < 20 ? story + 20 : story - 20;
            QVERIFY(std::find(split.stories.begin(), split.stories.end(), twin) != split.stories.end());
        }
    }
}

void DatasetsSplitsTest::spellings_of_splits_are_known_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::newRow("val") << "val"
                         << "validation";
    QTest::newRow("validate") << "validate"
                              << "validation";
    QTest::newRow("dev") << "Flickr_8k.devImages.txt"
                         << "validation";
    QTest::newRow("year") << "captions_train2017.json"
                          << "train";
    QTest::newRow("restval") << "restval"
                             << "train";
    QTest::newRow("capitals") << "TEST"
                              << "test";
    QTest::newRow("inside a word") << "contest.json"
                                   << "";
    QTest::newRow("none") << "captions.txt"
                          << "";
}

void DatasetsSplitsTest::spellings_of_splits_are_known() {
    QFETCH(QString, text);
    QFETCH(QString, name);
    QCOMPARE(QString::fromStdString(splitNameIn(text.toStdString())), name);
}

void DatasetsSplitsTest::a_story_or_picture_in_two_splits_is_an_issue() {
    const std::vector<SplitMember> members = {
        {"a", {"1.jpg", "2.jpg"}}, {"b", {"3.jpg"}}, {"a", {"2.jpg"}}, {"c", {"3.jpg"}}};
    const std::vector<Split> splits = {{"train", {0, 1}}, {"test", {2, 3}}};
    const std::vector<Issue> issues = findLeaks(splits, [&](std::size_t i) { return members[i]; }, {});
    QCOMPARE(issues.size(), std::size_t{2});
    QCOMPARE(issues[0].place, std::string("splits train and test"));
    QVERIFY(issues[0].text.starts_with("1 story is in both, for example a"));
    QVERIFY(issues[1].text.starts_with("2 pictures are in both, for example 2.jpg"));
}

void DatasetsSplitsTest::splits_without_leaks_have_no_issues() {
    const std::vector<SplitMember> members = {{"a", {"1.jpg", "1.jpg"}}, {"b", {"1.jpg"}}, {"c", {"2.jpg"}}};
    const std::vector<Split> splits = {{"train", {0, 1}}, {"test", {2}}};
    QVERIFY(findLeaks(splits, [&](std::size_t i) { return members[i]; }, {}).empty());
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(findLeaks(
                                 splits, [&](std::size_t i) { return members[i]; }, stop.get_token()),
                             Error);
}

void DatasetsSplitsTest::names_are_judged_by_their_letters_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("stays");
    QTest::newRow("plain") << QByteArray("a.jpg") << true;
    QTest::newRow("below") << QByteArray("a/b/c.jpg") << true;
    QTest::newRow("dots in a name") << QByteArray("..a..jpg") << true;
    QTest::newRow("down and up again") << QByteArray("a/../b.jpg") << true;
    QTest::newRow("empty") << QByteArray("") << false;
    QTest::newRow("absolute") << QByteArray("/a.jpg") << false;
    QTest::newRow("upwards") << QByteArray("../../etc/passwd") << false;
    QTest::newRow("hidden upwards") << QByteArray("a/b/../../../c") << false;
    QTest::newRow("zero byte") << QByteArray("a.jpg\0.png", 10) << false;
    QTest::newRow("the folder") << QByteArray("a/..") << false;
}

void DatasetsSplitsTest::names_are_judged_by_their_letters() {
    QFETCH(QByteArray, name);
    QFETCH(bool, stays);
    QCOMPARE(staysInside(name.toStdString()), stays);
    if (!stays) {
        QVERIFY_EXCEPTION_THROWN(inside("/tmp", name.toStdString()), Error);
    }
}

QTEST_GUILESS_MAIN(DatasetsSplitsTest)
#include "datasets_splits_test.moc"
