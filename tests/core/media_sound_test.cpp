// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/media/media_source.h"
#include "core/media/sound_reader.h"
#include "tests/core/sound_video.h"

#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <vector>

using namespace storyscope;
using namespace storyscope::media;
using namespace storyscope::test;

namespace {

constexpr double beepBegin = 1.2;
constexpr double beepEnd = 1.7;

/// A number that says which sample it is, within any second of time.
double numbered(std::int64_t index, int channel) {
    return static_cast<double>((index * 7919 + channel * 1021) % 60'000 - 30'000) / 32'767;
}

SoundFormula beep(int sampleRate) {
    return [sampleRate](std::int64_t index, int) {
        const double seconds = static_cast<double>(index) / sampleRate;
        return seconds >= beepBegin && seconds < beepEnd ? 0.5 * std::sin(2 * std::numbers::pi * 1000 * seconds) : 0.0;
    };
}

std::vector<std::int16_t> readFrom(SoundReader& reader, double seconds, double length) {
    reader.seek(seconds, {});
    std::vector<std::int16_t> samples(static_cast<std::size_t>(length * SoundReader::sampleRate) *
                                      SoundReader::channels);
    samples.resize(reader.read(samples, {}));
    return samples;
}

/// Time of the first sample that is loud, from the beginning of `samples`; -1 if none is.
double onset(const std::vector<std::int16_t>& samples) {
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (std::abs(samples[i]) > 4000) {
            return static_cast<double>(i / SoundReader::channels) / SoundReader::sampleRate;
        }
    }
    return -1;
}

double loudness(const std::vector<std::int16_t>& samples) {
    double sum = 0;
    for (const std::int16_t sample : samples) {
        sum += std::abs(sample);
    }
    return samples.empty() ? 0 : sum / static_cast<double>(samples.size());
}

} // namespace

class MediaSoundTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::filesystem::path at(const QString& name) const { return m_folder.filePath(name).toStdString(); }

private Q_SLOTS:
    void a_seek_is_exact_to_the_sample_data();
    void a_seek_is_exact_to_the_sample();
    void a_beep_is_heard_at_its_time_data();
    void a_beep_is_heard_at_its_time();
    void before_a_late_track_there_is_silence();
    void the_end_is_where_the_track_ends();
    void every_channel_is_heard_in_stereo();
    void a_video_without_sound_has_no_reader();
    void what_cannot_be_opened_is_named();
    void damaged_sound_is_left_out();
    void a_stop_is_obeyed();
};

void MediaSoundTest::a_seek_is_exact_to_the_sample_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("codec");
    QTest::newRow("PCM in MOV") << "numbered.mov"
                                << "pcm_s16le";
    QTest::newRow("PCM in AVI") << "numbered.avi"
                                << "pcm_s16le";
    QTest::newRow("FLAC in Matroska") << "numbered.mkv"
                                      << "flac";
}

