// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/numbered_video.h"
#include "ui/common/text.h"
#include "ui/jobs/media_opener.h"
#include "ui/main/story_session.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::ui;

namespace {

constexpr int frameCount = 300;

using Source = std::shared_ptr<media::MediaSource>;

} // namespace

class MediaOpeningTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_video;

private slots:
    void initTestCase();
    void a_long_video_is_shown_before_all_its_frames_are_known();
    void a_short_video_is_opened_once();
    void what_cannot_be_opened_fails_without_being_opened();
    void the_story_waits_for_all_frames_and_the_shown_frame_stays();
};

void MediaOpeningTest::initTestCase() {
    m_video = m_folder.filePath(QStringLiteral("long.mp4"));
    test::writeNumberedVideo(toPath(m_video), {.frameCount = frameCount, .keyFrameInterval = 60});
}

void MediaOpeningTest::a_long_video_is_shown_before_all_its_frames_are_known() {
    MediaOpener opener;
    opener.setOptions({.patience = {}});
    QStringList events;
    Source first;
    Source complete;
    connect(&opener, &MediaOpener::opened, this, [&](const Source& source, const QStringList& paths) {
        events << QStringLiteral("opened");
        first = source;
        QCOMPARE(paths, QStringList{m_video});
    });
    connect(&opener, &MediaOpener::completed, this, [&](const Source& source) {
        events << QStringLiteral("completed");
        complete = source;
    });
    opener.open({m_video});
    QTRY_VERIFY(!opener.isBusy());
    QCOMPARE(events, QStringList({QStringLiteral("opened"), QStringLiteral("completed")}));
    QVERIFY(!first->isComplete());
    QVERIFY(first->frameCount() < frameCount);
    QVERIFY(complete->isComplete());
    QCOMPARE(complete->frameCount(), frameCount);
    QVERIFY(complete->frame(3) == first->frame(3));
}

void MediaOpeningTest::a_short_video_is_opened_once() {
    MediaOpener opener;
    opener.setOptions({.patience = std::chrono::hours(1)});
    QSignalSpy opened(&opener, &MediaOpener::opened);
    QSignalSpy completed(&opener, &MediaOpener::completed);
    opener.open({m_video});
    QTRY_VERIFY(!opener.isBusy());
    QCOMPARE(opened.size(), 1);
    QCOMPARE(completed.size(), 0);
    QVERIFY(opened.at(0).at(0).value<Source>()->isComplete());
}

void MediaOpeningTest::what_cannot_be_opened_fails_without_being_opened() {
    MediaOpener opener;
    QSignalSpy opened(&opener, &MediaOpener::opened);
    QSignalSpy failed(&opener, &Job::failed);
    opener.open({m_folder.filePath(QStringLiteral("missing.mp4"))});
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(opened.size(), 0);
}

void MediaOpeningTest::the_story_waits_for_all_frames_and_the_shown_frame_stays() {
    StorySelection selection;
    PlayerController player(&selection);
    StorySession session(&player, &selection);
    session.setMediaOptions({.patience = {}});
    QStringList events;
    session.setRequestMaker([&] {
        events << QStringLiteral("told");
        return StoryRequest{};
    });
    connect(&session, &StorySession::opened, this, [&] {
        events << QStringLiteral("opened");
        QVERIFY(!player.source()->isComplete());
        player.goTo(9);
    });
    connect(&session, &StorySession::completed, this, [&] { events << QStringLiteral("completed"); });
    session.open({m_video});
    QTRY_COMPARE(events.size(), 3);
    QCOMPARE(events, QStringList({QStringLiteral("opened"), QStringLiteral("completed"), QStringLiteral("told")}));
    QVERIFY(player.source()->isComplete());
    QCOMPARE(player.frameCount(), frameCount);
    QCOMPARE(selection.frame(), 9);
}

QTEST_MAIN(MediaOpeningTest)
#include "media_opening_test.moc"
