// SPDX-License-Identifier: GPL-3.0-or-later
// What is on the screen is the frame it says: numbers that are part of the pictures are read back from grabs of it.
#include "tests/e2e/real_window.h"
#include "tests/support/numbered_video.h"
#include "ui/player/frame_view.h"

#include <QLineEdit>
#include <QRandomGenerator>
#include <QTest>
#include <vector>

using namespace storyscope;

namespace {

constexpr int seeksPerVideo = 167; ///< 1,002 in all
constexpr int seeksByKeyboard = 12;

/// One of the videos in which every way of storing frames is tried.
struct Fixture {
    const char* name;
    test::NumberedVideoOptions options;
    int frameCount() const { return options.frameCount - options.hiddenFrames; }
};

std::vector<Fixture> fixtures() {
    test::NumberedVideoOptions common;
    common.width = 320;
    common.height = 180;
    common.frameCount = 300;
    std::vector<Fixture> all(6, Fixture{"", common});
    all[0].name = "constant rate";
    all[0].options.bFrames = 0;
    all[1].name = "variable rate";
    all[1].options.hasVariableRate = true;
    all[2].name = "B-frames";
    all[2].options.bFrames = 4;
    all[2].options.keyFrameInterval = 48;
    all[3].name = "GOP 250";
    all[3].options.frameCount = 600;
    all[3].options.bFrames = 3;
    all[3].options.keyFrameInterval = 250;
    all[4].name = "edit list";
    all[4].options.hiddenFrames = 17;
    all[4].options.keyFrameInterval = 30;
    all[5].name = "rotated";
    all[5].options.rotationDegrees = 90;
    return all;
}

constexpr int codeColumns = 16;
constexpr QRgb codeOne = qRgb(255, 0, 255); // no such colours are in the pictures
constexpr QRgb codeZero = qRgb(0, 255, 0);

/// An overlay that says in its lowest cells to which frame it belongs; without a title, which would hide the number.
ui::FrameOverlay codedOverlay(int frameNumber) {
    QImage image(codeColumns, 8, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    for (int bit = 0; bit < codeColumns; ++bit) {
        image.setPixel(bit, 7, (frameNumber >> bit) & 1 ? codeOne : codeZero);
    }
    const auto cells = static_cast<std::size_t>(image.width() * image.height());
    return {frameNumber, image.height(), image.width(), std::vector<float>(cells, 0.1F), image, {}};
}

/// Which frame the overlay on the screen belongs to; none if there is no overlay.
std::optional<int> overlayNumber(const QImage& screen, const QRectF& picture) {
    int number = 0;
    for (int bit = 0; bit < codeColumns; ++bit) {
        const QPointF cell =
            picture.topLeft() + QPointF(picture.width() * (bit + 0.5) / codeColumns, picture.height() * 7.5 / 8);
        const QRgb color = screen.pixel(cell.toPoint()) | 0xff000000;
        if (color != codeOne && color != codeZero) {
            return std::nullopt;
        }
        number |= color == codeOne ? 1 << bit : 0;
    }
    return number;
}

} // namespace

class ExactFramesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        int number = 0;
        for (const Fixture& fixture : fixtures()) {
            m_videos.append(m_folder.filePath(QStringLiteral("%1.mp4").arg(number++)));
            test::writeNumberedVideo(m_videos.last().toStdString(), fixture.options);
        }
    }

    void a_thousand_seeks_each_show_the_frame_that_was_asked_for_data() {
        QTest::addColumn<int>("video");
        for (int video = 0; video < m_videos.size(); ++video) {
            QTest::newRow(fixtures()[static_cast<std::size_t>(video)].name) << video;
        }
    }

    void a_thousand_seeks_each_show_the_frame_that_was_asked_for() {
        QFETCH(int, video);
        const Fixture fixture = fixtures()[static_cast<std::size_t>(video)];
        test::RealWindow person;
        QVERIFY2(person.openQuietly(m_videos[video]), qPrintable(person.bannerText()));
        QCOMPARE(person.window().player()->frameCount(), fixture.frameCount());
        QRandomGenerator random(static_cast<quint32>(video) + 1);
        for (int seek = 0; seek < seeksPerVideo; ++seek) {
            const int asked = random.bounded(fixture.frameCount());
            if (seek < seeksByKeyboard) {
                typeFrameNumber(person, asked);
            } else {
                person.window().player()->goTo(asked);
            }
            QVERIFY2(person.painted().waitFor(asked), qPrintable(QStringLiteral("frame %1").arg(asked)));
            QCOMPARE(person.numberOnScreen(), std::optional(asked + fixture.options.hiddenFrames));
        }
    }

    void while_playing_picture_overlay_and_number_are_the_same_frame() {
        test::RealWindow person;
        QVERIFY2(person.openQuietly(m_videos[3]), qPrintable(person.bannerText()));
        overlayEveryFrame(person);
        person.typeKey("space");
        QTRY_VERIFY(person.window().player()->isPlaying());
        int last = -1;
        int different = 0;
        for (int grab = 0; grab < 100; ++grab) {
            QTest::qWait(30);
            QVERIFY2(agree(person), qPrintable(m_disagreement));
            different += person.painted().frame() != last ? 1 : 0;
            last = person.painted().frame();
        }
        QVERIFY2(different > 50, qPrintable(QString::number(different)));
    }

    void while_scrubbing_wildly_picture_overlay_and_number_are_the_same_frame() {
        test::RealWindow person;
        QVERIFY2(person.openQuietly(m_videos[3]), qPrintable(person.bannerText()));
        overlayEveryFrame(person);
        auto* timeline = person.find<QWidget>("timeline");
        QVERIFY(timeline != nullptr);
        QRandomGenerator random(11);
        const auto moveAnywhere = [&] {
            const QPoint to = timeline->mapToGlobal(QPoint(20 + random.bounded(timeline->width() - 40), 8));
            person.input().moveTo(to.x(), to.y());
        };
        moveAnywhere();
        person.input().pressButton();
        int last = -1;
        int different = 0;
        for (int grab = 0; grab < 100; ++grab) {
            for (int move = random.bounded(6); move >= 0; --move) {
                moveAnywhere();
                QTest::qWait(random.bounded(12));
            }
            QVERIFY2(agree(person), qPrintable(m_disagreement));
            different += person.painted().frame() != last ? 1 : 0;
            last = person.painted().frame();
        }
        person.input().releaseButton();
        QTest::qWait(100);
        QVERIFY2(different > 50, qPrintable(QString::number(different)));
    }

    void a_held_key_shows_every_frame_and_stops_at_most_one_after_it_is_let_go_data() {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("step");
        QTest::newRow("forwards") << QByteArray("period") << 100 << 1;
        QTest::newRow("backwards") << QByteArray("comma") << 500 << -1;
    }

    void a_held_key_shows_every_frame_and_stops_at_most_one_after_it_is_let_go() {
        QFETCH(QByteArray, key);
        QFETCH(int, from);
        QFETCH(int, step);
        test::RealWindow person;
        QVERIFY2(person.openQuietly(m_videos[3]), qPrintable(person.bannerText()));
        person.window().player()->goTo(from);
        QVERIFY(person.painted().waitFor(from));
        QList<int> seen{from};
        connect(&person.painted(), &test::PaintWatch::painted, this, [&seen](int number) {
            if (number != seen.last()) {
                seen.append(number);
            }
        });
        person.input().pressKey(key.constData());
        QTRY_VERIFY(seen.size() > 20);
        person.input().releaseKey(key.constData());
        const int atRelease = person.painted().frame();
        QTest::qWait(400);
        for (int i = 0; i < seen.size(); ++i) {
            QCOMPARE(seen[i], from + i * step);
        }
        const int afterRelease = (seen.last() - atRelease) * step;
        QVERIFY2(afterRelease <= 1, qPrintable(QString::number(afterRelease)));
        QCOMPARE(person.numberOnScreen(), std::optional(seen.last()));
    }

