// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/media/index_cache.h"
#include "core/media/index_packing.h"
#include "core/media/media_source.h"
#include "tests/support/numbered_video.h"

#include <QTemporaryDir>
#include <QTest>
#include <chrono>
#include <fstream>

using namespace storyscope;
using namespace storyscope::media;

class MediaIndexCacheTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::filesystem::path at(const QString& name) const { return m_folder.filePath(name).toStdString(); }
    std::filesystem::path video(const QString& name, int frames = 30) const;
    IndexCache cache() const { return IndexCache(at("indexes")); }

private Q_SLOTS:
    void a_kept_index_is_found_again_and_equal();
    void every_kind_of_index_survives_packing_data();
    void every_kind_of_index_survives_packing();
    void a_changed_video_is_not_found_data();
    void a_changed_video_is_not_found();
    void a_cache_file_with_any_wrong_byte_counts_as_none();
    void a_cache_file_cut_anywhere_counts_as_none();
    void packed_bytes_cut_or_changed_never_give_an_unsound_index();
    void only_the_newest_files_are_kept();
    void a_folder_that_cannot_be_used_is_an_empty_cache();
    void opening_uses_a_kept_index_and_rebuilds_a_broken_one();
    void incomplete_indexes_are_not_kept();
};

std::filesystem::path MediaIndexCacheTest::video(const QString& name, int frames) const {
    const auto path = at(name);
    if (!std::filesystem::exists(path)) {
        test::writeNumberedVideo(path, {.width = 128, .height = 96, .frameCount = frames});
    }
    return path;
}

void MediaIndexCacheTest::a_kept_index_is_found_again_and_equal() {
    const VideoIndex index = buildVideoIndex(video("a.mp4"), {}, Progress::none());
    QVERIFY(!cache().find(index.path).has_value());
    cache().keep(index);
    const auto found = cache().find(index.path);
    QVERIFY(found.has_value());
    QCOMPARE(packIndex(*found), packIndex(index));
    QCOMPARE(found->frames.at(29).ptsSeconds, index.frames.at(29).ptsSeconds);
    QCOMPARE(found->frames.at(7).durationSeconds, index.frames.at(7).durationSeconds);
    QCOMPARE(found->durationSeconds(), index.durationSeconds());
    QVERIFY(!cache().find(video("b.mp4")).has_value());
}

void MediaIndexCacheTest::every_kind_of_index_survives_packing_data() {
    QTest::addColumn<int>("kind");
    QTest::newRow("presentation times") << static_cast<int>(FrameIdentity::Pts);
    QTest::newRow("decoding times") << static_cast<int>(FrameIdentity::Dts);
    QTest::newRow("places in the file") << static_cast<int>(FrameIdentity::Ordinal);
}

void MediaIndexCacheTest::every_kind_of_index_survives_packing() {
    QFETCH(int, kind);
    VideoIndex index = buildVideoIndex(video("a.mp4"), {}, Progress::none());
    index.frameIdentity = static_cast<FrameIdentity>(kind);
    index.rotationDegrees = 270;
    index.isMirrored = true;
    index.damaged = {{.firstFrame = 3, .lastFrame = 9, .lostFrames = 4}};
    index.issues = {{.severity = Issue::Severity::Problem, .place = "frames 3–9", .text = "Broken"}};
    for (FrameInfo& frame : index.frames) {
        frame.pts = frame.pts * 1'000'003 - 77'777'777'777;
        frame.identity = index.frameIdentity == FrameIdentity::Pts ? frame.pts : frame.decodeNumber - 5;
    }
    const auto unpacked = unpackIndex(packIndex(index));
    QVERIFY(unpacked.has_value());
    QCOMPARE(packIndex(*unpacked), packIndex(index));
    QCOMPARE(unpacked->frames.at(11).identity, index.frames.at(11).identity);
    QCOMPARE(unpacked->frames.at(11).pts, index.frames.at(11).pts);
    QCOMPARE(unpacked->issues.at(0).place, index.issues.at(0).place);
    QVERIFY(unpacked->damaged == index.damaged);
    QCOMPARE(unpacked->modified.time_since_epoch().count(), index.modified.time_since_epoch().count());
}

void MediaIndexCacheTest::a_changed_video_is_not_found_data() {
    QTest::addColumn<QString>("change");
    for (const char* change : {"time", "size", "head", "tail", "moved", "removed"}) {
        QTest::newRow(change) << change;
    }
}

void MediaIndexCacheTest::a_changed_video_is_not_found() {
    namespace fs = std::filesystem;
    QFETCH(QString, change);
    const auto path = video(change + ".mp4", 200);
    cache().keep(buildVideoIndex(path, {}, Progress::none()));
    QVERIFY(cache().find(path).has_value());
    const auto modified = fs::last_write_time(path);
    std::string bytes = readFile(path);
    if (change == "size") {
        bytes += '\0';
    } else if (change == "head") {
        bytes[100] ^= 1;
    } else if (change == "tail") {
        bytes[bytes.size() - 100] ^= 1;
    }
    std::ofstream(path, std::ios::binary) << bytes;
    fs::last_write_time(path, change == "time" ? modified + std::chrono::milliseconds(1) : modified);
    if (change == "moved") {
        fs::rename(path, at("elsewhere.mp4"));
        QVERIFY(!cache().find(at("elsewhere.mp4")).has_value());
    } else if (change == "removed") {
        fs::remove(path);
    }
    QVERIFY(!cache().find(path).has_value());
}

