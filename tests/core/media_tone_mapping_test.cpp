// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_reader.h"
#include "core/media/tone_mapping.h"

#include <QFile>
#include <QTest>
#include <array>
#include <cmath>
#include <cstring>

using namespace storyscope;
using namespace storyscope::media;

namespace {

using Colour = std::array<int, 3>;

/// 16-bit signals in, sRGB bytes out.
Colour shown(ToneMapping::Transfer transfer, std::array<std::uint16_t, 3> signal) {
    std::array<std::uint8_t, 6> bytes{};
    std::memcpy(bytes.data(), signal.data(), bytes.size());
    std::array<std::uint8_t, 3> rgb{};
    ToneMapping(transfer).convert(bytes.data(), rgb.data(), 1);
    return {rgb[0], rgb[1], rgb[2]};
}

std::uint16_t code(double signal) {
    return static_cast<std::uint16_t>(std::lround(65535 * signal));
}

Colour grey(ToneMapping::Transfer transfer, double signal) {
    return shown(transfer, {code(signal), code(signal), code(signal)});
}

} // namespace

class MediaToneMappingTest : public QObject {
    Q_OBJECT

private:
    static void addTransfers() {
        QTest::addColumn<int>("transfer");
        QTest::newRow("PQ") << static_cast<int>(ToneMapping::Transfer::Pq);
        QTest::newRow("HLG") << static_cast<int>(ToneMapping::Transfer::Hlg);
    }

private Q_SLOTS:
    void greys_stay_grey_and_brighter_is_never_darker_data() { addTransfers(); }
    void greys_stay_grey_and_brighter_is_never_darker();
    void known_levels_land_where_they_should_data();
    void known_levels_land_where_they_should();
    void a_colour_of_bt709_keeps_its_hue();
    void a_real_hlg_video_shows_its_colour_chart();
};

void MediaToneMappingTest::greys_stay_grey_and_brighter_is_never_darker() {
    QFETCH(int, transfer);
    int last = 0;
    int levels = 0;
    for (int step = 0; step <= 1023; ++step) {
        const Colour colour = grey(static_cast<ToneMapping::Transfer>(transfer), step / 1023.0);
        QVERIFY(std::abs(colour[0] - colour[1]) <= 1 && std::abs(colour[1] - colour[2]) <= 1);
        QVERIFY2(colour[1] >= last, qPrintable(QString::number(step)));
        levels += colour[1] > last ? 1 : 0;
        last = colour[1];
    }
    QCOMPARE(last, 255);
    QVERIFY2(levels > 180, qPrintable(QString::number(levels)));
}

/// Signals of ITU-R BT.2408, table 1: reference white (203 cd/m²) is 58 % PQ and 75 % HLG; an 18 % grey card (26 cd/m²)
/// 38 % of either.
void MediaToneMappingTest::known_levels_land_where_they_should_data() {
    QTest::addColumn<int>("transfer");
    QTest::addColumn<double>("signal");
    QTest::addColumn<double>("least");
    QTest::addColumn<double>("most");
    const int pq = static_cast<int>(ToneMapping::Transfer::Pq);
    const int hlg = static_cast<int>(ToneMapping::Transfer::Hlg);
    QTest::newRow("PQ black") << pq << 0.0 << 0.0 << 0.0;
    QTest::newRow("PQ grey card") << pq << 0.38 << 0.36 << 0.44;
    QTest::newRow("PQ reference white") << pq << 0.5807 << 0.88 << 0.96;
    QTest::newRow("PQ 1,000 cd/m²") << pq << 0.7518 << 0.995 << 1.0;
    QTest::newRow("HLG black") << hlg << 0.0 << 0.0 << 0.0;
    QTest::newRow("HLG grey card") << hlg << 0.38 << 0.36 << 0.44;
    QTest::newRow("HLG reference white") << hlg << 0.75 << 0.88 << 0.96;
    QTest::newRow("HLG peak") << hlg << 1.0 << 0.995 << 1.0;
}

void MediaToneMappingTest::known_levels_land_where_they_should() {
    QFETCH(int, transfer);
    QFETCH(double, signal);
    QFETCH(double, least);
    QFETCH(double, most);
    const double level = grey(static_cast<ToneMapping::Transfer>(transfer), signal)[1] / 255.0;
    QVERIFY2(level >= least && level <= most, qPrintable(QString::number(level)));
}

/// BT.709's pure red at 50 cd/m² is (0.6274, 0.0691, 0.0164) · 50 cd/m² in BT.2020 (ITU-R BT.2087); its PQ signals.
void MediaToneMappingTest::a_colour_of_bt709_keeps_its_hue() {
    const auto toPq = [](double nits) {
        const double power = std::pow(nits / 10000, 0.1593017578125);
        return std::pow((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power), 78.84375);
    };
    const Colour red =
        shown(ToneMapping::Transfer::Pq, {code(toPq(0.6274 * 50)), code(toPq(0.0691 * 50)), code(toPq(0.0164 * 50))});
    // 50 of 203 cd/m² is 0.246 in linear light and 0.534 in sRGB.
    QVERIFY2(std::abs(red[0] - 136) <= 3, qPrintable(QString::number(red[0])));
    QVERIFY(red[1] <= 12 && red[2] <= 12);
}

void MediaToneMappingTest::a_real_hlg_video_shows_its_colour_chart() {
    const QString file = QStringLiteral(STORYSCOPE_SHARED_DATA "/data/video/androidx/hlg10-color-test.mp4");
    if (!QFile::exists(file)) {
        QSKIP("The real HLG video is not here: set STORYSCOPE_SHARED_DATA");
    }
    const auto index = std::make_shared<const VideoIndex>(buildVideoIndex(file.toStdString(), {}, Progress::none()));
    const Picture picture = FrameReader(index).frame(0);
    const auto at = [&](double x, double y) {
        const std::uint8_t* pixel = picture.data() + std::lround(y * picture.height()) * picture.strideBytes() +
                                    3 * std::lround(x * picture.width());
        return Colour{pixel[0], pixel[1], pixel[2]};
    };
    // The chart's third row: blue, green, red, yellow; the fourth begins with white and ends with black.
    const Colour blue = at(0.16, 0.58);
    const Colour green = at(0.285, 0.58);
    const Colour red = at(0.41, 0.58);
    const Colour yellow = at(0.535, 0.58);
    const Colour white = at(0.16, 0.80);
    QVERIFY(blue[2] > 180 && blue[0] < 60 && blue[1] < 110);
    QVERIFY(green[1] > 180 && green[0] < 140 && green[2] < 140);
    QVERIFY(red[0] > 200 && red[1] < 100 && red[2] < 110);
    QVERIFY(yellow[0] > 230 && yellow[1] > 200 && yellow[2] < 80);
    QVERIFY(white[0] > 235 && white[1] > 235 && white[2] > 215);
}

QTEST_GUILESS_MAIN(MediaToneMappingTest)
#include "media_tone_mapping_test.moc"
