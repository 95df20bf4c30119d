// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/media/image_file.h"
#include "core/media/media_source.h"
#include "tests/support/numbered_video.h"
#include "tests/support/processor_time.h"

#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <random>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace storyscope;
using namespace storyscope::media;

namespace {

/// A second of silence: RIFF, 8 kHz, one channel, 8 bits.
std::string silence() {
    const std::string head(
        "RIFF\x64\x1f\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x40\x1f\0\0", 44);
    return head + std::string(8000, '\x80');
}

/// The bytes of an MP4 without its box of this type.
std::string withoutBox(std::string bytes, const char* type) {
    const std::size_t box = bytes.find(type) - 4;
    std::size_t size = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        size = size << 8 | static_cast<std::uint8_t>(bytes[box + i]);
    }
    return bytes.erase(box, size);
}

Picture plain(int side, std::uint8_t level) {
    return Picture(side, side, std::vector<std::uint8_t>(static_cast<std::size_t>(side * side) * 3, level));
}

std::shared_ptr<MediaSource> open(const std::filesystem::path& path, const MediaOptions& options = {}) {
    return openMedia(path, options, {}, Progress::none());
}

} // namespace

class MediaSourceTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::filesystem::path at(const QString& name) const { return m_folder.filePath(name).toStdString(); }
    std::filesystem::path video() const;
    void makeBadInputs() const;

private Q_SLOTS:
    void what_cannot_be_used_gives_one_clear_sentence_data();
    void what_cannot_be_used_gives_one_clear_sentence();
    void an_unreadable_file_is_named();
    void a_video_cut_short_shows_what_is_there();
    void a_damaged_video_never_breaks_the_program();
    void a_video_says_what_it_is();
    void a_folder_is_read_in_natural_order_and_says_what_it_left_out();
    void a_picture_is_a_source_of_one_frame();
    void dropped_pictures_keep_their_order();
    void stepping_back_decodes_a_group_of_pictures_once();
    void the_cache_keeps_to_its_budget();
    void a_cached_frame_never_waits_for_decoding();
    void several_threads_all_get_the_right_frames();
};

std::filesystem::path MediaSourceTest::video() const {
    const auto path = at("video.mp4");
    if (!std::filesystem::exists(path)) {
        test::writeNumberedVideo(path, {.frameCount = 200, .keyFrameInterval = 100, .bFrames = 2});
    }
    return path;
}

void MediaSourceTest::makeBadInputs() const {
    const std::string good = readFile(video());
    writeFileAtomically(at("text.mp4"), "Once upon a time there was a file that said it was a video.\n");
    writeFileAtomically(at("no-index.mp4"), withoutBox(good, "moov"));
    writeFileAtomically(at("cut-early.mp4"), good.substr(0, 400));
    writeFileAtomically(at("sound.mp4"), silence());
    writeFileAtomically(at("empty.mp4"), "");
    writeFileAtomically(at("list.mp4"), "ffconcat version 1.0\nfile video.mp4\n");
    writeFileAtomically(at("text.png"), "This is no picture");
    std::filesystem::create_directories(at("folder-without-pictures/inside"));
    writeFileAtomically(at("folder-without-pictures/notes.txt"), "nothing");
    std::filesystem::create_directories(at("directory.mp4"));
    std::filesystem::create_directories(at("broken-pictures"));
    writeFileAtomically(at("broken-pictures/a.png"), "no");
    writePng(at("broken-pictures/b.png"), plain(1, 9));
    writePng(at("dot.png"), plain(1, 200));
    ::mkfifo(at("pipe.mp4").c_str(), 0600);
}

void MediaSourceTest::what_cannot_be_used_gives_one_clear_sentence_data() {
    makeBadInputs();
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("cause");
    QTest::newRow("missing file") << "missing.mp4"
                                  << "does not exist";
    QTest::newRow("missing picture") << "missing.png"
                                     << "does not exist";
    QTest::newRow("text file named .mp4") << "text.mp4"
                                          << "not a video";
    QTest::newRow("play list named .mp4") << "list.mp4"
                                          << "not a video";
    QTest::newRow("mp4 without its index") << "no-index.mp4"
                                           << "moov";
    QTest::newRow("mp4 cut inside its index") << "cut-early.mp4"
                                              << "incomplete";
    QTest::newRow("only sound") << "sound.mp4"
                                << "no video";
    QTest::newRow("zero bytes") << "empty.mp4"
                                << "empty";
    QTest::newRow("folder without pictures") << "folder-without-pictures"
                                             << "no JPEG";
    QTest::newRow("directory named .mp4") << "directory.mp4"
                                          << "no JPEG";
    QTest::newRow("folder of broken pictures") << "broken-pictures"
                                               << "None of the pictures";
    QTest::newRow("1×1 picture") << "dot.png"
                                 << "too small";
    QTest::newRow("text file named .png") << "text.png"
                                          << "not a JPEG";
    QTest::newRow("named pipe") << "pipe.mp4"
                                << "pipe";
}