void MediaIndexCacheTest::a_cache_file_with_any_wrong_byte_counts_as_none() {
    const auto path = video("a.mp4");
    cache().keep(buildVideoIndex(path, {}, Progress::none()));
    const auto file = cache().fileOf(path);
    const std::string good = readFile(file);
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] ^= 0x41;
        std::ofstream(file, std::ios::binary) << bad;
        QVERIFY2(!cache().find(path).has_value(), qPrintable(QString("byte %1").arg(i)));
    }
    std::ofstream(file, std::ios::binary) << good;
    QVERIFY(cache().find(path).has_value());
}

void MediaIndexCacheTest::a_cache_file_cut_anywhere_counts_as_none() {
    const auto path = video("a.mp4");
    cache().keep(buildVideoIndex(path, {}, Progress::none()));
    const auto file = cache().fileOf(path);
    const std::string good = readFile(file);
    for (std::size_t size = 0; size < good.size(); ++size) {
        std::ofstream(file, std::ios::binary) << good.substr(0, size);
        QVERIFY(!cache().find(path).has_value());
    }
    std::ofstream(file, std::ios::binary) << good << 'x';
    QVERIFY(!cache().find(path).has_value());
}

void MediaIndexCacheTest::packed_bytes_cut_or_changed_never_give_an_unsound_index() {
    const std::string good = packIndex(buildVideoIndex(video("a.mp4"), {}, Progress::none()));
    for (std::size_t i = 0; i < good.size(); ++i) {
        QVERIFY(!unpackIndex(good.substr(0, i)).has_value());
        for (int bit = 0; bit < 8; ++bit) {
            std::string bad = good;
            bad[i] = static_cast<char>(bad[i] ^ (1 << bit));
            const auto index = unpackIndex(bad);
            for (int number = 0; index && number < index->frameCount(); ++number) {
                const FrameInfo& frame = index->frames[static_cast<std::size_t>(number)];
                QVERIFY(frame.seekPoint >= 0 && frame.seekPoint < static_cast<int>(index->seekPoints.size()));
                QVERIFY(frame.decodeNumber >= 0);
            }
        }
    }
}

void MediaIndexCacheTest::only_the_newest_files_are_kept() {
    namespace fs = std::filesystem;
    const IndexCache full(at("full"));
    const auto path = video("a.mp4");
    const VideoIndex index = buildVideoIndex(path, {}, Progress::none());
    fs::create_directories(at("full"));
    const auto now = fs::file_time_type::clock::now();
    for (int i = 0; i < static_cast<int>(IndexCache::mostFiles) + 20; ++i) {
        const auto file = at(QString("full/%1.index").arg(i));
        std::ofstream(file) << i;
        fs::last_write_time(file, now - std::chrono::hours(i + 1));
    }
    writeFileAtomically(at("full/notes.txt"), "not ours");
    full.keep(index);
    QVERIFY(full.find(path).has_value());
    QVERIFY(fs::exists(at("full/0.index")));
    QVERIFY(!fs::exists(at("full/219.index")));
    QVERIFY(fs::exists(at("full/notes.txt")));
    const auto files = std::distance(fs::directory_iterator(at("full")), fs::directory_iterator());
    QCOMPARE(files, static_cast<std::ptrdiff_t>(IndexCache::mostFiles) + 1);
}

void MediaIndexCacheTest::a_folder_that_cannot_be_used_is_an_empty_cache() {
    const auto path = video("a.mp4");
    const VideoIndex index = buildVideoIndex(path, {}, Progress::none());
    writeFileAtomically(at("a file"), "x");
    for (const IndexCache& unusable : {IndexCache({}), IndexCache(at("a file")), IndexCache("/proc/nowhere")}) {
        unusable.keep(index);
        QVERIFY(!unusable.find(path).has_value());
    }
    QVERIFY(!cache().find(at("missing.mp4")).has_value());
    QVERIFY(!cache().find(m_folder.path().toStdString()).has_value());
}

void MediaIndexCacheTest::opening_uses_a_kept_index_and_rebuilds_a_broken_one() {
    const auto path = video("used.mp4");
    VideoIndex index = buildVideoIndex(path, {}, Progress::none());
    index.codec = "kept";
    cache().keep(index);
    const MediaOptions options{.indexCacheFolder = at("indexes")};
    const auto opened = openMedia(path, options, {}, Progress::none());
    QVERIFY(opened->description().starts_with("kept"));
    QCOMPARE(test::readFrameNumber(opened->frame(17)), std::optional(17));
    std::ofstream(cache().fileOf(path), std::ios::binary) << "broken";
    const auto rebuilt = openMedia(path, options, {}, Progress::none());
    QVERIFY(rebuilt->description().starts_with("h264"));
    QCOMPARE(rebuilt->frameCount(), 30);
}

void MediaIndexCacheTest::incomplete_indexes_are_not_kept() {
    const auto path = video("part.mp4");
    VideoIndex index = buildVideoIndex(path, {}, Progress::none());
    index.isComplete = false;
    cache().keep(index);
    QVERIFY(!cache().find(path).has_value());
}

QTEST_GUILESS_MAIN(MediaIndexCacheTest)
#include "media_index_cache_test.moc"
