// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/datasets/storyworld.h"
#include "core/media/frame_sampler.h"
#include "core/media/video_writer.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

using namespace storyscope;
using namespace storyscope::media;

namespace {

constexpr int side = 128;

/// A scene: a gradient between two random colours, with discs that wander through it.
Picture sceneAt(unsigned seed, int time, double speed) {
    std::mt19937 random(seed);
    const auto any = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
    int colours[5][3];
    double discs[3][4];
    for (auto& colour : colours) {
        for (int& channel : colour) {
            channel = 20 + any(216);
        }
    }
    for (auto& disc : discs) {
        disc[0] = any(side), disc[1] = any(side), disc[2] = 8 + any(14), disc[3] = any(628) / 100.0;
    }
    std::vector<std::uint8_t> pixels;
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const int* colour = nullptr;
            for (int d = 0; d < 3; ++d) {
                const double dx = x - (discs[d][0] + speed * time * std::cos(discs[d][3]));
                const double dy = y - (discs[d][1] + speed * time * std::sin(discs[d][3]));
                colour = dx * dx + dy * dy < discs[d][2] * discs[d][2] ? colours[2 + d] : colour;
            }
            for (int c = 0; c < 3; ++c) {
                const int blend = (colours[0][c] * (side - y) + colours[1][c] * y) / side;
                pixels.push_back(static_cast<std::uint8_t>(colour != nullptr ? colour[c] : blend));
            }
        }
    }
    return Picture(side, side, std::move(pixels));
}

Picture blended(const Picture& from, const Picture& to, double share) {
    std::vector<std::uint8_t> pixels;
    for (std::size_t i = 0; i < from.sizeBytes(); ++i) {
        pixels.push_back(static_cast<std::uint8_t>(from.data()[i] + share * (to.data()[i] - from.data()[i]) + 0.5));
    }
    return Picture(side, side, std::move(pixels));
}

Picture blackPicture() {
    return Picture(side, side, std::vector<std::uint8_t>(std::size_t{3} * side * side, 0));
}

struct FadedVideo {
    std::vector<int> shotLengths; ///< without the fades
    int fadeFrames = 0;           ///< across; or to black, and as many back
    int blackFrames = -1;         ///< between them; -1: the shots fade across each other
    double speed = 1;
    unsigned seed = 0;
};

/// Writes shots with fades between them; returns the first and last frame of each fade.
std::vector<std::pair<int, int>> writeFadedVideo(const std::filesystem::path& path, const FadedVideo& video) {
    VideoWriter writer(path, {.width = side, .height = side});
    std::vector<std::pair<int, int>> fades;
    int frames = 0;
    const auto add = [&](const Picture& picture) {
        writer.add(picture);
        ++frames;
    };
    for (std::size_t shot = 0; shot < video.shotLengths.size(); ++shot) {
        const unsigned seed = video.seed * 100 + static_cast<unsigned>(shot);
        const int length = video.shotLengths[shot];
        for (int time = 0; time < length; ++time) {
            add(sceneAt(seed, time, video.speed));
        }
        if (shot + 1 == video.shotLengths.size()) {
            break;
        }
        const int first = frames;
        for (int i = 1; i <= video.fadeFrames; ++i) {
            const double share = i / (video.fadeFrames + 1.0);
            const Picture next = video.blackFrames < 0 ? sceneAt(seed + 1, 0, video.speed) : blackPicture();
            add(blended(sceneAt(seed, length + i, video.speed), next, share));
        }
        for (int i = 0; i < video.blackFrames; ++i) {
            add(blackPicture());
        }
        for (int i = 1; i <= video.fadeFrames && video.blackFrames >= 0; ++i) {
            add(blended(blackPicture(), sceneAt(seed + 1, 0, video.speed), i / (video.fadeFrames + 1.0)));
        }
        fades.emplace_back(first, frames - 1);
    }
    writer.finish();
    return fades;
}

} // namespace

class MediaFrameSamplerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void uniform_sampling_steps_by_the_whole_quotient();
    void middles_are_the_middles_of_equal_parts();
    void never_more_frames_than_there_are();
    void as_many_shots_as_frames_gives_each_shots_middle();
    void more_shots_than_frames_gives_the_longest();
    void fewer_shots_than_frames_spreads_inside_the_longest();
    void samples_ascend_without_repeats_and_are_as_many_as_asked();
    void impossible_shots_are_refused();
    void every_hard_cut_is_found_and_nothing_else_data();
    void every_hard_cut_is_found_and_nothing_else();
    void a_fade_is_one_change_of_shot_and_no_story_frame_lies_in_it_data();
    void a_fade_is_one_change_of_shot_and_no_story_frame_lies_in_it();
    void black_at_the_beginning_and_the_end_is_no_shot();
    void looking_for_shots_leaves_the_source_as_it_is();
    void a_storyworld_video_gives_the_middle_of_each_beat();
};

