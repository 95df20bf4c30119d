// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats_parquet_tiny_file.h"

#include "core/base/error.h"
#include "core/formats/parquet.h"
#include "core/formats/parquet_page_cache.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <fstream>
#include <thread>

using namespace storyscope;
using namespace storyscope::formats;
using namespace storyscope::testing;
namespace fs = std::filesystem;

namespace {

const fs::path storyData = fs::path(STORYSCOPE_SHARED_DATA) / "data" / "storyreasoning" / "lookalike" / "data";

std::vector<std::int64_t> numbers(const std::vector<ParquetValue>& values) {
    std::vector<std::int64_t> numbers;
    for (const ParquetValue& value : values) {
        numbers.push_back(value.number() != nullptr ? *value.number() : -1);
    }
    return numbers;
}

constexpr std::size_t valueBytes = 64 * 1024;
constexpr std::int64_t valueCount = 384;

/// 24 MiB in one page, each value full of its number.
std::string bytesOfOneLargePage() {
    TinyParquet file{.rows = valueCount, .groupRows = valueCount, .chunkValues = valueCount, .pageValues = valueCount};
    file.type = 6; // BYTE_ARRAY
    file.body.clear();
    for (std::int64_t i = 0; i < valueCount; ++i) {
        file.body += std::string("\0\0\1\0", 4) + std::string(valueBytes, static_cast<char>(i));
    }
    file.uncompressedBytes = file.compressedBytes = static_cast<std::int64_t>(file.body.size());
    return bytesOf(file);
}

/// Bytes that this process has read so far.
std::uint64_t bytesRead() {
    std::ifstream io("/proc/self/io");
    std::string name;
    std::uint64_t bytes = 0;
    io >> name >> bytes;
    return bytes;
}

} // namespace

Q_DECLARE_METATYPE(storyscope::testing::TinyParquet)

/// What the reader promises about rows, and about files that lie.
class FormatsParquetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asked_rows_are_returned_data();
    void asked_rows_are_returned();
    void a_lying_file_is_refused_data();
    void a_lying_file_is_refused();
    void a_file_cut_anywhere_is_refused();
    void a_file_that_shrinks_while_open_is_refused();
    void rows_beyond_the_allowed_memory_are_refused();
    void a_missing_file_column_or_member_is_named();
    void a_stop_ends_reading();
    void stories_with_pictures_are_read();
    void members_not_asked_for_are_left_out();
    void threads_may_read_the_same_file();
    void reading_row_by_row_reads_a_page_once();
    void files_share_the_memory_for_pages();

private:
    fs::path write(const std::string& bytes) const;

    QTemporaryDir m_folder;
};

fs::path FormatsParquetTest::write(const std::string& bytes) const {
    const fs::path path = m_folder.filePath("tiny.parquet").toStdString();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
}

void FormatsParquetTest::asked_rows_are_returned_data() {
    QTest::addColumn<ulong>("first");
    QTest::addColumn<ulong>("count");
    QTest::addColumn<QList<qint64>>("expected");
    QTest::newRow("all") << 0UL << 3UL << QList<qint64>{1, 2, 3};
    QTest::newRow("one in the middle") << 1UL << 1UL << QList<qint64>{2};
    QTest::newRow("beyond the end") << 2UL << 1000UL << QList<qint64>{3};
    QTest::newRow("behind the end") << 9UL << 1UL << QList<qint64>{};
    QTest::newRow("none") << 1UL << 0UL << QList<qint64>{};
}

void FormatsParquetTest::asked_rows_are_returned() {
    QFETCH(ulong, first);
    QFETCH(ulong, count);
    QFETCH(QList<qint64>, expected);
    const ParquetFile file(write(bytesOf({})));
    QCOMPARE(file.rowCount(), std::size_t{3});
    QCOMPARE(file.columns().front().physicalType, std::string("INT32"));
    const auto found = numbers(file.read(0, "n", {.firstRow = first, .rowCount = count}));
    QCOMPARE(QList<qint64>(found.begin(), found.end()), expected);
}