void MediaSourceTest::what_cannot_be_used_gives_one_clear_sentence() {
    QFETCH(QString, name);
    QFETCH(QString, cause);
    const test::ProcessorTime spent;
    try {
        open(at(name));
        QFAIL("No error");
    } catch (const Error& error) {
        const QString sentence = error.what();
        QVERIFY2(sentence.contains(cause), qPrintable(sentence));
        QVERIFY2(sentence.contains(name), qPrintable(sentence));
        QVERIFY2(!sentence.contains('\n'), qPrintable(sentence));
        QVERIFY(error.code() != ErrorCode::Internal);
    }
    QVERIFY(spent.milliseconds() < 5000);
}

void MediaSourceTest::an_unreadable_file_is_named() {
    if (::geteuid() == 0) {
        QSKIP("root may read every file");
    }
    writeFileAtomically(at("secret.mp4"), "secret");
    ::chmod(at("secret.mp4").c_str(), 0);
    try {
        open(at("secret.mp4"));
        QFAIL("No error");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Unreadable);
        QVERIFY(QString(error.what()).contains("secret.mp4"));
    }
}

void MediaSourceTest::a_video_cut_short_shows_what_is_there() {
    const std::string good = readFile(video());
    writeFileAtomically(at("short.mp4"), good.substr(0, good.size() * 6 / 10));
    const auto source = open(at("short.mp4"));
    QVERIFY(source->frameCount() > 60 && source->frameCount() < 200);
    QVERIFY(!source->issues().empty());
    int readable = 0;
    for (int number = 0; number < source->frameCount(); number += 5) {
        const auto found = test::readFrameNumber(source->frame(number));
        readable += found == std::optional(number) ? 1 : 0;
    }
    QVERIFY(readable >= source->frameCount() / 5 - 1);
}

void MediaSourceTest::a_damaged_video_never_breaks_the_program() {
    const std::string good = readFile(video());
    std::mt19937 random(5);
    for (int round = 0; round < 40; ++round) {
        std::string bytes = good;
        for (int i = 0; i < 1 + round; ++i) {
            const std::size_t range = round % 2 == 0 ? 4096 : bytes.size();
            bytes[random() % range] = static_cast<char>(random());
        }
        writeFileAtomically(at("damaged.mp4"), bytes);
        try {
            const auto source = open(at("damaged.mp4"));
            for (const int number : {0, source->frameCount() / 2, source->frameCount() - 1}) {
                QCOMPARE(source->frame(number).width(), source->width());
            }
        } catch (const Error& error) {
            QVERIFY2(error.code() == ErrorCode::Malformed || error.code() == ErrorCode::Unsupported, error.what());
        }
    }
}

void MediaSourceTest::a_video_says_what_it_is() {
    const auto source = open(video());
    QCOMPARE(source->kind(), MediaSource::Kind::Video);
    QCOMPARE(source->frameCount(), 200);
    QCOMPARE(source->description(), std::string("h264, 320×240, 24.00 frames/s"));
    QCOMPARE(source->timeSeconds(48), std::optional(2.0));
    QCOMPARE(source->timeSeconds(200), std::optional<double>());
    QCOMPARE(source->frameAt(2.01), 48);
    QVERIFY(source->issues().empty());
}

void MediaSourceTest::a_folder_is_read_in_natural_order_and_says_what_it_left_out() {
    std::filesystem::create_directories(at("album"));
    for (const int number : {1, 2, 9, 10, 11, 100}) {
        writePng(at(QString("album/photo %1.png").arg(number)), test::numberedPicture(number, 128, 64));
    }
    writeFileAtomically(at("album/photo 3.png"), "no picture");
    writePng(at("album/photo 4.png"), plain(1, 0));
    writeFileAtomically(at("album/readme.txt"), "text");
    writeFileAtomically(at("album/.hidden.png"), "hidden");
    const auto source = open(at("album"));
    QCOMPARE(source->kind(), MediaSource::Kind::PictureFolder);
    std::vector<int> order;
    for (int number = 0; number < source->frameCount(); ++number) {
        order.push_back(test::readFrameNumber(source->frame(number)).value_or(-1));
    }
    QCOMPARE(order, (std::vector{1, 2, 9, 10, 11, 100}));
    QCOMPARE(source->pictureName(3), std::string("photo 10.png"));
    QCOMPARE(source->timeSeconds(0), std::optional<double>());
    QCOMPARE(source->issues().size(), std::size_t{2});
    QCOMPARE(source->issues().at(0).place, std::string("photo 3.png"));
}

