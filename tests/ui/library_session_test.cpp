// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/image_file.h"
#include "tests/ui/hand_made.h"
#include "ui/common/message_banner.h"
#include "ui/library/dataset_page.h"
#include "ui/library/library_panel.h"
#include "ui/library/reference_view.h"
#include "ui/library/story_list_view.h"
#include "ui/main/explorer_page.h"
#include "ui/main/library_session.h"
#include "ui/main/main_window.h"
#include "ui/player/frame_view.h"
#include "ui/player/player_widget.h"

#include <QAbstractButton>
#include <QAction>
#include <QDir>
#include <QDockWidget>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
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
        QTRY_COMPARE(m_window->player()->frameCount(), 5);
        QTRY_VERIFY(view()->areEntitiesShown());
        QTRY_VERIFY(referenceDock()->isVisible());
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
        QTRY_COMPARE(m_window->player()->source()->path().string(),
                     std::string("storyworld:seed=1,stories=40#storyworld-8"));
    }

    void the_data_set_and_not_each_story_is_remembered() {
        QCOMPARE(RecentFiles(&*m_settings).entries(),
                 QList<QStringList>{{QStringLiteral("storyworld:seed=1,stories=40")}});
    }

    void other_media_have_no_boxes_and_no_true_captions() {
        const QString file = m_folder.filePath(QStringLiteral("1.png"));
        media::writePng(file.toStdString(), plainPicture(64, 48, 1, 2, 3));
        m_window->open({file});
        QTRY_COMPARE(m_window->player()->frameCount(), 1);
        QTRY_VERIFY(referenceDock()->isHidden());
        QVERIFY(!view()->areEntitiesShown());
        QVERIFY(!m_window->findChild<QAction*>(QStringLiteral("entityBoxes"))->isEnabled());
    }

    void captions_of_a_picture_folder_are_shown_like_those_of_a_data_set() {
        const QString folder = makeFolder(QStringLiteral("holiday"), 3);
        write(folder + QStringLiteral("/2.txt"), "A dog runs.\nThe dog is fast.\n");
        m_window->open({folder});
        QTRY_COMPARE(m_window->player()->frameCount(), 3);
        QTRY_VERIFY(referenceDock()->isVisible());
        QCOMPARE(reference()->sentences().size(), std::size_t{1});
        QVERIFY(reference()->sentences().front()->text().startsWith(QStringLiteral("A dog runs.")));
        QVERIFY(reference()->sentences().front()->toolTip().contains(QStringLiteral("The dog is fast.")));
    }

    void pictures_in_another_folder_are_found_when_it_is_named() {
        const QString pictures = makeFolder(QStringLiteral("elsewhere"), 2);
        QVERIFY(QDir().mkpath(m_folder.filePath(QStringLiteral("moved"))));
        const QString file = m_folder.filePath(QStringLiteral("moved/metadata.jsonl"));
        write(file, "{\"file_name\": \"1.png\", \"text\": \"one\"}\n{\"file_name\": \"2.png\", \"text\": \"two\"}\n");
        m_window->open({file});
        auto* notice = m_window->findChild<QWidget*>(QStringLiteral("picturesNotice"));
        QTRY_VERIFY(page()->dataset()->specification == file);
        QTRY_VERIFY(notice->isVisible());
        QVERIFY(page()->dataset()->lacksPictures);
        m_window->findChild<QAbstractButton*>(QStringLiteral("pictureFolderButton"))->click();
        QFileDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = m_window->findChild<QFileDialog*>(QStringLiteral("pictureFolderDialog"))) != nullptr);
        dialog->close();
        emit dialog->fileSelected(pictures);
        QTRY_VERIFY(!page()->dataset()->lacksPictures);
        QVERIFY(!notice->isVisible());
        QCOMPARE(RecentFiles(&*m_settings).pictureFolderOf(file), pictures);
    }

    void what_cannot_be_opened_is_said_in_one_sentence_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("nothing") << QStringLiteral("nowhere.json") << QStringLiteral("There is no such file or folder");
        QTest::newRow("an archive") << QStringLiteral("photos.zip") << QStringLiteral("This is an archive: unpack it");
        QTest::newRow("an empty folder") << QStringLiteral("empty") << QStringLiteral("The folder is empty");
        QTest::newRow("a folder with a letter")
            << QStringLiteral("letters") << QStringLiteral("The folder holds no pictures and no data set");
        QTest::newRow("no bytes") << QStringLiteral("none.json") << QStringLiteral("The file is empty");
    }

    void what_cannot_be_opened_is_said_in_one_sentence() {
        QFETCH(QString, name);
        QFETCH(QString, sentence);
        write(m_folder.filePath(QStringLiteral("photos.zip")), "PK\x03\x04 and more");
        write(m_folder.filePath(QStringLiteral("none.json")), "");
        QVERIFY(QDir().mkpath(m_folder.filePath(QStringLiteral("empty"))));
        QVERIFY(QDir().mkpath(m_folder.filePath(QStringLiteral("letters"))));
        write(m_folder.filePath(QStringLiteral("letters/letter.txt")), "Dear reader,\n");
        const int frames = m_window->player()->frameCount();
        m_window->open({m_folder.filePath(name)});
        QTRY_VERIFY2(banner()->text().startsWith(sentence), qPrintable(banner()->text()));
        QVERIFY(banner()->text().contains(name));
        QCOMPARE(m_window->player()->frameCount(), frames);
        QVERIFY2(page()->isVisible(), "the library shows what it had");
        banner()->dismiss();
    }

    void a_data_set_that_is_gone_can_be_taken_off_the_list() {
        const QString folder = makeFolder(QStringLiteral("gone"), 2);
        m_window->open({folder});
        QTRY_VERIFY(RecentFiles(&*m_settings).entries().contains(QStringList{folder}));
        QVERIFY(QDir(folder).removeRecursively());
        m_window->open({folder});
        QTRY_VERIFY(banner()->text().startsWith(QStringLiteral("There is no such file or folder")));
        auto* offer = m_window->findChild<QAbstractButton*>(QStringLiteral("messageOfferButton"));
        QVERIFY(offer->isVisible());
        offer->click();
        QVERIFY(banner()->text().isEmpty());
        QVERIFY(!RecentFiles(&*m_settings).entries().contains(QStringList{folder}));
        m_window->open({m_folder.filePath(QStringLiteral("never-opened"))});
        QTRY_VERIFY(banner()->text().startsWith(QStringLiteral("There is no such file or folder")));
        QVERIFY(!offer->isVisible());
    }

private:
    static void write(const QString& path, const QByteArray& bytes) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    QString makeFolder(const QString& name, int pictures) {
        const QString folder = m_folder.filePath(name);
        QDir().mkpath(folder);
        for (int number = 1; number <= pictures; ++number) {
            media::writePng(QStringLiteral("%1/%2.png").arg(folder).arg(number).toStdString(),
                            plainPicture(64, 48, static_cast<std::uint8_t>(60 * number), 2, 3));
        }
        return folder;
    }

    MessageBanner* banner() { return m_window->findChild<MessageBanner*>(); }
    QDockWidget* referenceDock() { return m_window->findChild<QDockWidget*>(QStringLiteral("referenceViewDock")); }
    DatasetPage* page() { return m_window->findChild<DatasetPage*>(); }
    ReferenceView* reference() { return m_window->findChild<ReferenceView*>(); }
    FrameView* view() { return m_window->findChild<FrameView*>(); }

    QTemporaryDir m_folder;
    std::optional<QSettings> m_settings;
    std::optional<MainWindow> m_window;
};

QTEST_MAIN(LibrarySessionTest)
#include "library_session_test.moc"
