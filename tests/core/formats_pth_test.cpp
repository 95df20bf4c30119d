// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/formats/pth.h"
#include "core/formats/zip_reader.h"
#include "core/formats/zip_writer.h"
#include "tests/support/pickle_builder.h"

#include <QTemporaryDir>
#include <QTest>

#include <bit>
#include <cstring>
#include <random>

using namespace storyscope;
using namespace storyscope::formats;
using namespace storyscope::test;

namespace {

/// Four floats, as a state dictionary {"weight": tensor}.
const std::string fourFloats = pickled(dictionary("weight", tensor({.shape = integer(4), .strides = integer(1)})));
const std::string storage(16, '\1');

std::string repeated(const std::string& text, int count) {
    std::string result;
    for (int i = 0; i < count; ++i) {
        result += text;
    }
    return result;
}

/// A list that holds the same list twice, and so on: 2^64 walks for who does not count.
std::string doublingLists() {
    std::string program = "]q\1";
    for (int i = 0; i < 60; ++i) {
        program += "0]q\1";
    }
    program = tensor({.shape = integer(4), .strides = integer(1)}) + "q\1";
    for (int i = 0; i < 50; ++i) {
        program += "](h\1h\1eq\1";
    }
    return pickled("]" + program + "a");
}

} // namespace

class FormatsPthTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void both_containers_give_the_same_tensors() {
        for (const std::string& bytes :
             {archive(fourFloats, storage), archive(fourFloats, storage, "little"), legacy(fourFloats, storage)}) {
            const TensorFile file = parsePth(bytes, "a.pth");
            QCOMPARE(file.tensors.size(), std::size_t{1});
            QCOMPARE(file.tensors.at("weight").shape, std::vector<std::int64_t>{4});
            QVERIFY(std::memcmp(file.tensors.at("weight").bytes.data(), storage.data(), storage.size()) == 0);
            QVERIFY(isPth(std::string_view(bytes).substr(0, 64)));
        }
    }

    void anything_but_tensors_and_plain_values_is_refused_by_name_data() {
        QTest::addColumn<QByteArray>("pickle");
        QTest::addColumn<QString>("name");
        const auto row = [](const char* name, const std::string& program, const QString& named) {
            QTest::newRow(name) << QByteArray::fromStdString(pickled(program)) << named;
        };
        row("a shell", global("os", "system") + "(" + text("true") + "tR", "os system");
        row("a function of Python", global("builtins", "eval") + "(" + text("1") + "tR", "builtins eval");
        row("a global from the stack", text("posix") + text("system") + "\x93", "posix system");
        row("a module", global("torch.nn.modules.linear", "Linear"), "torch.nn.modules.linear Linear");
        row("a function of torch", global("torch._utils", "_rebuild_sparse_tensor"), "_rebuild_sparse_tensor");
        row("complex numbers", global("torch", "ComplexFloatStorage"), "ComplexFloatStorage");
        row("a new object", global("collections", "OrderedDict") + ")\x81", "NEWOBJ");
        row("an instance", "(" + std::string("ios\nsystem\n"), "INST");
        row("an old object", "(o", "OBJ");
        row("a registered extension", "\x82\1", "EXT1");
        row("a text name of a persistent object", "Pfile\n", "PERSID");
        row("a set", "\x8f", "EMPTY_SET");
        row("the state of a list", "]}b", "state");
    }
    void anything_but_tensors_and_plain_values_is_refused_by_name() {
        QFETCH(QByteArray, pickle);
        QFETCH(QString, name);
        for (const std::string& bytes :
             {archive(pickle.toStdString(), storage), legacy(pickle.toStdString(), storage)}) {
            try {
                parsePth(bytes, "a.pth");
                QFAIL("it was read");
            } catch (const Error& error) {
                QCOMPARE(error.code(), ErrorCode::Unsupported);
                QVERIFY2(QString(error.what()).contains(name), error.what());
            }
        }
    }

    void a_file_of_a_big_endian_machine_is_refused() {
        for (const std::string& bytes :
             {archive(fourFloats, storage, "big"), legacy(fourFloats, storage, /*isLittleEndian=*/false)}) {
            try {
                parsePth(bytes, "a.pth");
                QFAIL("it was read");
            } catch (const Error& error) {
                QCOMPARE(error.code(), ErrorCode::Unsupported);
                QVERIFY(QString(error.what()).contains("big-endian"));
            }
        }
    }

    void hostile_values_are_refused_data() {
        QTest::addColumn<QByteArray>("pickle");
        const auto row = [](const char* name, const std::string& program) {
            QTest::newRow(name) << QByteArray::fromStdString(pickled(program));
        };
        const auto tensorRow = [&](const char* name, const HandMadeTensor& values) { row(name, tensor(values)); };
        tensorRow("larger than its storage", {.shape = integer(5), .strides = integer(1)});
        tensorRow("begins outside", {.offset = 1, .shape = integer(4), .strides = integer(1)});
        tensorRow("strides lead outside", {.shape = integer(2), .strides = integer(4)});
        tensorRow("negative size", {.shape = integer(-1), .strides = integer(1)});
        tensorRow("negative stride", {.offset = 3, .shape = integer(4), .strides = integer(-1)});
        tensorRow("negative offset", {.offset = -1, .shape = integer(1), .strides = integer(1)});
        tensorRow("more sizes than strides", {.shape = integer(2) + integer(2), .strides = integer(1)});
        tensorRow("too many dimensions", {.shape = repeated(integer(1), 17), .strides = repeated(integer(1), 17)});
        tensorRow("gigabytes of one number",
                  {.shape = integer(100'000) + integer(100'000), .strides = integer(0) + integer(0)});
        tensorRow("more than there are numbers",
                  {.shape = repeated(integer(2'000'000'000), 4), .strides = repeated(integer(0), 4)});
        tensorRow("a storage of another size", {.elements = 5, .shape = integer(4), .strides = integer(1)});
        tensorRow("a storage of another type", {.type = "DoubleStorage", .shape = integer(4), .strides = integer(1)});
        tensorRow("a storage that is not there", {.key = "1", .shape = integer(4), .strides = integer(1)});
        tensorRow("a storage elsewhere", {.key = "../0", .shape = integer(4), .strides = integer(1)});
        row("pops from nothing", "a");
        row("pops through a mark", text("a") + "(0");
        row("a mark that is not there", "t");
        row("remembers nothing", "q\1");
        row("recalls nothing", "h\1");
        row("a dictionary with half an item", "}(" + text("a") + "u");
        row("items in a text", text("a") + "Na");
        row("nested 10,000 times", repeated("(", 10'001));
        row("a list of lists of lists",
            repeated("]", 100) + tensor({.shape = integer(4), .strides = integer(1)}) + repeated("a", 100));
        row("lists that double", doublingLists());
        row("a list in itself", "]q\1h\1a");
        row("a text longer than the file", "X\xff\xff\xff\xff");
        row("no end", text("a") + text("b").substr(0, 3));
        row("a name with a line break", dictionary("a\nb", tensor({.shape = integer(4), .strides = integer(1)})));
    }
    void hostile_values_are_refused() {
        QFETCH(QByteArray, pickle);
        for (const std::string& bytes :
             {archive(pickle.toStdString(), storage), legacy(pickle.toStdString(), storage)}) {
            QVERIFY_THROWS_EXCEPTION(Error, parsePth(bytes, "a.pth"));
        }
    }

    void a_truncated_file_is_refused_wherever_it_ends() {
        for (const std::string& bytes : {archive(fourFloats, storage), legacy(fourFloats, storage)}) {
            for (std::size_t size = 0; size < bytes.size(); ++size) {
                QVERIFY_THROWS_EXCEPTION(Error, parsePth(std::string_view(bytes).substr(0, size), "a.pth"));
            }
        }
    }

    void damaged_bytes_never_crash() {
        std::mt19937 random(7);
        for (std::string bytes : {archive(fourFloats, storage), legacy(fourFloats, storage)}) {
            for (int round = 0; round < 3000; ++round) {
                std::string damaged = bytes;
                for (int i = 0; i < 3; ++i) {
                    damaged[random() % damaged.size()] = static_cast<char>(random());
                }
                try {
                    parsePth(damaged, "a.pth");
                } catch (const Error&) {
                }
            }
        }
    }

    void truth_values_are_zero_or_one() {
        const auto file = [](char value) {
            const HandMadeTensor truth{.type = "BoolStorage", .shape = integer(4), .strides = integer(1)};
            return archive(pickled(dictionary("truth", tensor(truth))), std::string(4, value));
        };
        QCOMPARE(parsePth(file(1), "a.pth").tensors.at("truth").bytes.front(), std::byte{1});
        QVERIFY_THROWS_EXCEPTION(Error, parsePth(file(2), "a.pth"));
    }

    void archives_are_not_trusted() {
        const std::string good = archive(fourFloats, storage);
        const auto changed = [&](std::string_view signature, std::size_t at, char value) {
            std::string bytes = good;
            bytes[bytes.find(signature) + at] = value;
            return bytes;
        };
        const std::string_view central("PK\1\2", 4);
        const std::string_view end("PK\5\6", 4);
        QVERIFY_THROWS_EXCEPTION(Error, parsePth(changed(central, 10, 8), "a.pth")); // deflated
        QVERIFY_THROWS_EXCEPTION(Error, parsePth(changed(central, 8, 1), "a.pth"));  // encrypted
        QVERIFY_THROWS_EXCEPTION(Error, parsePth(changed(central, 46, '/'), "a.pth"));
        QVERIFY_THROWS_EXCEPTION(Error, parsePth(changed(central, 42, 1), "a.pth")); // elsewhere
        QVERIFY_THROWS_EXCEPTION(Error, parsePth(changed(end, 10, 9), "a.pth"));     // more entries
        QVERIFY_THROWS_EXCEPTION(Error, parsePth(changed(end, 19, 127), "a.pth"));   // a directory outside
    }

    void entries_begin_at_the_places_that_they_need() {
        ZipWriter zip;
        std::vector<std::pair<std::string, std::size_t>> written;
        for (const std::size_t alignment : {1, 2, 8, 64, 4096}) {
            for (int length = 1; length < 70; ++length) {
                const std::string name = std::to_string(alignment) + "-" + std::to_string(length);
                zip.add(name, std::string(static_cast<std::size_t>(length), 'x'), alignment);
                written.emplace_back(name, alignment);
            }
        }
        const std::string bytes = zip.finish();
        WeightsInput input(bytes, "a.zip");
        const std::vector<StoredEntry> entries = storedEntries(input);
        QCOMPARE(entries.size(), written.size());
        for (std::size_t i = 0; i < entries.size(); ++i) {
            QCOMPARE(entries[i].name, written[i].first);
            QCOMPARE(entries[i].offset % written[i].second, std::uint64_t{0});
            QCOMPARE(input.text(entries[i].offset, entries[i].size), std::string(entries[i].size, 'x'));
        }
    }

    void a_file_that_is_no_pytorch_file_says_so() {
        QVERIFY_THROWS_EXCEPTION(Error, parsePth("", "a.pth"));
        QVERIFY_THROWS_EXCEPTION(Error, parsePth(std::string(100, 'x'), "a.pth"));
        QVERIFY_THROWS_EXCEPTION(Error, readPth("/nonexistent/a.pth"));
        QVERIFY(!isPth("{\"a\": 1}"));
    }
};

QTEST_GUILESS_MAIN(FormatsPthTest)
#include "formats_pth_test.moc"