void MediaSourceTest::a_picture_is_a_source_of_one_frame() {
    writePng(at("one.png"), test::numberedPicture(7, 160, 96));
    const auto source = open(at("one.png"));
    QCOMPARE(source->kind(), MediaSource::Kind::Picture);
    QCOMPARE(source->frameCount(), 1);
    QCOMPARE(source->width(), 160);
    QCOMPARE(test::readFrameNumber(source->frame(0)), std::optional(7));
    QVERIFY_EXCEPTION_THROWN(source->frame(1), Error);
    std::filesystem::copy_file(at("one.png"), at("really-a-picture.mp4"));
    QCOMPARE(open(at("really-a-picture.mp4"))->kind(), MediaSource::Kind::Picture);
}

void MediaSourceTest::dropped_pictures_keep_their_order() {
    writePng(at("z.png"), test::numberedPicture(1, 128, 64));
    writePng(at("a.png"), test::numberedPicture(2, 128, 64));
    const auto source = openPictures({at("z.png"), at("a.png")}, {});
    QCOMPARE(source->kind(), MediaSource::Kind::PictureList);
    QCOMPARE(test::readFrameNumber(source->frame(0)), std::optional(1));
    QCOMPARE(test::readFrameNumber(source->frame(1)), std::optional(2));
    QVERIFY_EXCEPTION_THROWN(openPictures({}, {}), Error);
}

void MediaSourceTest::stepping_back_decodes_a_group_of_pictures_once() {
    const auto source = open(video());
    source->frame(90);
    QVERIFY(source->cachedFrame(40).isEmpty());
    for (int number = 60; number > 50; --number) {
        source->frame(number);
    }
    for (int number = 50; number >= 0; --number) {
        QCOMPARE(test::readFrameNumber(source->cachedFrame(number)), std::optional(number));
    }
}

void MediaSourceTest::the_cache_keeps_to_its_budget() {
    constexpr std::size_t frameBytes = 320 * 240 * 3;
    const auto source = open(video(), {.cacheBytes = 10 * frameBytes, .decoderThreads = 1});
    const auto cached = [&] {
        int count = 0;
        for (int number = 0; number < source->frameCount(); ++number) {
            count += source->cachedFrame(number).isEmpty() ? 0 : 1;
        }
        return count;
    };
    for (int number = 0; number < 40; ++number) {
        source->frame(number);
        QVERIFY(cached() <= 10);
    }
    QCOMPARE(cached(), 10);
    for (int number = 180; number > 150; --number) {
        QCOMPARE(test::readFrameNumber(source->frame(number)), std::optional(number));
        QVERIFY(cached() <= 10);
    }
}

void MediaSourceTest::a_cached_frame_never_waits_for_decoding() {
    const auto source = open(video());
    source->frame(0);
    std::atomic<int> decoded = 0;
    std::jthread decoding([&](const std::stop_token& stop) {
        for (int number = 199; !stop.stop_requested(); number = (number + 163) % 200) { // each far from the one before
            source->frame(number, {});
            ++decoded;
        }
    });
    while (decoded == 0) {
        std::this_thread::yield();
    }
    const int decodedBefore = decoded;
    constexpr int asked = 1000;
    for (int i = 0; i < asked; ++i) {
        QVERIFY(!source->cachedFrame(0).isEmpty());
    }
    QVERIFY2(decoded - decodedBefore < asked / 10, qPrintable(QString::number(decoded - decodedBefore)));
}

void MediaSourceTest::several_threads_all_get_the_right_frames() {
    const auto source = open(video(), {.cacheBytes = 5 * 320 * 240 * 3, .decoderThreads = 0});
    std::atomic<int> wrong = 0;
    {
        std::vector<std::jthread> threads;
        for (unsigned seed = 0; seed < 4; ++seed) {
            threads.emplace_back([&, seed] {
                std::mt19937 random(seed);
                for (int i = 0; i < 12; ++i) {
                    const int number = static_cast<int>(random() % 200);
                    wrong += test::readFrameNumber(source->frame(number)) == std::optional(number) ? 0 : 1;
                }
            });
        }
    }
    QCOMPARE(wrong.load(), 0);
}

QTEST_GUILESS_MAIN(MediaSourceTest)
#include "media_source_test.moc"
