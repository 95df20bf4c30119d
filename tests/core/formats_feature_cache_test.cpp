// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/formats/feature_cache.h"
#include "core/formats/safetensors.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace storyscope;
using namespace storyscope::formats;

namespace {

const FeatureSource source{"0123abcd", "shorter 256 bilinear, crop 224 half-even"};
const std::vector<std::int64_t> shape{2, 3};

PictureIdentity pictureNumber(int number) {
    std::vector<std::uint8_t> bytes(100, static_cast<std::uint8_t>(number));
    bytes[0] = static_cast<std::uint8_t>(number >> 8);
    return PictureIdentity::ofContent(bytes);
}

/// An invented encoder: six numbers that only this picture has.
std::vector<float> encoded(int number) {
    std::vector<float> features;
    for (int i = 0; i < 6; ++i) {
        features.push_back(static_cast<float>(number) * 10 + static_cast<float>(i) + 0.5F);
    }
    return features;
}

/// Adds what is not known yet; how many pictures had to be encoded.
int encodeMissing(FeatureCache& cache, int first, int last) {
    int computed = 0;
    for (int number = first; number <= last; ++number) {
        if (!cache.find(pictureNumber(number))) {
            cache.add(pictureNumber(number), shape, encoded(number));
            ++computed;
        }
    }
    return computed;
}

bool holds(const FeatureCache& cache, int number) {
    const auto features = cache.find(pictureNumber(number));
    return features && features->shape == shape && std::ranges::equal(features->values, encoded(number));
}

std::vector<std::filesystem::path> filesOf(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    return files;
}

} // namespace

class FormatsFeatureCacheTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::filesystem::path folder() const { return m_directory->path().toStdString(); }

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void digests_are_those_of_the_standard_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("digest");
        // FIPS 180-4's examples, and lengths around the padding's limits.
        QTest::newRow("empty") << QByteArray() << "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        QTest::newRow("abc") << QByteArray("abc") << "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        QTest::newRow("two blocks") << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                    << "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
        QTest::newRow("a million") << QByteArray(1000000, 'a')
                                   << "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
        for (const int length : {55, 56, 63, 64, 65, 119, 120}) {
            const QByteArray text(length, 'x');
            QTest::addRow("%d", length) << text
                                        << QString::fromLatin1(
                                               QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
        }
    }
    void digests_are_those_of_the_standard() {
        QFETCH(QByteArray, text);
        QFETCH(QString, digest);
        QCOMPARE(QString::fromStdString(hexText(sha256(text.toStdString()))), digest);
        Sha256 pieces;
        for (const char byte : text.left(300)) {
            pieces.add(std::string_view(&byte, 1));
        }
        pieces.add(std::string_view(text.constData(), static_cast<std::size_t>(text.size()))
                       .substr(static_cast<std::size_t>(std::min<qsizetype>(text.size(), 300))));
        QCOMPARE(QString::fromStdString(hexText(pieces.finish())), digest);
    }

    void features_are_computed_once() {
        {
            FeatureCache cache(folder(), source);
            QCOMPARE(encodeMissing(cache, 1, 300), 300);
            QCOMPARE(encodeMissing(cache, 1, 300), 0);
        }
        FeatureCache again(folder(), source);
        QCOMPARE(again.size(), std::size_t{300});
        QCOMPARE(encodeMissing(again, 1, 301), 1);
        for (int number = 1; number <= 301; ++number) {
            QVERIFY(holds(again, number));
        }
        QVERIFY(again.issues().empty());
    }

    void features_stay_valid_when_they_move_to_a_file() {
        Features features;
        {
            FeatureCache cache(folder(), source, {.shardBytes = 1000});
            encodeMissing(cache, 1, 10);
            features = *cache.find(pictureNumber(10));
            encodeMissing(cache, 11, 500);
            QVERIFY(filesOf(folder()).size() > 5);
        }
        QVERIFY(std::ranges::equal(features.values, encoded(10)));
    }

    void a_killed_program_loses_only_what_was_not_written() {
        const pid_t child = ::fork();
        if (child == 0) {
            FeatureCache cache(folder(), source);
            encodeMissing(cache, 1, 20);
            cache.write();
            encodeMissing(cache, 21, 30);
            ::kill(::getpid(), SIGKILL);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status));
        FeatureCache cache(folder(), source);
        QCOMPARE(cache.size(), std::size_t{20});
        QCOMPARE(encodeMissing(cache, 1, 30), 10);
        QVERIFY(holds(cache, 7) && holds(cache, 25));
    }

    void other_weights_or_preprocessing_never_find_them() {
        FeatureCache cache(folder(), source);
        encodeMissing(cache, 1, 5);
        cache.write();
        for (const FeatureSource& other : {FeatureSource{"0123abce", source.preprocessing},
                                           FeatureSource{source.encoder, "shorter 224 bicubic, crop 224 down"},
                                           FeatureSource{source.encoder + "s", source.preprocessing.substr(1)}}) {
            FeatureCache stale(folder(), other);
            QCOMPARE(stale.size(), std::size_t{0});
            QVERIFY(stale.folder() != cache.folder());
            // A file that was put into the wrong folder says itself where it belongs.
            std::filesystem::create_directories(stale.folder());
            std::filesystem::copy_file(filesOf(cache.folder())[0], stale.folder() / "features-1.safetensors");
            FeatureCache misled(folder(), other);
            QCOMPARE(misled.size(), std::size_t{0});
            QCOMPARE(misled.issues().size(), std::size_t{1});
        }
    }

    void damaged_files_are_ignored_and_computed_again() {
        std::string good;
        std::filesystem::path file;
        {
            FeatureCache cache(folder(), source);
            encodeMissing(cache, 1, 5);
            cache.write();
            file = filesOf(folder())[0];
            good = readFile(file);
        }
        for (std::size_t size = 0; size < good.size(); size += 7) {
            std::ofstream(file, std::ios::binary) << good.substr(0, size);
            FeatureCache cache(folder(), source);
            QCOMPARE(cache.size(), std::size_t{0});
            QCOMPARE(cache.issues().size(), std::size_t{1});
        }
        FeatureCache cache(folder(), source);
        QCOMPARE(encodeMissing(cache, 1, 5), 5);
        cache.write();
        QCOMPARE(FeatureCache(folder(), source).size(), std::size_t{5});
    }

    void tensors_that_do_not_fit_each_other_are_ignored_data() {
        QTest::addColumn<int>("keys");
        QTest::addColumn<int>("keyBytes");
        QTest::addColumn<int>("features");
        QTest::newRow("more keys than features") << 3 << 32 << 2;
        QTest::newRow("short keys") << 2 << 16 << 2;
        QTest::newRow("nothing") << 0 << 32 << 0;
    }
    void tensors_that_do_not_fit_each_other_are_ignored() {
        QFETCH(int, keys);
        QFETCH(int, keyBytes);
        QFETCH(int, features);
        TensorFile file;
        file.metadata = {
            {"format", "storyscope features 1"}, {"encoder", source.encoder}, {"preprocessing", source.preprocessing}};
        file.tensors["keys"] = {
            TensorType::U8, {keys, keyBytes}, std::vector<std::byte>(static_cast<std::size_t>(keys * keyBytes))};
        file.tensors["features"] = {
            TensorType::F32, {features, 4}, std::vector<std::byte>(static_cast<std::size_t>(features * 16))};
        const auto path = FeatureCache(folder(), source).folder() / "features-x.safetensors";
        writeSafetensors(path, file);
        QVERIFY_EXCEPTION_THROWN(FeatureShard::open(path, source), Error);
        QCOMPARE(FeatureCache(folder(), source).issues().size(), std::size_t{1});
    }

    void features_of_another_shape_are_refused() {
        FeatureCache cache(folder(), source);
        cache.add(pictureNumber(1), shape, encoded(1));
        QVERIFY_EXCEPTION_THROWN(cache.add(pictureNumber(2), {6}, encoded(2)), Error);
        QVERIFY_EXCEPTION_THROWN(cache.add(pictureNumber(2), {2, 4}, encoded(2)), Error);
        QVERIFY_EXCEPTION_THROWN(cache.add(pictureNumber(2), {-1, -6}, encoded(2)), Error);
        QCOMPARE(cache.size(), std::size_t{1});
    }

    void a_changed_picture_file_is_another_picture() {
        const auto file = folder() / "a.jpg";
        writeFileAtomically(file, "first");
        const auto first = PictureIdentity::ofFile(file).digest();
        QVERIFY(PictureIdentity::ofFile(file).digest() == first);
        writeFileAtomically(file, "second");
        QVERIFY(PictureIdentity::ofFile(file).digest() != first);
        QVERIFY_EXCEPTION_THROWN(PictureIdentity::ofFile(folder() / "none.jpg"), Error);
    }

    void several_threads_share_a_cache() {
        FeatureCache cache(folder(), source, {.shardBytes = 2000});
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&cache, thread] { encodeMissing(cache, 50 * thread, 50 * thread + 99); });
        }
        threads.clear();
        QCOMPARE(cache.size(), std::size_t{250});
        for (int number = 0; number < 250; ++number) {
            QVERIFY(holds(cache, number));
        }
    }

    void two_programs_may_share_a_folder() {
        FeatureCache first(folder(), source);
        FeatureCache second(folder(), source);
        encodeMissing(first, 1, 20);
        encodeMissing(second, 10, 30);
        first.write();
        second.write();
        QCOMPARE(FeatureCache(folder(), source).size(), std::size_t{30});
    }

    void a_folder_that_cannot_be_written_is_an_error() {
        writeFileAtomically(folder() / "file", "not a folder");
        FeatureCache cache(folder() / "file", source);
        cache.add(pictureNumber(1), shape, encoded(1));
        QVERIFY_EXCEPTION_THROWN(cache.write(), Error);
        QVERIFY(holds(cache, 1));
    }
};

QTEST_GUILESS_MAIN(FormatsFeatureCacheTest)
#include "formats_feature_cache_test.moc"
