// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/windows.h"

#include <QTest>

using namespace storyscope::inference;

class InferenceWindowsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void windows_centre_on_the_frame_and_stay_inside_data();
    void windows_centre_on_the_frame_and_stay_inside();
    void windows_cover_what_comes_before();
};

void InferenceWindowsTest::windows_centre_on_the_frame_and_stay_inside_data() {
    QTest::addColumn<int>("frame");
    QTest::addColumn<int>("frames");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("count");
    QTest::newRow("single frame") << 0 << 1 << 0 << 1;
    QTest::newRow("two frames") << 1 << 2 << 0 << 2;
    QTest::newRow("five frames, first") << 0 << 5 << 0 << 5;
    QTest::newRow("five frames, last") << 4 << 5 << 0 << 5;
    QTest::newRow("seven frames, middle") << 3 << 7 << 1 << 5;
    QTest::newRow("seven frames, last") << 6 << 7 << 2 << 5;
    QTest::newRow("twelve frames, start") << 1 << 12 << 0 << 5;
    QTest::newRow("twelve frames, middle") << 6 << 12 << 4 << 5;
}

void InferenceWindowsTest::windows_centre_on_the_frame_and_stay_inside() {
    QFETCH(int, frame);
    QFETCH(int, frames);
    const Window window = windowAround(frame, frames, 5);
    QTEST(window.first, "first");
    QTEST(window.count, "count");
}

void InferenceWindowsTest::windows_cover_what_comes_before() {
    QCOMPARE(windowBefore(1, 4), (Window{0, 1}));
    QCOMPARE(windowBefore(4, 4), (Window{0, 4}));
    QCOMPARE(windowBefore(12, 4), (Window{8, 4}));
    QCOMPARE(allWindows(3, 5), (std::vector<Window>{{0, 3}}));
    QCOMPARE(allWindows(7, 5), (std::vector<Window>{{0, 5}, {1, 5}, {2, 5}}));
    QCOMPARE((Window{2, 3}.positions()), (std::vector<int>{2, 3, 4}));
}

QTEST_APPLESS_MAIN(InferenceWindowsTest)
#include "inference_windows_test.moc"