void MediaFrameSamplerTest::uniform_sampling_steps_by_the_whole_quotient() {
    QCOMPARE(sampleUniform(100, 5), (std::vector{0, 20, 40, 60, 80}));
    QCOMPARE(sampleUniform(104, 5), (std::vector{0, 20, 40, 60, 80}));
    QCOMPARE(sampleUniform(11, 5), (std::vector{0, 2, 4, 6, 8}));
}

void MediaFrameSamplerTest::middles_are_the_middles_of_equal_parts() {
    QCOMPARE(sampleMiddles(100, 5), (std::vector{10, 30, 50, 70, 90}));
    QCOMPARE(sampleMiddles(360, 5), (std::vector{36, 108, 180, 252, 324}));
    QCOMPARE(sampleMiddles(2000000000, 2), (std::vector{500000000, 1500000000}));
}

void MediaFrameSamplerTest::never_more_frames_than_there_are() {
    for (const auto& frames : {sampleUniform(3, 5), sampleMiddles(3, 5), sampleShots(3, {0, 1}, 5)}) {
        QCOMPARE(frames, (std::vector{0, 1, 2}));
    }
    for (const auto& frames : {sampleUniform(0, 5), sampleMiddles(0, 5), sampleShots(0, {}, 5), sampleUniform(9, 0)}) {
        QVERIFY(frames.empty());
    }
}

void MediaFrameSamplerTest::as_many_shots_as_frames_gives_each_shots_middle() {
    QCOMPARE(sampleShots(360, {0, 72, 144, 216, 288}, 5), (std::vector{36, 108, 180, 252, 324}));
    QCOMPARE(sampleShots(100, {0, 10, 90}, 3), (std::vector{5, 50, 95}));
}

void MediaFrameSamplerTest::more_shots_than_frames_gives_the_longest() {
    QCOMPARE(sampleShots(100, {0, 40, 44, 60}, 2), (std::vector{20, 80}));
}

void MediaFrameSamplerTest::fewer_shots_than_frames_spreads_inside_the_longest() {
    QCOMPARE(sampleShots(100, {0, 20}, 5), (std::vector{10, 30, 50, 70, 90}));
    QCOMPARE(sampleShots(100, {0}, 4), (std::vector{12, 37, 62, 87}));
}

void MediaFrameSamplerTest::samples_ascend_without_repeats_and_are_as_many_as_asked() {
    std::mt19937 random(3);
    for (int round = 0; round < 300; ++round) {
        const int frameCount = 1 + static_cast<int>(random() % 60);
        const int count = 1 + static_cast<int>(random() % 70);
        std::vector<int> starts{0};
        for (int i = 1; i < frameCount; ++i) {
            if (random() % 5 == 0) {
                starts.push_back(i);
            }
        }
        for (const auto& frames : {sampleShots(frameCount, starts, count), sampleMiddles(frameCount, count),
                                   sampleUniform(frameCount, count)}) {
            QCOMPARE(static_cast<int>(frames.size()), std::min(frameCount, count));
            QVERIFY(std::adjacent_find(frames.begin(), frames.end(), std::greater_equal<>()) == frames.end());
            QVERIFY(frames.front() >= 0 && frames.back() < frameCount);
        }
    }
}

void MediaFrameSamplerTest::impossible_shots_are_refused() {
    QVERIFY_EXCEPTION_THROWN(sampleShots(10, {0, 12}, 2), Error);
    QVERIFY_EXCEPTION_THROWN(sampleShots(10, {0, 5, 5}, 2), Error);
}

void MediaFrameSamplerTest::every_hard_cut_is_found_and_nothing_else_data() {
    QTest::addColumn<QList<int>>("lengths");
    QTest::addColumn<double>("speed");
    QTest::newRow("no cut, slow") << QList<int>{80} << 0.3;
    QTest::newRow("no cut, fast") << QList<int>{60} << 5.0;
    QTest::newRow("five equal shots") << QList<int>{24, 24, 24, 24, 24} << 1.0;
    QTest::newRow("still pictures") << QList<int>{12, 30, 7, 25} << 0.0;
    QTest::newRow("short shots") << QList<int>{6, 5, 8, 4, 9, 6, 12} << 2.0;
    QTest::newRow("fast motion") << QList<int>{30, 20, 25} << 4.0;
}

void MediaFrameSamplerTest::every_hard_cut_is_found_and_nothing_else() {
    QFETCH(QList<int>, lengths);
    QFETCH(double, speed);
    QTemporaryDir folder;
    for (unsigned seed = 0; seed < 4; ++seed) {
        const std::filesystem::path path = folder.filePath(QString("cuts%1.mp4").arg(seed)).toStdString();
        VideoWriter writer(path, {.width = side, .height = side});
        std::vector<int> expected;
        int frames = 0;
        for (int shot = 0; shot < lengths.size(); ++shot) {
            expected.push_back(frames);
            for (int time = 0; time < lengths[shot]; ++time, ++frames) {
                writer.add(sceneAt(seed * 100 + static_cast<unsigned>(shot), time, speed));
            }
        }
        writer.finish();
        const auto source = openMedia(path, {}, {}, Progress::none());
        QCOMPARE(findShots(*source, {}, Progress::none()), expected);
    }
}

