// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/formats/json_stream.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

using namespace storyscope;
using namespace storyscope::formats;

namespace {

struct Read {
    std::vector<std::string> elements; ///< "list 1: value"
    std::set<std::string> found;
};

Read read(const std::string& text, const std::stop_token& stop = {}) {
    Read read;
    JsonListReading reading;
    reading.lists = {"images", "annotations"};
    reading.largestElementBytes = 1 << 20;
    reading.visit = [&](const JsonElement& element) {
        read.elements.push_back(std::string(element.list) + " " + std::to_string(element.number) + ": " +
                                element.value.dump());
    };
    std::istringstream input(text);
    read.found = readJsonLists(input, "test.json", reading, stop, Progress::none());
    return read;
}

std::string repeated(const std::string& text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i) {
        result += text;
    }
    return result;
}

} // namespace

class FormatsJsonStreamTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_asked_lists_arrive_element_by_element();
    void an_element_is_what_a_whole_parse_gives();
    void a_hostile_file_is_refused_with_its_place_data();
    void a_hostile_file_is_refused_with_its_place();
    void a_stop_ends_the_reading();
    void a_text_is_found_across_chunks();
};

void FormatsJsonStreamTest::the_asked_lists_arrive_element_by_element() {
    const Read all = read(R"({"info": {"images": [9]}, "images": [{"id": "1"}, {"id": 2, "id": 3}], "other": [[1], 2],
                              "annotations": [[{"a": [1, {"b": null}]}], "text", 1.5, [], {}], "last": {"x": [{}]}})");
    const std::vector<std::string> expected = {
        "images 1: {\"id\":\"1\"}", "images 2: {\"id\":3}", "annotations 1: [{\"a\":[1,{\"b\":null}]}]",
        "annotations 2: \"text\"",  "annotations 3: 1.5",   "annotations 4: []",
        "annotations 5: {}"};
    QCOMPARE(all.elements, expected);
    QCOMPARE(all.found, (std::set<std::string>{"annotations", "images"}));
    QVERIFY(read(R"({"annotations": 5, "a": {"images": []}})").found.empty());
}

void FormatsJsonStreamTest::an_element_is_what_a_whole_parse_gives() {
    const std::string element =
        R"({"a":[1,-2,3.25,true,false,null,"\u00e9\ud83d\ude00\n",{"b":{"c":[[],{},[[["deep"]]]]},"d":""}],"e":{}})";
    const Read all = read("{\"images\": [" + element + "," + element + "]}");
    QCOMPARE(all.elements.size(), std::size_t{2});
    QCOMPARE(all.elements[1], "images 2: " + nlohmann::json::parse(element).dump());
}

void FormatsJsonStreamTest::a_hostile_file_is_refused_with_its_place_data() {
    QTest::addColumn<std::string>("text");
    QTest::newRow("empty") << std::string();
    QTest::newRow("a list") << std::string("[1, 2]");
    QTest::newRow("a number") << std::string("7");
    QTest::newRow("cut") << std::string("{\"annotations\": [[{\"story_id\":");
    QTest::newRow("text after the end") << std::string("{} {}");
    QTest::newRow("number past the range") << std::string("{\"annotations\": [1e400]}");
    QTest::newRow("not UTF-8") << std::string("{\"annotations\": [\"\xC3\x28\"]}");
    QTest::newRow("deep lists") << "{\"annotations\": " + repeated("[", 1'000'000);
    QTest::newRow("deep objects") << repeated("{\"a\":", 1'000'000);
    QTest::newRow("huge text") << "{\"annotations\": [\"" + std::string(3 << 20, 'x') + "\"]}";
    QTest::newRow("huge skipped text") << "{\"other\": \"" + std::string(3 << 20, 'x') + "\"}";
    QTest::newRow("huge element") << "{\"annotations\": [[" + repeated("0,", 1'500'000) + "0]]}";
}

void FormatsJsonStreamTest::a_hostile_file_is_refused_with_its_place() {
    QFETCH(std::string, text);
    try {
        read(text);
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Malformed);
        QVERIFY(error.place().byteOffset.has_value());
        QVERIFY2(QString(error.what()).contains("test.json"), error.what());
    }
}

void FormatsJsonStreamTest::a_stop_ends_the_reading() {
    std::stop_source stop;
    stop.request_stop();
    try {
        read("{\"annotations\": []}", stop.get_token());
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Cancelled);
    }
}

void FormatsJsonStreamTest::a_text_is_found_across_chunks() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("a.json").toStdString();
    std::ofstream(path) << std::string((1 << 18) - 3, ' ') << "needle" << std::string(1 << 19, ' ');
    QCOMPARE(firstTextInFile(path, {"other", "needle"}, {}), std::string("needle"));
    QCOMPARE(firstTextInFile(path, {"needles"}, {}), std::string());
    QCOMPARE(firstTextInFile(folder.path().toStdString(), {"needle"}, {}), std::string());
}

QTEST_GUILESS_MAIN(FormatsJsonStreamTest)
#include "formats_json_stream_test.moc"
