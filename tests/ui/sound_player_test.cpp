// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/sound_player.h"
#include "ui/jobs/sound_ring.h"

#include <QTest>
#include <array>
#include <atomic>
#include <thread>
#include <vector>

using namespace storyscope::ui;

class SoundPlayerTest : public QObject {
    Q_OBJECT

private slots:
    void without_sound_the_machines_clock_goes_on_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<double>("speed");
        QTest::newRow("pictures") << QString() << 1.0;
        QTest::newRow("a file that cannot be read") << QStringLiteral("/no/such/file.mp4") << 1.0;
        QTest::newRow("twice as fast") << QStringLiteral("/no/such/file.mp4") << 2.0;
        QTest::newRow("backwards") << QString() << -1.0;
    }

    void without_sound_the_machines_clock_goes_on() {
        QFETCH(QString, file);
        QFETCH(double, speed);
        SoundPlayer sound;
        sound.setFile(file.toStdString());
        sound.start(5, speed);
        QTRY_VERIFY((sound.seconds() - 5) * speed > 0.1);
        QVERIFY(!sound.isSounding());
        sound.halt();
        const double halted = sound.seconds();
        QTest::qWait(20);
        QCOMPARE(sound.seconds(), halted);
        sound.start(7, 1);
        QVERIFY(sound.seconds() >= 7 && sound.seconds() < 8);
    }

    void late_sound_is_silence_and_then_left_out() {
        SoundRing ring(8);
        const std::array<std::int16_t, 6> first = {1, 2, 3, 4, 5, 6};
        QVERIFY(ring.write(first, {}));
        std::array<std::int16_t, 8> read{};
        ring.read(read);
        QCOMPARE(read, (std::array<std::int16_t, 8>{1, 2, 3, 4, 5, 6, 0, 0}));
        const std::array<std::int16_t, 6> second = {7, 8, 9, 10, 11, 12};
        QVERIFY(ring.write(second, {}));
        ring.read(std::span(read).first(3));
        QCOMPARE(read[0], std::int16_t{9}); // 7 and 8 came too late
    }

    void a_full_ring_lets_its_writer_wait_until_it_is_read_or_stopped() {
        SoundRing ring(100);
        std::atomic<bool> wasWritten = false;
        std::atomic<bool> wasStopped = false;
        std::jthread writer([&](const std::stop_token& stop) {
            const std::vector<std::int16_t> values(250, 5);
            wasWritten = ring.write(std::span(values).first(150), stop);
            wasStopped = !ring.write(values, stop);
        });
        QTest::qWait(20);
        QVERIFY(!wasWritten);
        std::array<std::int16_t, 60> read{};
        ring.read(read);
        QTRY_VERIFY(wasWritten);
        writer.request_stop();
        QTRY_VERIFY(wasStopped);
    }
};

QTEST_MAIN(SoundPlayerTest)
#include "sound_player_test.moc"
