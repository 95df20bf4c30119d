// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/formats/tensorboard_events.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstring>
#include <string>
#include <sys/resource.h>
#include <vector>

using namespace storyscope;
using namespace storyscope::formats;

namespace {

template <typename Number>
Number numberAt(const std::string& bytes, std::size_t offset) {
    Number number{};
    std::memcpy(&number, bytes.data() + offset, sizeof number);
    return number;
}

/// The records of a file; fails the test where a length or a checksum is wrong.
std::vector<std::string> recordsOf(const std::string& file) {
    std::vector<std::string> records;
    std::size_t at = 0;
    while (at < file.size()) {
        if (at + 16 > file.size()) {
            throw std::runtime_error("a record is cut off");
        }
        const auto length = numberAt<std::uint64_t>(file, at);
        if (numberAt<std::uint32_t>(file, at + 8) != maskedCrc32c(file.substr(at, 8)) ||
            at + 16 + length > file.size() ||
            numberAt<std::uint32_t>(file, at + 12 + length) != maskedCrc32c(file.substr(at + 12, length))) {
            throw std::runtime_error("a length or a checksum is wrong");
        }
        records.push_back(file.substr(at + 12, length));
        at += 16 + length;
    }
    return records;
}

/// What protoc makes of a message without knowing its fields' names.
QString decoded(const std::string& message) {
    QProcess protoc;
    protoc.start("protoc", {"--decode_raw"});
    protoc.write(message.data(), static_cast<qint64>(message.size()));
    protoc.closeWriteChannel();
    protoc.waitForFinished();
    return protoc.exitCode() == 0 ? QString::fromUtf8(protoc.readAllStandardOutput()) : QString("not a message");
}

} // namespace

/// Event files as TensorBoard reads them.
class FormatsTensorBoardTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void checksums_are_castagnolis_data();
    void checksums_are_castagnolis();
    void records_have_lengths_and_checksums();
    void messages_have_the_fields_of_events();
    void each_sitting_has_a_file_of_its_own();
    void a_full_disk_is_told();
};

void FormatsTensorBoardTest::checksums_are_castagnolis_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<quint32>("crc");
    QTest::newRow("check value") << QByteArray("123456789") << 0xE3069283U;
    QTest::newRow("RFC 3720, zeros") << QByteArray(32, '\0') << 0x8A9136AAU;
    QTest::newRow("RFC 3720, ones") << QByteArray(32, '\xFF') << 0x62A8AB43U;
}

void FormatsTensorBoardTest::checksums_are_castagnolis() {
    QFETCH(QByteArray, bytes);
    QFETCH(quint32, crc);
    QCOMPARE(crc32c(bytes.toStdString()), crc);
    QCOMPARE(maskedCrc32c(bytes.toStdString()), ((crc >> 15) | (crc << 17)) + 0xA282EAD8U);
}

void FormatsTensorBoardTest::records_have_lengths_and_checksums() {
    const QTemporaryDir folder;
    TensorBoardWriter writer(folder.path().toStdString(), 0);
    writer.scalar("loss", 7, 0.5);
    writer.text("story", 7, "A cat.");
    writer.image("next", 7, Picture(2, 1, {1, 2, 3, 4, 5, 6}));
    writer.flush();
    QVERIFY(writer.path().filename().string().find("tfevents") != std::string::npos);
    const std::vector<std::string> records = recordsOf(readFile(writer.path()));
    QCOMPARE(records.size(), std::size_t{4});
    QVERIFY(records[0].find("brain.Event:2") != std::string::npos);
    std::string broken = readFile(writer.path());
    broken[broken.size() - 6] ^= 1;
    QVERIFY_EXCEPTION_THROWN(recordsOf(broken), std::runtime_error);
}

void FormatsTensorBoardTest::messages_have_the_fields_of_events() {
    if (QStandardPaths::findExecutable("protoc").isEmpty()) {
        QSKIP("protoc (package protobuf-compiler) is not installed");
    }
    const QTemporaryDir folder;
    TensorBoardWriter writer(folder.path().toStdString(), 12);
    writer.scalar("loss", 300, 0.5);
    writer.text("story", 7, "A cat.");
    writer.image("next", 7, Picture(2, 1, {1, 2, 3, 4, 5, 6}));
    writer.flush();
    const std::vector<std::string> records = recordsOf(readFile(writer.path()));
    QCOMPARE(records.size(), std::size_t{5});
    QVERIFY2(decoded(records[1]).contains("2: 13\n7 {\n  1: 1\n}"), qPrintable(decoded(records[1])));
    const QString scalar = decoded(records[2]);
    QVERIFY2(scalar.contains("2: 300\n5 {\n  1 {\n    1: \"loss\"\n    2: 0x3f000000\n  }\n}"), qPrintable(scalar));
    const QString text = decoded(records[3]);
    QVERIFY2(text.contains("8: \"A cat.\"") && text.contains("1: 7") && text.contains("1: \"text\""), qPrintable(text));
    const QString image = decoded(records[4]);
    QVERIFY2(image.contains("4 {\n      1: 1\n      2: 2\n      3: 3\n      4: \"\\211PNG"), qPrintable(image));
}

void FormatsTensorBoardTest::each_sitting_has_a_file_of_its_own() {
    const QTemporaryDir folder;
    const TensorBoardWriter one(folder.path().toStdString(), 0);
    const TensorBoardWriter two(folder.path().toStdString(), 5);
    QVERIFY(one.path() != two.path());
    QVERIFY(one.path() < two.path());
}

void FormatsTensorBoardTest::a_full_disk_is_told() {
    const QTemporaryDir folder;
    TensorBoardWriter writer(folder.path().toStdString(), 0);
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto ignoreSignal = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{.rlim_cur = 100, .rlim_max = before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    bool wasTold = false;
    try {
        writer.text("story", 1, std::string(1000, 'a'));
        writer.flush();
    } catch (const Error& error) {
        wasTold = error.code() == ErrorCode::OutOfSpace;
    }
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, ignoreSignal);
    QVERIFY(wasTold);
}

QTEST_APPLESS_MAIN(FormatsTensorBoardTest)
#include "formats_tensorboard_test.moc"