void FormatsParquetTest::a_lying_file_is_refused_data() {
    QTest::addColumn<TinyParquet>("file");
    const std::int64_t huge = std::int64_t{1} << 62;
    QTest::newRow("rows of the file") << TinyParquet{.rows = 4};
    QTest::newRow("more rows than the file can hold")
        << TinyParquet{.rows = huge, .groupRows = huge, .chunkValues = huge};
    QTest::newRow("negative rows") << TinyParquet{.rows = -3, .groupRows = -3};
    QTest::newRow("rows of the row group") << TinyParquet{.rows = 4, .groupRows = 4};
    QTest::newRow("values of the column") << TinyParquet{.rows = 4, .groupRows = 4, .chunkValues = 4};
    QTest::newRow("more values in the page") << TinyParquet{.pageValues = 4};
    QTest::newRow("fewer values in the page") << TinyParquet{.pageValues = 2};
    QTest::newRow("negative values in the page") << TinyParquet{.pageValues = -1};
    QTest::newRow("values without bytes")
        << TinyParquet{.rows = 9'000'000, .groupRows = 9'000'000, .chunkValues = 9'000'000, .pageValues = 9'000'000};
    QTest::newRow("page beyond the end") << TinyParquet{.compressedBytes = 1 << 30};
    QTest::newRow("page of negative size") << TinyParquet{.compressedBytes = -12};
    QTest::newRow("offset beyond the end") << TinyParquet{.dataPage = huge};
    QTest::newRow("negative offset") << TinyParquet{.dataPage = -4};
    QTest::newRow("offset into a value") << TinyParquet{.dataPage = 9};
    QTest::newRow("not the type of the schema's encoding") << TinyParquet{.encoding = 6};
    QTest::newRow("dictionary that is not there") << TinyParquet{.encoding = 8};
    QTest::newRow("unknown encoding") << TinyParquet{.encoding = 77};
    QTest::newRow("unknown codec") << TinyParquet{.codec = 99};
    QTest::newRow("unknown type") << TinyParquet{.type = 12};
    QTest::newRow("not compressed as told") << TinyParquet{.codec = 1};
    QTest::newRow("lzo") << TinyParquet{.codec = 3};
    QTest::newRow("bomb") << TinyParquet{.uncompressedBytes = 2'000'000'000, .codec = 6};
    QTest::newRow("wrong checksum") << TinyParquet{.checksum = 7};
    QTest::newRow("deep schema") << TinyParquet{.schemaDepth = 10'000};
    QTest::newRow("other ending") << TinyParquet{.magic = "RIFF"};
    QTest::newRow("encrypted") << TinyParquet{.magic = "PARE"};
    QTest::newRow("footer longer than the file") << TinyParquet{.footerBytes = 0xFFFFFFFF};
    QTest::newRow("footer too short") << TinyParquet{.footerBytes = 5};
    QTest::newRow("no footer") << TinyParquet{.footerBytes = 0};
}

void FormatsParquetTest::a_lying_file_is_refused() {
    QFETCH(TinyParquet, file);
    const fs::path path = write(bytesOf(file));
    try {
        const ParquetFile parquet(path);
        parquet.read(0, "n", {.firstRow = 0, .rowCount = parquet.rowCount()});
        QFAIL("it was read");
    } catch (const Error& error) {
        QVERIFY2(error.code() == ErrorCode::Malformed || error.code() == ErrorCode::Unsupported, error.what());
        QCOMPARE(error.place().file, path);
    }
}

void FormatsParquetTest::a_file_cut_anywhere_is_refused() {
    const std::string whole = bytesOf({});
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const fs::path path = write(whole.substr(0, size));
        QVERIFY_THROWS_EXCEPTION(Error, ParquetFile{path});
    }
}

void FormatsParquetTest::a_file_that_shrinks_while_open_is_refused() {
    const fs::path path = write(bytesOf({}));
    const ParquetFile file(path);
    fs::resize_file(path, 10);
    const ParquetRange range{.firstRow = 0, .rowCount = 3};
    QVERIFY_THROWS_EXCEPTION(Error, file.read(0, "n", range));
}

void FormatsParquetTest::rows_beyond_the_allowed_memory_are_refused() {
    const ParquetFile file(write(bytesOf({})));
    const ParquetRange range{.firstRow = 0, .rowCount = 3, .maximumBytes = 100};
    QVERIFY_THROWS_EXCEPTION(Error, file.read(0, "n", range));
    QCOMPARE(file.read(0, "n", {.firstRow = 0, .rowCount = 1, .maximumBytes = 100}).size(), std::size_t{1});
}

void FormatsParquetTest::a_missing_file_column_or_member_is_named() {
    try {
        const ParquetFile missing("/no/such/file.parquet");
        QFAIL("it was opened");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::NotFound);
    }
    const ParquetFile file(write(bytesOf({})));
    try {
        file.read(0, "story", {.firstRow = 0, .rowCount = 1});
        QFAIL("it was read");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::NotFound);
        QVERIFY(error.message().find("\"story\"") != std::string::npos);
    }
}

void FormatsParquetTest::a_stop_ends_reading() {
    const ParquetFile file(write(bytesOf({})));
    std::stop_source stop;
    stop.request_stop();
    try {
        file.read(0, "n", {.firstRow = 0, .rowCount = 3}, {}, stop.get_token());
        QFAIL("it was read");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Cancelled);
    }
}

