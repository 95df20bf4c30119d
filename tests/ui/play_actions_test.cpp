// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/hand_made.h"
#include "ui/common/story_document.h"
#include "ui/jobs/sound_player.h"
#include "ui/main/plain_keys.h"
#include "ui/main/play_actions.h"
#include "ui/player/player_controller.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMainWindow>
#include <QPushButton>
#include <QSlider>
#include <QTest>
#include <QVBoxLayout>

using namespace storyscope;
using namespace storyscope::ui;

class PlayActionsTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_parts.emplace();
        m_parts->window.show();
        m_parts->window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_parts->window, test::patienceMs));
        m_parts->view->setFocus();
        m_parts->controller.setSource(std::make_shared<NumberedSource>(1000));
        m_parts->document.setStoryFrames({100, 300, 500});
        m_parts->actions.setEnabled(true);
        QTRY_VERIFY(!m_parts->controller.isWaiting());
    }
    void cleanup() { m_parts.reset(); }

    void keys_go_where_they_say_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<int>("frame"); ///< from 400
        const Qt::KeyboardModifiers none;
        QTest::newRow(",") << int{Qt::Key_Comma} << none << 399;
        QTest::newRow(".") << int{Qt::Key_Period} << none << 401;
        QTest::newRow("Left") << int{Qt::Key_Left} << none << 399;
        QTest::newRow("Right") << int{Qt::Key_Right} << none << 401;
        QTest::newRow("Shift+Left") << int{Qt::Key_Left} << Qt::KeyboardModifiers(Qt::ShiftModifier) << 390;
        QTest::newRow("Shift+Right") << int{Qt::Key_Right} << Qt::KeyboardModifiers(Qt::ShiftModifier) << 410;
        QTest::newRow("Shift+,") << int{Qt::Key_Comma} << Qt::KeyboardModifiers(Qt::ShiftModifier) << 390;
        QTest::newRow("Page up") << int{Qt::Key_PageUp} << none << 300;
        QTest::newRow("Page down") << int{Qt::Key_PageDown} << none << 500;
        QTest::newRow("Home") << int{Qt::Key_Home} << none << 0;
        QTest::newRow("End") << int{Qt::Key_End} << none << 999;
        QTest::newRow("Ctrl+Left") << int{Qt::Key_Left} << Qt::KeyboardModifiers(Qt::ControlModifier) << 300;
        QTest::newRow("Ctrl+Right") << int{Qt::Key_Right} << Qt::KeyboardModifiers(Qt::ControlModifier) << 500;
        QTest::newRow("Ctrl+Z") << int{Qt::Key_Z} << Qt::KeyboardModifiers(Qt::ControlModifier) << 0;
    }

    void keys_go_where_they_say() {
        QFETCH(int, key);
        QFETCH(Qt::KeyboardModifiers, modifiers);
        QFETCH(int, frame);
        m_parts->controller.goTo(400);
        QTest::keyClick(m_parts->view, static_cast<Qt::Key>(key), modifiers);
        QCOMPARE(m_parts->selection.frame(), frame);
    }

    void l_and_j_play_faster_and_k_pauses() {
        PlayerController& controller = m_parts->controller;
        controller.goTo(500);
        click(Qt::Key_L);
        QVERIFY(controller.isPlaying());
        click(Qt::Key_L);
        QCOMPARE(controller.speed(), 2);
        click(Qt::Key_J);
        QCOMPARE(controller.speed(), -1);
        click(Qt::Key_K);
        QVERIFY(!controller.isPlaying());
        click(Qt::Key_Space);
        QCOMPARE(controller.speed(), 1);
        QVERIFY(controller.isPlaying());
    }

    void l_and_j_go_by_single_frames_while_k_is_held() {
        PlayerController& controller = m_parts->controller;
        controller.goTo(500);
        click(Qt::Key_L);
        press(Qt::Key_K);
        QVERIFY(!controller.isPlaying());
        const int begin = m_parts->selection.frame();
        click(Qt::Key_L);
        click(Qt::Key_L);
        QCOMPARE(m_parts->selection.frame(), begin + 2);
        click(Qt::Key_J);
        QCOMPARE(m_parts->selection.frame(), begin + 1);
        QVERIFY(!controller.isPlaying());
        release(Qt::Key_K);
        click(Qt::Key_L);
        QVERIFY(controller.isPlaying());
    }

    void a_held_l_does_not_race_but_steps_with_k() {
        PlayerController& controller = m_parts->controller;
        controller.goTo(500);
        press(Qt::Key_L);
        for (int repeat = 0; repeat < 5; ++repeat) {
            send(QEvent::KeyPress, Qt::Key_L, Repeat::Yes);
        }
        QCOMPARE(controller.speed(), 1);
        release(Qt::Key_L);
        press(Qt::Key_K);
        const int begin = m_parts->selection.frame();
        QTRY_VERIFY(!controller.isWaiting());
        press(Qt::Key_L);
        for (int repeat = 1; repeat <= 5; ++repeat) {
            QTRY_VERIFY(!controller.isWaiting());
            send(QEvent::KeyPress, Qt::Key_L, Repeat::Yes);
            QCOMPARE(m_parts->selection.frame(), begin + 1 + repeat);
        }
    }

    void a_held_key_shows_every_frame_and_stops_when_it_is_let_go_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<QString>("focus");
        for (const QString& focus : {QStringLiteral("view"), QStringLiteral("slider")}) {
            QTest::newRow(qPrintable(QStringLiteral(". with focus on the ") + focus)) << int{Qt::Key_Period} << focus;
        }
        QTest::newRow("Right") << int{Qt::Key_Right} << QStringLiteral("view");
        QTest::newRow("Page down") << int{Qt::Key_PageDown} << QStringLiteral("view");
    }

    void a_held_key_shows_every_frame_and_stops_when_it_is_let_go() {
        QFETCH(int, key);
        QFETCH(QString, focus);
        if (focus == QLatin1String("slider")) {
            m_parts->slider->setFocus();
        }
        QList<int> shown;
        QList<int> wanted;
        connect(&m_parts->controller, &PlayerController::frameReady, this, [&](int number) { shown.append(number); });
        connect(&m_parts->selection, &StorySelection::frameChanged, this, [&](int number) { wanted.append(number); });
        QElapsedTimer sincePress;
        sincePress.start();
        sendMade(firstMade, static_cast<Qt::Key>(key), Repeat::No);
        for (int repeat = 0; repeat < 40; ++repeat) { // several in a millisecond
            sendMade(firstMade + static_cast<ulong>(sincePress.elapsed()), static_cast<Qt::Key>(key), Repeat::Yes);
            if (repeat % 4 == 0) {
                QTRY_VERIFY(!m_parts->controller.isWaiting());
                QTest::qWait(3); // so that the next is later even in milliseconds
            }
        }
        const int atRelease = m_parts->selection.frame();
        release(static_cast<Qt::Key>(key));
        QTest::qWait(30);
        QCOMPARE(m_parts->selection.frame(), atRelease);
        QTRY_COMPARE(shown, wanted);
        QVERIFY2(shown.size() > 2 && shown.size() < 30, qPrintable(QString::number(shown.size())));
    }

    /// However late they are handled.
    void what_a_key_repeated_before_the_picture_was_there_is_forgotten() {
        m_parts->controller.goTo(400);
        QTRY_VERIFY(!m_parts->controller.isWaiting());
        QElapsedTimer sincePress;
        sincePress.start();
        sendMade(firstMade, Qt::Key_Period, Repeat::No);
        QCOMPARE(m_parts->selection.frame(), 401);
        QTRY_VERIFY(!m_parts->controller.isWaiting());
        QTest::qWait(20);
        for (int repeat = 0; repeat < 3; ++repeat) {
            sendMade(firstMade, Qt::Key_Period, Repeat::Yes);
        }
        QCOMPARE(m_parts->selection.frame(), 401);
        sendMade(firstMade + static_cast<ulong>(sincePress.elapsed()), Qt::Key_Period, Repeat::Yes);
        QCOMPARE(m_parts->selection.frame(), 402);
    }

    void i_and_o_set_the_marks_and_take_them_away() {
        StoryDocument& document = m_parts->document;
        m_parts->controller.goTo(200);
        click(Qt::Key_I);
        m_parts->controller.goTo(400);
        click(Qt::Key_O);
        QCOMPARE(document.marks(), (StoryDocument::Marks{200, 400}));
        click(Qt::Key_I, Qt::ShiftModifier);
        QCOMPARE(m_parts->selection.frame(), 200);
        click(Qt::Key_O, Qt::ShiftModifier);
        QCOMPARE(m_parts->selection.frame(), 400);
        click(Qt::Key_O);
        QCOMPARE(document.marks(), (StoryDocument::Marks{200, std::nullopt}));
        QVERIFY(!m_parts->actions.goToMarkOut->isEnabled());
        click(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(document.marks(), (StoryDocument::Marks{200, 400}));
        click(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(document.marks(), (StoryDocument::Marks{200, std::nullopt}));
    }

    void modes_loop_and_sound_follow_their_keys() {
        click(Qt::Key_R, Qt::ControlModifier);
        QCOMPARE(m_parts->controller.mode(), PlayingMode::RealTime);
        m_parts->controller.setMode(PlayingMode::EveryFrame);
        QVERIFY(!m_parts->actions.realTime->isChecked());
        click(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(m_parts->controller.isLooping());
        click(Qt::Key_M);
        QVERIFY(m_parts->sound.isMuted());
        click(Qt::Key_M);
        QVERIFY(!m_parts->sound.isMuted());
        const int volume = m_parts->sound.volume();
        click(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(m_parts->sound.volume(), volume - 10);
        click(Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(m_parts->sound.volume(), volume);
    }

    void widgets_keep_the_keys_that_they_need() {
        m_parts->field->setFocus();
        click(Qt::Key_L);
        click(Qt::Key_Comma);
        QCOMPARE(m_parts->field->text(), QStringLiteral("l,"));
        QVERIFY(!m_parts->controller.isPlaying());
        m_parts->volume->setFocus();
        const int before = m_parts->volume->value();
        click(Qt::Key_Right);
        QCOMPARE(m_parts->volume->value(), before + 1);
        m_parts->list->setFocus();
        m_parts->list->setCurrentRow(0);
        click(Qt::Key_Down);
        QCOMPARE(m_parts->list->currentRow(), 1);
        QCOMPARE(m_parts->selection.frame(), 0);
        click(Qt::Key_Period); // a list has no use for it
        QCOMPARE(m_parts->selection.frame(), 1);
    }

private:
    enum class Repeat { No, Yes };
    static constexpr ulong firstMade = 1000; ///< milliseconds of the window system

    struct Parts {
        QMainWindow window;
        StorySelection selection;
        StoryDocument document;
        SoundPlayer sound;
        PlayerController controller{&selection, &document};
        PlayActions actions{&window, {&controller, &selection, &document, &sound}};
        QWidget* view = new QWidget;
        QAbstractSlider* slider = new QAbstractSlider; ///< as the timeline is one
        QSlider* volume = new QSlider;
        QLineEdit* field = new QLineEdit;
        QListWidget* list = new QListWidget;

        Parts() {
            auto* centre = new QWidget;
            auto* layout = new QVBoxLayout(centre);
            for (QWidget* widget : std::initializer_list<QWidget*>{view, slider, volume, field, list}) {
                widget->setFocusPolicy(Qt::StrongFocus);
                layout->addWidget(widget);
            }
            list->addItems({QStringLiteral("a"), QStringLiteral("b")});
            window.setCentralWidget(centre);
            window.addActions(window.findChildren<QAction*>(QString(), Qt::FindDirectChildrenOnly));
            new PlainKeys(&window, [this](EventClock::Time at) { return controller.wasWaiting(at); });
        }
    };

    /// As the window system would: shortcuts are tried first.
    void send(QEvent::Type type, Qt::Key key, Repeat repeat = Repeat::No, Qt::KeyboardModifiers modifiers = {}) {
        QTest::simulateEvent(QApplication::focusWidget(), type == QEvent::KeyPress, key, modifiers,
                             modifiers == Qt::NoModifier && key < 0x80 ? QString(QChar(key)).toLower() : QString(),
                             repeat == Repeat::Yes);
    }
    /// A shortcut, with the time that the window system gave it.
    static void sendMade(ulong milliseconds, Qt::Key key, Repeat repeat) {
        qt_sendShortcutOverrideEvent(QApplication::focusWidget(), milliseconds, key, {}, {}, repeat == Repeat::Yes);
    }
    void press(Qt::Key key) { send(QEvent::KeyPress, key); }
    void release(Qt::Key key) { send(QEvent::KeyRelease, key); }
    void click(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }

    std::optional<Parts> m_parts;
};

QTEST_MAIN(PlayActionsTest)
#include "play_actions_test.moc"