private:
    void typeFrameNumber(test::RealWindow& person, int number) {
        person.typeKey("g");
        auto* field = person.find<QLineEdit>("goToField");
        QVERIFY(QTest::qWaitFor([&] { return field->isVisible() && field->hasFocus(); }, test::patienceMs));
        QTest::qWait(30); // until the X server has given the popup the keyboard
        person.typeText(QString::number(number));
        QTRY_COMPARE(field->text(), QString::number(number));
        person.typeKey("Return");
        QVERIFY(QTest::qWaitFor([&] { return !field->isVisible(); }, test::patienceMs));
    }

    /// From now on the wanted frame has an overlay, whether it is on the screen already or not.
    void overlayEveryFrame(test::RealWindow& person) {
        auto* view = person.frameView();
        connect(person.window().selection(), &ui::StorySelection::frameChanged, view,
                [view](int number) { view->setOverlay(codedOverlay(number)); });
    }

    /// The picture's own number, the frame the view names, and the overlay's frame if there is one.
    bool agree(test::RealWindow& person) {
        const QImage screen = person.grab(person.frameView(), person.frameView()->rect());
        const int named = person.painted().frame();
        const auto shown = person.numberIn(screen);
        const auto overlay = overlayNumber(screen, person.frameView()->pictureRect());
        const bool overlayFits = overlay ? *overlay == named : !person.painted().hadOverlay();
        m_disagreement = QStringLiteral("named %1, shown %2, overlay %3")
                             .arg(named)
                             .arg(shown.value_or(-1))
                             .arg(overlay.value_or(-1));
        return shown == std::optional(named) && overlayFits;
    }

    QTemporaryDir m_folder;
    QStringList m_videos;
    QString m_disagreement;
};

QTEST_MAIN(ExactFramesTest)
#include "exact_frames_test.moc"
