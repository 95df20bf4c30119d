// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/image_file.h"
#include "tests/ui/focusable_names.h"
#include "tests/ui/hand_made.h"
#include "ui/common/message_banner.h"
#include "ui/common/state_pages.h"
#include "ui/main/explorer_page.h"
#include "ui/main/main_window.h"
#include "ui/main/play_actions.h"
#include "ui/player/frame_view.h"
#include "ui/player/player_widget.h"
#include "ui/story/filmstrip.h"
#include "ui/story/story_panel.h"

#include <QAction>
#include <QDockWidget>
#include <QDropEvent>
#include <QFile>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <QWidgetAction>

using namespace storyscope;
using namespace storyscope::ui;

class MainWindowTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_folder.emplace();
        m_settings.emplace(m_folder->filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        m_window.emplace(&*m_settings);
        m_window->resize(1280, 800);
        m_window->show();
    }

    void cleanup() {
        m_window.reset();
        m_settings.reset();
    }

    void it_starts_with_one_thing_to_do() {
        QCOMPARE(pages()->currentWidget()->objectName(), QStringLiteral("startPage"));
        QVERIFY(m_window->findChild<QWidget*>(QStringLiteral("openSampleButton"))->isVisible());
        for (const QDockWidget* dock : m_window->findChildren<QDockWidget*>()) {
            QVERIFY2(!dock->isVisible(), qPrintable(dock->objectName()));
        }
    }

    void every_action_has_name_text_tip_and_a_way_to_reach_it() {
        const QList<QAction*> inMenus = actionsInMenus();
        int checked = 0;
        for (const QAction* action : m_window->findChildren<QAction*>()) {
            if (action->isSeparator() || qobject_cast<const QWidgetAction*>(action) != nullptr) {
                continue; // a widget in the tool bar speaks for itself
            }
            if (action->menu() != nullptr && action->menu()->title().isEmpty()) {
                continue; // Qt's own menu for buttons that do not fit into the tool bar
            }
            if (action->objectName().startsWith(QLatin1String("_q_"))) {
                continue; // Qt's own button that clears a line of text
            }
            const QByteArray name = action->objectName().toUtf8() + " “" + action->text().toUtf8() + "” of " +
                                    action->parent()->metaObject()->className();
            QVERIFY2(!action->objectName().isEmpty(), name.constData());
            QVERIFY2(!action->text().isEmpty(), name.constData());
            const bool isMenuTitle = action->menu() != nullptr && action->menu()->parent() == m_window->menuBar();
            QVERIFY2(!action->statusTip().isEmpty() || isMenuTitle, name.constData());
            QVERIFY2(!action->shortcuts().isEmpty() || inMenus.contains(action), name.constData());
            ++checked;
        }
        QVERIFY(checked > 50);
    }

    void no_key_does_two_things() {
        QMap<QString, QString> owners;
        for (const QAction* action : m_window->findChildren<QAction*>()) {
            for (const QKeySequence& keys : action->shortcuts()) {
                const QString text = keys.toString();
                QVERIFY2(!owners.contains(text), qPrintable(text + QLatin1Char(' ') + owners.value(text) +
                                                            QLatin1Char(' ') + action->objectName()));
                owners.insert(text, action->objectName());
            }
        }
        QVERIFY(owners.size() > 25);
    }

    void every_widget_that_takes_the_keyboard_has_a_name() {
        openPicture();
        const auto story = handMadeStory();
        for (StoryView* view : views()) {
            view->showStory(story);
        }
        const QStringList missing = focusableWithoutName(*m_window);
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1String(", "))));
    }

    void an_opened_picture_is_shown_exactly() {
        openPicture();
        QCOMPARE(pages()->currentWidget()->objectName(), QStringLiteral("explorerPage"));
        QCOMPARE(view()->shownImage().pixelColor(2, 2), QColor(10, 200, 30));
        QVERIFY(m_window->windowTitle().contains(QLatin1String("green.png")));
    }

    void what_cannot_be_opened_is_named_and_the_window_keeps_what_it_had_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("missing") << QStringLiteral("gone.mp4") << QByteArray();
        QTest::newRow("text") << QStringLiteral("letter.mp4") << QByteArray("Dear reader");
        QTest::newRow("broken picture") << QStringLiteral("broken.png") << QByteArray("\x89PNG and nothing more");
    }

    void what_cannot_be_opened_is_named_and_the_window_keeps_what_it_had() {
        QFETCH(QString, name);
        QFETCH(QByteArray, bytes);
        openPicture();
        const QString path = m_folder->filePath(name);
        if (!bytes.isEmpty()) {
            write(path, bytes);
        }
        QSignalSpy problems(m_window->session(), &StorySession::problem);
        m_window->open({path});
        QTRY_VERIFY(banner()->text().contains(name));
        QCOMPARE(banner()->kind(), MessageBanner::Kind::Error);
        QCOMPARE(view()->shownImage().pixelColor(2, 2), QColor(10, 200, 30));
        QVERIFY(m_window->windowTitle().contains(QLatin1String("green.png")));
    }

    void a_missing_model_is_named_and_the_frames_can_still_be_stepped() {
        m_window->choices()->chooseModel(m_folder->filePath(QStringLiteral("no-model")));
        openPicture();
        QTRY_VERIFY(banner()->text().contains(QLatin1String("no-model")));
        QCOMPARE(m_window->findChild<StoryPanel*>()->pages()->state(), StatePages::State::Failed);
        QCOMPARE(m_window->findChild<Filmstrip*>()->pages()->state(), StatePages::State::Failed);
        QCOMPARE(view()->shownImage().pixelColor(2, 2), QColor(10, 200, 30));
    }

    void a_damaged_video_is_opened_and_its_damage_is_named() {
        const QString path = QStringLiteral(STORYSCOPE_SHARED_DATA "/data/video/decord/corrupted.mp4");
        if (!QFile::exists(path)) {
            QSKIP("The folder with real videos is not here");
        }
        m_window->open({path});
        QTRY_VERIFY(m_window->player()->frameCount() > 0 || !banner()->text().isEmpty());
        QVERIFY(!banner()->text().isEmpty());
    }

    void several_dropped_pictures_are_opened_together() {
        QMimeData data;
        QList<QUrl> urls;
        for (int number = 0; number < 3; ++number) {
            const QString path = m_folder->filePath(QStringLiteral("p%1.png").arg(number));
            media::writePng(path.toStdString(), plainPicture(8, 8, static_cast<std::uint8_t>(number), 0, 0));
            urls.append(QUrl::fromLocalFile(path));
        }
        data.setUrls(urls);
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&*m_window, &enter);
        QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&*m_window, &drop);
        QTRY_COMPARE(m_window->player()->frameCount(), 3);
        m_window->playActions()->last->trigger();
        QTRY_COMPARE(view()->shownFrame(), 2);
        QCOMPARE(view()->shownImage().pixelColor(0, 0), QColor(2, 0, 0));
    }

    void frames_unlike_the_training_data_are_announced_without_a_dialog() {
        ToldStory story = *handMadeStory();
        for (ToldFrame& frame : story.result.frames) {
            frame.unfamiliarity = 3;
        }
        QVERIFY(story.result.isUnfamiliar());
        emit m_window->session()->storyFinished(std::make_shared<const ToldStory>(story));
        QCOMPARE(banner()->kind(), MessageBanner::Kind::Warning);
        QVERIFY(banner()->text().contains(QLatin1String("unlike anything the Hand made model was trained on")));
    }

    void a_familiar_story_is_announced_by_nothing() {
        emit m_window->session()->storyFinished(handMadeStory());
        QVERIFY(banner()->text().isEmpty());
    }

    void escape_lets_go_of_the_word() {
        m_window->selection()->chooseWord({Attention::Kind::Caption, 0, 1});
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&*m_window, test::patienceMs));
        QTest::keyClick(&*m_window, Qt::Key_Escape);
        QVERIFY(!m_window->selection()->word());
    }

    void the_layout_and_the_recent_files_survive() {
        openPicture();
        m_window->findChild<QAction*>(QStringLiteral("predictionPanelToggle"))->trigger();
        const bool wasVisible = m_window->findChild<QDockWidget*>(QStringLiteral("predictionPanelDock"))->isVisible();
        m_window->close();
        m_window.emplace(&*m_settings);
        m_window->show();
        QVERIFY(m_window->findChild<QAction*>(QStringLiteral("recent1"))->text().contains(QLatin1String("green.png")));
        openPicture();
        QCOMPARE(m_window->findChild<QDockWidget*>(QStringLiteral("predictionPanelDock"))->isVisible(), wasVisible);
    }

    void it_fits_a_small_screen() {
        openPicture();
        m_window->resize(1024, 640);
        QTest::qWait(50);
        QVERIFY2(m_window->width() <= 1024 && m_window->height() <= 640,
                 qPrintable(QStringLiteral("%1×%2").arg(m_window->width()).arg(m_window->height())));
        QVERIFY(view()->height() >= 120);
    }

