// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats_parquet_expected.h"

#include "core/base/error.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>

#include <nlohmann/json.hpp>

using namespace storyscope;
using namespace storyscope::formats;
using namespace storyscope::testing;
namespace fs = std::filesystem;

namespace {

const fs::path parquetData = fs::path(STORYSCOPE_SHARED_DATA) / "data" / "parquet";

const std::set<std::string> bareLists{"adam_genotypes", "duckdb2557", "issue23"};

/// One page claims to inflate from 1.6 KB to 1 GiB, and does: a bomb to us.
const std::set<std::string> refused{"large_string_map.brotli"};

std::vector<fs::path> filesIn(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(folder, missing)) {
        if (entry.path().extension() == ".parquet") {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

} // namespace

/// Files of other projects, read whole.
class FormatsParquetFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_file_reads_as_another_reader_prints_it_data();
    void a_file_reads_as_another_reader_prints_it();
    void a_file_of_the_specification_is_read_or_refused_data();
    void a_file_of_the_specification_is_read_or_refused();
    void rows_in_the_middle_are_the_same_as_in_the_whole_data();
    void rows_in_the_middle_are_the_same_as_in_the_whole();
};

void FormatsParquetFilesTest::a_file_reads_as_another_reader_prints_it_data() {
    QTest::addColumn<QString>("file");
    const auto files = filesIn(parquetData / "hyparquet");
    if (files.empty()) {
        QSKIP("The Parquet files with expected rows are not on this machine");
    }
    for (const fs::path& file : files) {
        QTest::newRow(file.stem().c_str()) << QString::fromStdString(file.string());
    }
}

void FormatsParquetFilesTest::a_file_reads_as_another_reader_prints_it() {
    QFETCH(QString, file);
    const fs::path path = file.toStdString();
    fs::path expectedPath = path;
    std::ifstream stream(expectedPath.replace_extension(".json"));
    QVERIFY(stream);
    const auto expected = nlohmann::json::parse(stream);
    try {
        const bool hasListsThatCannotBeNull = bareLists.contains(path.stem().string());
        const ParquetFile parquet(path);
        const auto found =
            difference(readAll(parquet), expected, hasListsThatCannotBeNull ? EmptyList::IsNull : EmptyList::IsList);
        qInfo("%-50s %zu rows, %s", path.filename().c_str(), parquet.rowCount(), found ? found->c_str() : "equal");
        QVERIFY2(!found, found ? found->c_str() : "");
    } catch (const Error& error) {
        qInfo("%-50s refused: %s", path.filename().c_str(), error.what());
        QCOMPARE(error.code(), ErrorCode::Unsupported);
    }
}

void FormatsParquetFilesTest::a_file_of_the_specification_is_read_or_refused_data() {
    QTest::addColumn<QString>("file");
    const auto files = filesIn(parquetData / "apache");
    if (files.empty()) {
        QSKIP("Apache's Parquet files are not on this machine");
    }
    for (const fs::path& file : files) {
        QTest::newRow(file.stem().c_str()) << QString::fromStdString(file.string());
    }
}

void FormatsParquetFilesTest::a_file_of_the_specification_is_read_or_refused() {
    QFETCH(QString, file);
    const fs::path path = file.toStdString();
    const bool isCorrupt = path.filename().string().find("corrupt") != std::string::npos;
    try {
        const ParquetFile parquet(path);
        const ParquetTable table = readAll(parquet);
        for (const auto& column : table.columns) {
            QCOMPARE(column.size(), parquet.rowCount());
        }
        qInfo("%-50s %zu rows, %zu columns read", path.filename().c_str(), parquet.rowCount(), table.columns.size());
        QVERIFY2(!isCorrupt, "a wrong checksum was not noticed");
    } catch (const Error& error) {
        qInfo("%-50s refused: %s", path.filename().c_str(), error.what());
        QVERIFY2(isCorrupt || refused.contains(path.stem().string()), error.what());
        QCOMPARE(error.code(), isCorrupt ? ErrorCode::Malformed : ErrorCode::Unsupported);
    }
}

void FormatsParquetFilesTest::rows_in_the_middle_are_the_same_as_in_the_whole_data() {
    QTest::addColumn<QString>("file");
    auto files = filesIn(parquetData / "hyparquet");
    if (files.empty()) {
        QSKIP("The Parquet files with expected rows are not on this machine");
    }
    for (const fs::path& file : files) {
        QTest::newRow(file.stem().c_str()) << QString::fromStdString(file.string());
    }
}

void FormatsParquetFilesTest::rows_in_the_middle_are_the_same_as_in_the_whole() {
    QFETCH(QString, file);
    const fs::path path = file.toStdString();
    const ParquetFile whole(path);
    for (const std::string& name : whole.names()) {
        const std::size_t rows = whole.rowGroupCount() > 0 ? whole.rowsIn(0) : 0;
        const auto all =
            rows > 0 ? whole.read(0, name, {.firstRow = 0, .rowCount = rows}) : std::vector<ParquetValue>();
        const ParquetFile parquet(path); // knows no page's place yet
        for (const std::size_t first : {rows - rows / 3, rows / 2, rows / 5}) {
            const auto part = rows > 0 ? parquet.read(0, name, {.firstRow = first, .rowCount = 3}) : all;
            for (std::size_t i = 0; i < part.size(); ++i) {
                // NaN is not equal to itself.
                const auto* number = std::get_if<double>(&part[i].data);
                QVERIFY2(part[i] == all[first + i] || (number != nullptr && std::isnan(*number)), name.c_str());
            }
            QCOMPARE(part.size(), std::min<std::size_t>(3, rows - first));
        }
    }
}

QTEST_GUILESS_MAIN(FormatsParquetFilesTest)
#include "formats_parquet_files_test.moc"
