// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/formats/csv.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace storyscope;
using namespace storyscope::formats;

using Rows = std::vector<std::vector<std::string>>;

Q_DECLARE_METATYPE(Rows)

namespace {

Rows readAll(CsvReader reader) {
    Rows rows;
    while (auto row = reader.next()) {
        rows.push_back(std::move(*row));
    }
    return rows;
}

} // namespace

class FormatsCsvTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_table_is_read_as_rfc_4180_says_data();
    void a_table_is_read_as_rfc_4180_says();
    void a_quotation_mark_is_a_character_without_quoting();
    void the_line_of_a_row_counts_line_breaks_in_fields();
    void what_is_past_the_bounds_is_refused_with_its_line_data();
    void what_is_past_the_bounds_is_refused_with_its_line();
    void a_file_is_named_in_its_error();
    void columns_are_found_by_name();
};

void FormatsCsvTest::a_table_is_read_as_rfc_4180_says_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<Rows>("rows");
    QTest::newRow("nothing") << std::string() << Rows{};
    QTest::newRow("plain") << std::string("a,b\nc,d\n") << Rows{{"a", "b"}, {"c", "d"}};
    QTest::newRow("no last line break") << std::string("a,b\nc,d") << Rows{{"a", "b"}, {"c", "d"}};
    QTest::newRow("CRLF") << std::string("a,b\r\nc,d\r\n") << Rows{{"a", "b"}, {"c", "d"}};
    QTest::newRow("CR") << std::string("a,b\rc,d\r") << Rows{{"a", "b"}, {"c", "d"}};
    QTest::newRow("byte order mark") << std::string("\xEF\xBB\xBF"
                                                    "a,b\n")
                                     << Rows{{"a", "b"}};
    QTest::newRow("shorter than a byte order mark") << std::string("a") << Rows{{"a"}};
    QTest::newRow("empty fields") << std::string(",\n,,\n") << Rows{{"", ""}, {"", "", ""}};
    QTest::newRow("empty lines") << std::string("\n\na\n\r\nb\n\n") << Rows{{"a"}, {"b"}};
    QTest::newRow("quotes") << std::string("\"a, \"\"b\"\"\",c\n") << Rows{{"a, \"b\"", "c"}};
    QTest::newRow("line breaks in quotes") << std::string("\"a\r\nb\nc\",d\n") << Rows{{"a\r\nb\nc", "d"}};
    QTest::newRow("empty quotes") << std::string("\"\",x\n") << Rows{{"", "x"}};
    QTest::newRow("quote inside a field") << std::string("a\"b,c\"\n") << Rows{{"a\"b", "c\""}};
    QTest::newRow("text after quotes") << std::string("\"a\"b,c\n") << Rows{{"ab", "c"}};
    QTest::newRow("not UTF-8 and a zero") << std::string("\xFF,\0b\n", 5) << Rows{{"\xFF", std::string("\0b", 2)}};
}

void FormatsCsvTest::a_table_is_read_as_rfc_4180_says() {
    QFETCH(std::string, text);
    QFETCH(Rows, rows);
    QCOMPARE(readAll(CsvReader::ofText(text)), rows);
}

void FormatsCsvTest::a_quotation_mark_is_a_character_without_quoting() {
    CsvOptions options;
    options.separator = '\t';
    options.quoting = CsvOptions::Quoting::None;
    QCOMPARE(readAll(CsvReader::ofText("a.gif\t\"hello, you\na\tb\"\n", options)),
             (Rows{{"a.gif", "\"hello, you"}, {"a", "b\""}}));
}

void FormatsCsvTest::the_line_of_a_row_counts_line_breaks_in_fields() {
    CsvReader reader = CsvReader::ofText("head\n\n\"one\r\ntwo\nthree\"\nlast\n");
    std::vector<std::uint64_t> lines;
    while (reader.next()) {
        lines.push_back(reader.line());
    }
    QCOMPARE(lines, (std::vector<std::uint64_t>{1, 3, 6}));
}

void FormatsCsvTest::what_is_past_the_bounds_is_refused_with_its_line_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<quint64>("line");
    QTest::newRow("open quotation") << std::string("a\nb\n\"c\nd\ne") << quint64{3};
    QTest::newRow("large field") << "a\n" + std::string(65, 'x') + "\n" << quint64{2};
    QTest::newRow("large quoted field") << "a\n\"" + std::string(65, 'x') + "\"\n" << quint64{2};
    QTest::newRow("many fields") << std::string("a\nb\n,,,,,,,,\n") << quint64{3};
}

void FormatsCsvTest::what_is_past_the_bounds_is_refused_with_its_line() {
    QFETCH(std::string, text);
    QFETCH(quint64, line);
    CsvOptions options;
    options.largestFieldBytes = 64;
    options.mostFields = 8;
    try {
        readAll(CsvReader::ofText(text, options));
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Malformed);
        QCOMPARE(quint64{error.place().row.value_or(0)}, line);
    }
}

void FormatsCsvTest::a_file_is_named_in_its_error() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("captions.csv").toStdString();
    std::ofstream(path) << "image,caption\n\"1.jpg,A dog\n";
    try {
        readAll(CsvReader(path));
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QCOMPARE(error.place().file, path);
    }
    QVERIFY_EXCEPTION_THROWN(CsvReader{folder.path().toStdString()}, Error);
    QVERIFY_EXCEPTION_THROWN(CsvReader{path / "missing"}, Error);
}

void FormatsCsvTest::columns_are_found_by_name() {
    const std::vector<std::string> header = {"Image", " caption ", "captions"};
    QCOMPARE(csvColumn(header, "image"), std::optional<std::size_t>(0));
    QCOMPARE(csvColumn(header, "caption"), std::optional<std::size_t>(1));
    QVERIFY(!csvColumn(header, "cap"));
}

QTEST_GUILESS_MAIN(FormatsCsvTest)
#include "formats_csv_test.moc"