private:
    QStackedWidget* pages() { return m_window->findChild<QStackedWidget*>(QStringLiteral("centralPages")); }
    FrameView* view() { return m_window->findChild<FrameView*>(QStringLiteral("frameView")); }
    MessageBanner* banner() { return m_window->findChild<MessageBanner*>(); }

    std::vector<StoryView*> views() {
        std::vector<StoryView*> found;
        for (QWidget* widget : m_window->findChildren<QWidget*>()) {
            if (auto* storyView = dynamic_cast<StoryView*>(widget)) {
                found.push_back(storyView);
            }
        }
        return found;
    }

    QList<QAction*> actionsInMenus() {
        QList<QAction*> found = m_window->menuBar()->actions();
        for (const QMenu* menu : m_window->findChildren<QMenu*>()) {
            found += menu->actions();
        }
        return found;
    }

    void openPicture() {
        const QString path = m_folder->filePath(QStringLiteral("green.png"));
        media::writePng(path.toStdString(), plainPicture(64, 48, 10, 200, 30));
        m_window->open({path});
        QTRY_VERIFY(view()->shownFrame() == 0 && !view()->shownImage().isNull());
    }

    static void write(const QString& path, const QByteArray& bytes) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    std::optional<QTemporaryDir> m_folder;
    std::optional<QSettings> m_settings;
    std::optional<MainWindow> m_window;
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