void MediaSoundTest::a_seek_is_exact_to_the_sample() {
    QFETCH(QString, name);
    QFETCH(QString, codec);
    writeSoundVideo(at(name), {.codec = codec.toStdString()}, numbered);
    const auto reader = SoundReader::open(at(name), {});
    QVERIFY(reader);
    // Matroska stores times in milliseconds, so a packet's may be off by half of one.
    const std::int64_t tolerance = name.endsWith(".mkv") ? 24 : 0;
    for (const std::int64_t sample : {0, 1, 47'999, 48'000, 100'000, 31'337, 12, 143'900}) {
        const auto read = readFrom(*reader, static_cast<double>(sample) / SoundReader::sampleRate, 0.002);
        QCOMPARE(read.size(), std::size_t{192});
        bool isFound = false;
        for (std::int64_t shift = -tolerance; shift <= tolerance && !isFound; ++shift) {
            isFound = true;
            for (std::size_t i = 0; i < read.size(); ++i) {
                const double expected =
                    numbered(sample + shift + static_cast<std::int64_t>(i / 2), static_cast<int>(i % 2));
                isFound = isFound && std::abs(read[i] - expected * 32'767) < 1.5;
            }
        }
        QVERIFY2(isFound, qPrintable(QString::number(sample)));
        QCOMPARE(reader->positionSeconds(), static_cast<double>(sample + 96) / SoundReader::sampleRate);
    }
}

void MediaSoundTest::a_beep_is_heard_at_its_time_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("codec");
    QTest::addColumn<int>("rate");
    QTest::addColumn<int>("channels");
    QTest::newRow("PCM mono 8 kHz") << "mono.mov"
                                    << "pcm_s16le" << 8000 << 1;
    QTest::newRow("PCM 44.1 kHz") << "cd.avi"
                                  << "pcm_s16le" << 44'100 << 2;
    QTest::newRow("AAC in MP4") << "aac.mp4"
                                << "aac" << 44'100 << 2;
    QTest::newRow("AAC in Matroska") << "aac.mkv"
                                     << "aac" << 48'000 << 2;
    QTest::newRow("AAC in a transport stream") << "aac.ts"
                                               << "aac" << 48'000 << 2;
    QTest::newRow("AC-3 5.1") << "ac3.mkv"
                              << "ac3" << 48'000 << 6;
    QTest::newRow("Opus") << "opus.mkv"
                          << "libopus" << 48'000 << 2;
    QTest::newRow("MP3") << "mp3.mp4"
                         << "libmp3lame" << 44'100 << 2;
}

void MediaSoundTest::a_beep_is_heard_at_its_time() {
    QFETCH(QString, name);
    QFETCH(QString, codec);
    QFETCH(int, rate);
    QFETCH(int, channels);
    try {
        writeSoundVideo(at(name), {.codec = codec.toStdString(), .sampleRate = rate, .channels = channels}, beep(rate));
    } catch (const Error& error) {
        QSKIP(error.what());
    }
    const double zero = openMedia(at(name), {}, {}, Progress::none())->timeSeconds(0).value();
    // FFmpeg's Matroska writer takes Opus' look-ahead of 6.5 ms off the sound's times but not off the pictures'.
    const double codecBlur = codec == "libopus" ? 0.008 : 0.003;
    const double clockStep = name.endsWith(".mkv") ? 0.0015 : 0.0001; // Matroska stores times in milliseconds
    const auto reader = SoundReader::open(at(name), {});
    QVERIFY(reader);
    const auto whole = readFrom(*reader, zero, 2.9);
    const double heard = onset(whole);
    QVERIFY2(std::abs(heard - beepBegin) < codecBlur, qPrintable(QString::number(heard)));
    for (const double from : {0.9, 1.1, 0.3, 1.19}) {
        const auto part = readFrom(*reader, zero + from, 1);
        const double again = from + onset(part);
        QVERIFY2(std::abs(again - heard) < clockStep, qPrintable(QStringLiteral("%1 → %2").arg(from).arg(again)));
    }
    QVERIFY(loudness(readFrom(*reader, zero + 1.4, 0.1)) > 2000);
    QVERIFY(loudness(readFrom(*reader, zero + 1.8, 0.1)) < 200);
}

void MediaSoundTest::before_a_late_track_there_is_silence() {
    for (const char* name : {"late.mov", "late.mkv"}) {
        writeSoundVideo(at(name), {.codec = "pcm_s16le", .seconds = 1, .offsetSeconds = 0.5},
                        [](std::int64_t, int) { return 0.5; });
        const auto reader = SoundReader::open(at(name), {});
        QVERIFY(std::abs(onset(readFrom(*reader, 0, 1)) - 0.5) < 0.0006);
        QVERIFY(std::abs(onset(readFrom(*reader, 0.4, 1)) - 0.1) < 0.0006);
        QCOMPARE(loudness(readFrom(*reader, -2, 0.5)), 0.0);
        QVERIFY(std::abs(onset(readFrom(*reader, -1, 2)) - 1.5) < 0.0006);
    }
}

void MediaSoundTest::the_end_is_where_the_track_ends() {
    writeSoundVideo(at("end.mov"), {.codec = "pcm_s16le", .seconds = 1}, numbered);
    const auto reader = SoundReader::open(at("end.mov"), {});
    QCOMPARE(readFrom(*reader, 0.75, 2).size(), std::size_t{12'000 * 2});
    QCOMPARE(readFrom(*reader, 5, 1).size(), std::size_t{0});
    QCOMPARE(readFrom(*reader, 0.5, 0.25).size(), std::size_t{12'000 * 2});
}

void MediaSoundTest::every_channel_is_heard_in_stereo() {
    for (int channel = 0; channel < 6; ++channel) {
        if (channel == 3) {
            continue; // the bass channel is left out of a stereo mix
        }
        writeSoundVideo(at("5.1.mkv"), {.codec = "flac", .channels = 6, .seconds = 1},
                        [channel](std::int64_t index, int written) {
                            return written == channel ? 0.9 * std::sin(0.1 * static_cast<double>(index)) : 0.0;
                        });
        const auto reader = SoundReader::open(at("5.1.mkv"), {});
        QVERIFY2(loudness(readFrom(*reader, 0.3, 0.2)) > 500, qPrintable(QString::number(channel)));
    }
    writeSoundVideo(at("mono.mkv"), {.codec = "flac", .channels = 1, .seconds = 1},
                    [](std::int64_t, int) { return 0.25; });
    const auto read = readFrom(*SoundReader::open(at("mono.mkv"), {}), 0.5, 0.01);
    QCOMPARE(read.at(100), read.at(101));
    QVERIFY(read.at(100) > 4000);
}

void MediaSoundTest::a_video_without_sound_has_no_reader() {
    writeSoundVideo(at("quiet.mp4"), {.codec = "", .seconds = 1}, {});
    QVERIFY(!SoundReader::open(at("quiet.mp4"), {}));
}

void MediaSoundTest::what_cannot_be_opened_is_named() {
    writeFileAtomically(at("text.mp4"), "Once upon a time there was a file that said it was a video.\n");
    for (const char* name : {"missing.mp4", "text.mp4"}) {
        try {
            SoundReader::open(at(name), {});
            QFAIL("No error");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains(name), error.what());
        }
    }
}

void MediaSoundTest::damaged_sound_is_left_out() {
    writeSoundVideo(at("good.mkv"), {.codec = "aac"}, beep(48'000));
    std::string bytes = readFile(at("good.mkv"));
    for (std::size_t i = bytes.size() / 3; i < bytes.size() / 3 + 3000; ++i) {
        bytes[i] = static_cast<char>(i * 31);
    }
    writeFileAtomically(at("damaged.mkv"), bytes);
    const auto reader = SoundReader::open(at("damaged.mkv"), {});
    QVERIFY(reader);
    for (const double seconds : {0.0, 0.5, 1.0, 2.0, 2.8}) {
        QVERIFY(readFrom(*reader, seconds, 5).size() <= std::size_t{5 * 48'000 * 2});
    }
}

void MediaSoundTest::a_stop_is_obeyed() {
    writeSoundVideo(at("stop.mov"), {.codec = "pcm_s16le", .seconds = 1}, numbered);
    const auto reader = SoundReader::open(at("stop.mov"), {});
    std::stop_source source;
    source.request_stop();
    std::vector<std::int16_t> samples(96'000);
    QVERIFY_THROWS_EXCEPTION(Error, reader->read(samples, source.get_token()));
    QVERIFY_THROWS_EXCEPTION(Error, reader->seek(0.5, source.get_token()));
    QCOMPARE(readFrom(*reader, 0.5, 0.1).size(), std::size_t{4800 * 2}); // it goes on afterwards
}

QTEST_MAIN(MediaSoundTest)
#include "media_sound_test.moc"
