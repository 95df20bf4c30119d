// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/media/clip_sampler.h"

#include <QTest>
#include <algorithm>

using namespace storyscope;
using namespace storyscope::media;

namespace {

/// Frames without pictures, so many a second.
class Times final : public MediaSource {
public:
    Times(int frames, double perSecond, Kind kind = Kind::Video)
        : m_frames(frames), m_perSecond(perSecond), m_kind(kind) {}

    Kind kind() const override { return m_kind; }
    std::filesystem::path path() const override { return "times.mp4"; }
    int frameCount() const override { return m_frames; }
    int width() const override { return 1; }
    int height() const override { return 1; }
    std::optional<double> timeSeconds(int number) const override {
        return m_kind == Kind::Video ? std::optional(number / m_perSecond) : std::nullopt;
    }
    std::string pictureName(int) const override { return {}; }
    std::string description() const override { return {}; }
    std::vector<Issue> issues() const override { return {}; }
    Picture frame(int, const std::stop_token&) override { return {}; }
    Picture cachedFrame(int) const override { return {}; }
    int frameAt(double seconds) const override {
        return std::clamp(static_cast<int>(seconds * m_perSecond), 0, m_frames - 1);
    }
    void prepare(int, Travel, const std::stop_token&) override {}
    int keyFrameNear(int number) const override { return number; }
    std::unique_ptr<SmallPictureReader> openSmallPictures(const PictureBounds&) const override {
        throw Error(ErrorCode::Unsupported, "No pictures");
    }

private:
    int m_frames;
    double m_perSecond;
    Kind m_kind;
};

} // namespace

Q_DECLARE_METATYPE(std::vector<int>)

class MediaClipSamplerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void frames_lie_a_quarter_second_apart_around_the_frame_data();
    void frames_lie_a_quarter_second_apart_around_the_frame();
    void pictures_that_are_no_video_have_no_clip();
};

void MediaClipSamplerTest::frames_lie_a_quarter_second_apart_around_the_frame_data() {
    QTest::addColumn<int>("frames");
    QTest::addColumn<double>("perSecond");
    QTest::addColumn<int>("number");
    QTest::addColumn<std::vector<int>>("expected");
    QTest::addColumn<int>("own");
    using Numbers = std::vector<int>;
    QTest::newRow("in the middle") << 240 << 24.0 << 100 << Numbers{82, 88, 94, 100, 106, 112} << 3;
    QTest::newRow("at the beginning") << 240 << 24.0 << 0 << Numbers{0, 6, 12, 18, 24, 30} << 0;
    QTest::newRow("near the beginning") << 240 << 24.0 << 7 << Numbers{1, 7, 13, 19, 25, 31} << 1;
    QTest::newRow("at the end") << 240 << 24.0 << 239 << Numbers{209, 215, 221, 227, 233, 239} << 5;
    QTest::newRow("thirty a second") << 300 << 30.0 << 150 << Numbers{127, 135, 142, 150, 157, 165} << 3;
    QTest::newRow("a short video") << 6 << 24.0 << 2 << Numbers{0, 1, 2, 3, 4, 5} << 2;
    QTest::newRow("fewer frames than asked for") << 3 << 24.0 << 1 << Numbers{0, 1, 2} << 1;
    QTest::newRow("one frame") << 1 << 24.0 << 0 << Numbers{0} << 0;
    QTest::newRow("a frame a second") << 20 << 1.0 << 10 << Numbers{9, 10} << 1;
}

void MediaClipSamplerTest::frames_lie_a_quarter_second_apart_around_the_frame() {
    QFETCH(const int, frames);
    QFETCH(const double, perSecond);
    QFETCH(const int, number);
    QFETCH(const std::vector<int>, expected);
    QFETCH(const int, own);
    const ClipFrames clip = clipFramesAround(Times(frames, perSecond), number, 6);
    QString told;
    for (const int shown : clip.numbers) {
        told += QString::number(shown) + ' ';
    }

    QVERIFY2(clip.numbers == expected, qPrintable(told));
    QCOMPARE(clip.own, own);
    QCOMPARE(clip.numbers.at(static_cast<std::size_t>(clip.own)), number);
}

void MediaClipSamplerTest::pictures_that_are_no_video_have_no_clip() {
    QVERIFY(clipFramesAround(Times(40, 24, MediaSource::Kind::PictureFolder), 20, 6).numbers.empty());
    QVERIFY(clipFramesAround(Times(40, 24), 20, 0).numbers.empty());
}

QTEST_GUILESS_MAIN(MediaClipSamplerTest)
#include "media_clip_sampler_test.moc"
