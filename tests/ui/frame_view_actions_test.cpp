// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/image_file.h"
#include "tests/ui/hand_made.h"
#include "ui/common/text.h"
#include "ui/player/frame_view.h"
#include "ui/player/frame_view_actions.h"
#include "ui/player/player_controller.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMainWindow>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::ui;

namespace {

FrameOverlay halvesOf(int frameNumber) {
    QImage image(2, 1, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    image.setPixelColor(1, 0, QColor(0, 0, 0, 255));
    return {frameNumber, 1, 2, {0, 1}, image, QStringLiteral("Right half")};
}

/// A window with a frame in it, and a person who saves to a folder under the name that is proposed.
struct Window {
    explicit Window(const QString& saveFolder = {})
        : folder(saveFolder), player(&selection),
          actions(&window, &view, &player,
                  [this](const QString& name, const std::function<void(const QString&)>& chosen) {
                      proposed = name;
                      chosen(QDir(folder).filePath(name));
                  }) {
        QObject::connect(&player, &PlayerController::frameReady, &view,
                         [this](int number, const Picture& picture) { view.showFrame(number, picture); });
    }

    void open(int frame) {
        player.setSource(std::make_shared<NumberedSource>(200));
        player.goTo(frame);
        QTRY_COMPARE(view.shownFrame(), frame);
    }

    QString folder;
    QString proposed;
    StorySelection selection;
    PlayerController player;
    FrameView view;
    QMainWindow window;
    FrameViewActions actions;
};

} // namespace

class FrameViewActionsTest : public QObject {
    Q_OBJECT

private slots:
    void a_copied_frame_has_exactly_the_medias_pixels() {
        Window person;
        person.open(75);
        person.view.setOverlay(halvesOf(75));
        person.actions.copy->trigger();
        const QImage copied = QGuiApplication::clipboard()->image();
        QCOMPARE(copied.convertToFormat(QImage::Format_RGB888), person.view.shownImage());
    }

    void a_saved_frame_has_exactly_the_medias_pixels_and_its_number_in_its_name() {
        const QTemporaryDir folder;
        Window person(folder.path());
        person.open(75);
        person.view.setOverlay(halvesOf(75));
        QSignalSpy saved(&person.actions, &FrameViewActions::saved);
        person.actions.save->trigger();
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(person.proposed, QStringLiteral("numbered-frame-000075.png"));
        QCOMPARE(saved[0][0].toString(), folder.filePath(person.proposed));
        QVERIFY(media::readPicture(toPath(saved[0][0].toString())) == NumberedSource::pictureOf(75));
    }

    void a_heat_map_is_saved_over_the_frame_cell_by_cell() {
        const QTemporaryDir folder;
        Window person(folder.path());
        person.open(9);
        person.view.setOverlay(halvesOf(9));
        QSignalSpy saved(&person.actions, &FrameViewActions::saved);
        person.actions.saveWithHeatMap->trigger();
        QTRY_COMPARE(saved.size(), 1);
        const Picture picture = media::readPicture(toPath(saved[0][0].toString()));
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x) {
                const std::uint8_t* pixel = picture.data() + y * picture.strideBytes() + 3 * x;
                const bool isLeft = x < picture.width() / 2;
                QCOMPARE(QColor(pixel[0], pixel[1], pixel[2]), isLeft ? QColor(9, 50, 200) : QColor(0, 0, 0));
            }
        }
    }

    void what_is_saved_is_the_frame_that_was_shown_when_it_was_asked_for() {
        const QTemporaryDir folder;
        StorySelection selection;
        PlayerController player(&selection);
        FrameView view;
        connect(&player, &PlayerController::frameReady, &view,
                [&view](int number, const Picture& picture) { view.showFrame(number, picture); });
        QMainWindow window;
        std::function<void(const QString&)> answer;
        FrameViewActions actions(&window, &view, &player, [&](const QString&, auto chosen) { answer = chosen; });
        player.setSource(std::make_shared<NumberedSource>(200));
        player.goTo(30);
        QTRY_COMPARE(view.shownFrame(), 30);
        actions.save->trigger();
        player.goTo(31);
        QTRY_COMPARE(view.shownFrame(), 31);
        QSignalSpy saved(&actions, &FrameViewActions::saved);
        answer(folder.filePath(QStringLiteral("x.png")));
        QTRY_COMPARE(saved.size(), 1);
        QVERIFY(media::readPicture(toPath(folder.filePath(QStringLiteral("x.png")))) == NumberedSource::pictureOf(30));
    }

    void a_place_that_cannot_be_written_is_named() {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        Window person(folder.filePath(QStringLiteral("file/below")));
        person.open(1);
        QSignalSpy failed(person.actions.saver(), &Job::failed);
        person.actions.save->trigger();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].value<JobError>().message.contains(QStringLiteral("numbered-frame-000001.png")));
    }

    void only_what_can_be_done_is_enabled() {
        Window person;
        QVERIFY(!person.actions.copy->isEnabled());
        QVERIFY(!person.actions.zoomIn->isEnabled());
        person.open(4);
        QVERIFY(person.actions.copy->isEnabled());
        QVERIFY(!person.actions.fit->isEnabled());
        QVERIFY(!person.actions.saveWithHeatMap->isEnabled());
        person.view.setOverlay(halvesOf(4));
        QVERIFY(person.actions.saveWithHeatMap->isEnabled());
        person.view.setOverlay(halvesOf(5));
        QVERIFY(!person.actions.saveWithHeatMap->isEnabled());
        person.actions.zoomIn->trigger();
        QVERIFY(!person.view.isFitted());
        QVERIFY(person.actions.fit->isEnabled());
        person.actions.fit->trigger();
        QVERIFY(person.view.isFitted());
        person.view.showProblem(5, QStringLiteral("Frame 5 is broken"));
        QVERIFY(!person.actions.save->isEnabled());
    }

    void every_action_is_complete() {
        Window person;
        QSet<QString> keys;
        for (const QAction* action : person.window.findChildren<QAction*>(QString(), Qt::FindDirectChildrenOnly)) {
            QVERIFY(!action->objectName().isEmpty() && !action->text().isEmpty() && !action->statusTip().isEmpty());
            QVERIFY(!action->shortcuts().isEmpty());
            for (const QKeySequence& key : action->shortcuts()) {
                QVERIFY2(!keys.contains(key.toString()), qPrintable(key.toString()));
                keys.insert(key.toString());
            }
        }
        QVERIFY(keys.size() >= 11);
    }
};

QTEST_MAIN(FrameViewActionsTest)
#include "frame_view_actions_test.moc"