void MediaFrameSamplerTest::a_fade_is_one_change_of_shot_and_no_story_frame_lies_in_it_data() {
    QTest::addColumn<int>("fadeFrames");
    QTest::addColumn<int>("blackFrames");
    QTest::addColumn<double>("speed");
    QTest::newRow("across, short") << 8 << -1 << 0.3;
    QTest::newRow("across, half a second") << 12 << -1 << 0.5;
    QTest::newRow("across, a second") << 24 << -1 << 0.3;
    QTest::newRow("across, still pictures") << 18 << -1 << 0.0;
    QTest::newRow("through black") << 12 << 0 << 0.3;
    QTest::newRow("through black that stays") << 10 << 12 << 0.5;
    QTest::newRow("slowly through black") << 24 << 4 << 0.0;
}

void MediaFrameSamplerTest::a_fade_is_one_change_of_shot_and_no_story_frame_lies_in_it() {
    QFETCH(int, fadeFrames);
    QFETCH(int, blackFrames);
    QFETCH(double, speed);
    QTemporaryDir folder;
    const std::vector<int> lengths{50, 40, 60};
    for (unsigned seed = 0; seed < 3; ++seed) {
        const std::filesystem::path path = folder.filePath(QString("fades%1.mp4").arg(seed)).toStdString();
        const auto fades = writeFadedVideo(path, {.shotLengths = lengths,
                                                  .fadeFrames = fadeFrames,
                                                  .blackFrames = blackFrames,
                                                  .speed = speed,
                                                  .seed = seed + 40});
        const auto source = openMedia(path, {}, {}, Progress::none());
        const std::vector<int> starts = findShots(*source, {}, Progress::none());
        QString found;
        for (const int start : starts) {
            found += QString(" %1").arg(start);
        }
        QVERIFY2(starts.size() == lengths.size(), qPrintable(found));
        for (std::size_t i = 0; i < fades.size(); ++i) {
            QVERIFY2(starts[i + 1] >= fades[i].first && starts[i + 1] <= fades[i].second + 1, qPrintable(found));
        }
        for (const int count : {1, 3}) {
            for (const int frame : sampleShots(source->frameCount(), starts, count)) {
                for (const auto& [first, last] : fades) {
                    QVERIFY2(frame < first || frame > last, qPrintable(found));
                }
            }
        }
    }
}

void MediaFrameSamplerTest::black_at_the_beginning_and_the_end_is_no_shot() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("black.mp4").toStdString();
    VideoWriter writer(path, {.width = side, .height = side});
    const auto level = [](int frame) { return std::clamp(std::min(frame - 10, 109 - frame) / 14.0, 0.0, 1.0); };
    for (int frame = 0; frame < 120; ++frame) {
        writer.add(blended(blackPicture(), sceneAt(7, frame, 0.2), level(frame)));
    }
    writer.finish();
    const auto source = openMedia(path, {}, {}, Progress::none());
    QCOMPARE(findShots(*source, {}, Progress::none()), (std::vector{0}));
}

void MediaFrameSamplerTest::looking_for_shots_leaves_the_source_as_it_is() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("video.mp4").toStdString();
    writeFadedVideo(path, {.shotLengths = {20, 20}, .fadeFrames = 6});
    const auto source = openMedia(path, {.cacheBytes = std::size_t{4} * 3 * side * side}, {}, Progress::none());
    source->frame(5);
    findShots(*source, {}, Progress::none());
    QVERIFY(!source->cachedFrame(5).isEmpty());
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(findShots(*source, stop.get_token(), Progress::none()), Error);
}

void MediaFrameSamplerTest::a_storyworld_video_gives_the_middle_of_each_beat() {
    QTemporaryDir folder;
    const datasets::storyworld::VideoOptions options{.sizePixels = 192};
    const int beatFrames = static_cast<int>(options.beatSeconds * options.framesPerSecond);
    for (std::uint64_t i = 0; i < 4; ++i) {
        const std::filesystem::path path = folder.filePath(QString("story%1.mp4").arg(i)).toStdString();
        datasets::storyworld::writeVideo(datasets::storyworld::firstHeldOutSeed + i, path, options, {},
                                         Progress::none());
        const auto source = openMedia(path, {}, {}, Progress::none());
        QCOMPARE(source->frameCount(), 5 * beatFrames);
        std::vector<int> starts;
        std::vector<int> middles;
        for (int beat = 0; beat < 5; ++beat) {
            starts.push_back(beat * beatFrames);
            middles.push_back(beat * beatFrames + beatFrames / 2);
        }
        const std::vector<int> found = findShots(*source, {}, Progress::none());
        QCOMPARE(found, starts);
        QCOMPARE(sampleShots(source->frameCount(), found, 5), middles);
    }
}

QTEST_GUILESS_MAIN(MediaFrameSamplerTest)
#include "media_frame_sampler_test.moc"