void FormatsParquetTest::stories_with_pictures_are_read() {
    if (!fs::exists(storyData)) {
        QSKIP("The look-alike stories are not on this machine");
    }
    std::size_t rows = 0;
    for (const auto& entry : fs::directory_iterator(storyData)) {
        const ParquetFile file(entry.path());
        rows += file.rowCount();
        for (std::size_t group = 0; group < file.rowGroupCount(); ++group) {
            const ParquetRange all{.firstRow = 0, .rowCount = file.rowsIn(group)};
            const auto counts = file.read(group, "frame_count", all);
            const auto images = file.read(group, "images", all);
            for (std::size_t row = 0; row < counts.size(); ++row) {
                const ParquetValue::List& frames = *images[row].list();
                QCOMPARE(static_cast<std::int64_t>(frames.size()), *counts[row].number());
                for (const ParquetValue& frame : frames) {
                    QVERIFY(frame.member("bytes")->text()->starts_with("\xFF\xD8\xFF"));
                }
                const auto one = file.read(group, "images", {.firstRow = row, .rowCount = 1});
                QVERIFY(one.size() == 1 && one.front() == images[row]);
            }
        }
    }
    QCOMPARE(rows, std::size_t{52});
}

void FormatsParquetTest::members_not_asked_for_are_left_out() {
    const fs::path shard = storyData / "test-00000-of-00001.parquet";
    if (!fs::exists(shard)) {
        QSKIP("The look-alike stories are not on this machine");
    }
    const ParquetFile file(shard);
    const auto images = file.read(0, "images", {.firstRow = 0, .rowCount = 1}, {"path"});
    const ParquetValue& frame = images.front().list()->front();
    QVERIFY(frame.member("path") != nullptr);
    QVERIFY(frame.member("bytes") == nullptr);
    const ParquetRange range{.firstRow = 0, .rowCount = 1};
    QVERIFY_THROWS_EXCEPTION(Error, file.read(0, "images", range, {"caption"}));
}

void FormatsParquetTest::threads_may_read_the_same_file() {
    const fs::path shard = storyData / "test-00000-of-00001.parquet";
    if (!fs::exists(shard)) {
        QSKIP("The look-alike stories are not on this machine");
    }
    const ParquetFile file(shard);
    const std::size_t rows = file.rowsIn(0);
    const auto expected = file.read(0, "images", {.firstRow = 0, .rowCount = rows});
    std::atomic<int> differences = 0;
    {
        std::vector<std::jthread> threads;
        for (std::size_t offset = 0; offset < 3; ++offset) {
            threads.emplace_back([&, offset] {
                for (std::size_t i = 0; i < rows; ++i) {
                    const std::size_t row = (i * 7 + offset * 3) % rows;
                    const auto found = file.read(0, "images", {.firstRow = row, .rowCount = 1});
                    differences += found.front() == expected[row] ? 0 : 1;
                }
            });
        }
    }
    QCOMPARE(differences.load(), 0);
}

void FormatsParquetTest::reading_row_by_row_reads_a_page_once() {
    const std::string bytes = bytesOfOneLargePage();
    const ParquetFile file(write(bytes));
    const std::uint64_t before = bytesRead();
    for (std::size_t row = 0; row < static_cast<std::size_t>(valueCount); ++row) {
        const auto found = file.read(0, "n", {.firstRow = row, .rowCount = 1});
        QVERIFY(*found.at(0).text() == std::string(valueBytes, static_cast<char>(row)));
    }
    QVERIFY2(bytesRead() - before < 2 * bytes.size(), std::to_string(bytesRead() - before).c_str());
}

void FormatsParquetTest::files_share_the_memory_for_pages() {
    const std::string bytes = bytesOfOneLargePage();
    const fs::path path = write(bytes);
    const auto pages = std::make_shared<ParquetPageCache>(bytes.size() + 1);
    const ParquetFile first(path, pages);
    const ParquetFile second(path, pages);
    const auto readOf = [&](const ParquetFile& file, std::size_t row) {
        const std::uint64_t before = bytesRead();
        const auto found = file.read(0, "n", {.firstRow = row, .rowCount = 1});
        const bool isRight = *found.at(0).text() == std::string(valueBytes, static_cast<char>(row));
        return isRight ? bytesRead() - before : 0;
    };
    QVERIFY(readOf(first, 3) > bytes.size() - valueBytes);
    QVERIFY(readOf(first, 300) < valueBytes);
    QVERIFY(readOf(second, 7) > bytes.size() - valueBytes); // another file's page makes room
    QVERIFY(readOf(second, 5) < valueBytes);
    QVERIFY(readOf(first, 4) > bytes.size() - valueBytes);
}

QTEST_GUILESS_MAIN(FormatsParquetTest)
#include "formats_parquet_test.moc"
