// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/image_file.h"
#include "tests/ui/hand_made.h"
#include "ui/library/dataset_page.h"
#include "ui/library/library_panel.h"
#include "ui/library/reference_view.h"
#include "ui/library/story_list_view.h"
#include "ui/main/explorer_page.h"
#include "ui/main/library_session.h"
#include "ui/main/main_window.h"
#include "ui/player/frame_view.h"
#include "ui/player/player_widget.h"

#include <QAction>
#include <QDockWidget>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::ui;

class LibrarySessionTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        m_settings.emplace(m_folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        m_window.emplace(&*m_settings);
        m_window->resize(1280, 800);
        m_window->show();
        m_window->open({QStringLiteral("storyworld:seed=1,stories=40")});
        QTRY_VERIFY(page()->isVisible());
        QTRY_COMPARE(page()->list()->model()->rowCount(), 40);
    }

    void cleanupTestCase() { m_window.reset(); }

    void a_story_that_is_chosen_is_shown_with_its_boxes_and_true_captions() {
        page()->list()->setCurrentIndex(page()->list()->model()->index(1, 0));
        QTest::keyClick(page()->list(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->player()->frameCount(), 5, 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(view()->areEntitiesShown(), 10'000);
        QVERIFY(!reference()->isHidden());
        QCOMPARE(reference()->sentences().size(), std::size_t{5});
        const EntityBoxes first = view()->entities();
        m_window->selection()->setFrame(3);
        QTRY_COMPARE(view()->shownFrame(), 3);
        QVERIFY(view()->areEntitiesShown());
        QCOMPARE(view()->entities().frameNumber, 3);
        for (const EntityBox& box : view()->entities().boxes) {
            for (const EntityBox& before : first.boxes) {
                QVERIFY(box.id != before.id || box.color == before.color);
            }
        }
    }

    void a_word_leads_to_its_box_and_a_box_to_its_words() {
        const QString id = view()->entities().boxes.front().id;
        emit reference()->sentences()[3]->linkHovered(id);
        QCOMPARE(view()->entities().highlighted, id);
        emit reference()->sentences()[3]->linkHovered({});
        QVERIFY(view()->entities().highlighted.isEmpty());
        emit view()->entityHovered(id);
        QCOMPARE(view()->entities().highlighted, id);
    }

    void the_switch_takes_the_boxes_off_the_picture() {
        QAction* boxes = m_window->findChild<QAction*>(QStringLiteral("entityBoxes"));
        QVERIFY(boxes->isEnabled());
        boxes->trigger();
        QVERIFY(!view()->areEntitiesShown());
        boxes->trigger();
        QVERIFY(view()->areEntitiesShown());
    }

    void a_dragged_story_is_opened() {
        const std::unique_ptr<QMimeData> data(
            page()->list()->model()->mimeData({page()->list()->model()->index(7, 0)}));
        QDragEnterEvent enter({600, 300}, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&*m_window, &enter);
        QDropEvent drop({600, 300}, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&*m_window, &drop);
        QVERIFY(drop.isAccepted());
        QTRY_COMPARE_WITH_TIMEOUT(m_window->player()->source()->path().string(),
                                  std::string("storyworld:seed=1,stories=40#storyworld-8"), 10'000);
    }

    void the_data_set_and_not_each_story_is_remembered() {
        QCOMPARE(RecentFiles(&*m_settings).entries(),
                 QList<QStringList>{{QStringLiteral("storyworld:seed=1,stories=40")}});
    }

    void other_media_have_no_boxes_and_no_true_captions() {
        const QString file = m_folder.filePath(QStringLiteral("1.png"));
        media::writePng(file.toStdString(), plainPicture(64, 48, 1, 2, 3));
        m_window->open({file});
        QTRY_COMPARE_WITH_TIMEOUT(m_window->player()->frameCount(), 1, 10'000);
        QVERIFY(reference()->isHidden());
        QVERIFY(!view()->areEntitiesShown());
        QVERIFY(!m_window->findChild<QAction*>(QStringLiteral("entityBoxes"))->isEnabled());
    }

    void what_cannot_be_opened_is_said_and_leaves_what_was_there() {
        QSignalSpy problems(m_window->session(), &StorySession::problem);
        m_window->open({m_folder.filePath(QStringLiteral("nowhere.json"))});
        QTRY_COMPARE(problems.size(), 1);
        QCOMPARE(m_window->player()->frameCount(), 1);
    }

private:
    DatasetPage* page() { return m_window->findChild<DatasetPage*>(); }
    ReferenceView* reference() { return m_window->findChild<ReferenceView*>(); }
    FrameView* view() { return m_window->findChild<FrameView*>(); }

    QTemporaryDir m_folder;
    std::optional<QSettings> m_settings;
    std::optional<MainWindow> m_window;
};

QTEST_MAIN(LibrarySessionTest)
#include "library_session_test.moc"
