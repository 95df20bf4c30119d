// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/story_media_source.h"
#include "tests/ui/focusable_names.h"
#include "tests/ui/hand_made.h"
#include "ui/common/elided_label.h"
#include "ui/common/state_pages.h"
#include "ui/jobs/dataset_opener.h"
#include "ui/library/dataset_issues_view.h"
#include "ui/library/dataset_page.h"
#include "ui/library/library_panel.h"
#include "ui/library/recent_files.h"
#include "ui/library/reference_view.h"
#include "ui/library/story_list_view.h"
#include "ui/player/frame_view.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextDocument>
#include <QThread>
#include <QTimer>
#include <QToolButton>
#include <QTreeWidget>
#include <atomic>
#include <chrono>
#include <thread>

using namespace storyscope;
using namespace storyscope::ui;

namespace {

/// Stories of five pictures with captions, a girl with a box, and a picture that is missing in every story whose number
/// ends in 3. Reading takes time, as on a disk.
class NumberedDataset : public datasets::StoryDataset {
public:
    explicit NumberedDataset(std::size_t stories) : m_size(stories) {}

    std::chrono::milliseconds pictureTime{0};
    mutable std::atomic<int> picturesRead = 0;

    std::string name() const override { return "Numbered"; }
    std::string format() const override { return "numbered"; }
    std::size_t size() const override { return m_size; }
    std::vector<datasets::Split> splits() const override { return {{"train", {0, 1, 2}}, {"test", {3, 4}}}; }
    std::vector<Issue> issues() const override {
        return {{Issue::Severity::Note, "story n0", "A note"},
                {Issue::Severity::Warning, "story n3, frame 2", "The picture is missing"},
                {Issue::Severity::Warning, "story n13, frame 2", "The picture is missing"}};
    }
    Story story(std::size_t index) const override {
        Story story;
        story.id = "n" + std::to_string(index);
        for (int number = 0; number < 5; ++number) {
            StoryFrame frame;
            frame.pictureName = "p" + std::to_string(number) + ".jpg";
            frame.caption = "a girl in Picture " + std::to_string(number) + " of story " + std::to_string(index);
            frame.entities = {{"char1", Entity::Kind::Character, {"girl"}, Box{0.25F, 0.25F, 0.5F, 0.5F}}};
            frame.groundings = {{2, 6, "char1"}};
            story.frames.push_back(frame);
        }
        return story;
    }
    Picture loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& /*wish*/) const override {
        std::this_thread::sleep_for(pictureTime);
        ++picturesRead;
        if (storyIndex % 10 == 3 && frameIndex == 2) {
            throw Error(ErrorCode::NotFound, "The picture is missing", inFile("p2.jpg"));
        }
        return plainPicture(64, 48, static_cast<std::uint8_t>(storyIndex), static_cast<std::uint8_t>(50 * frameIndex),
                            90);
    }

private:
    std::size_t m_size;
};

OpenDatasetPtr opened(const std::shared_ptr<NumberedDataset>& dataset) {
    return std::make_shared<const OpenDataset>(OpenDataset{dataset, QStringLiteral("/data/numbered"), QString(),
                                                           QStringLiteral("Numbered"), QStringLiteral("numbered"),
                                                           dataset->splits(), groupIssues(dataset->issues())});
}

void moveMouse(QWidget& widget, const QPointF& to) {
    QMouseEvent event(QEvent::MouseMove, to, widget.mapToGlobal(to), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
}

} // namespace

class LibraryTest : public QObject {
    Q_OBJECT

private slots:
    void fifty_thousand_stories_scroll_without_a_gap() {
        const auto dataset = std::make_shared<NumberedDataset>(50'000);
        dataset->pictureTime = std::chrono::milliseconds(5);
        DatasetPage page;
        page.resize(300, 700);
        page.setDataset(opened(dataset));
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page, test::patienceMs));
        QScrollBar* bar = page.list()->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 0);
        qint64 longest = 0;
        QElapsedTimer watch;
        QTimer beat;
        connect(&beat, &QTimer::timeout, &page, [&] { longest = std::max(longest, watch.restart()); });
        std::atomic<qint64> longestElsewhere = 0; // where nothing but the machine keeps a thread waiting
        std::jthread elsewhere([&](const std::stop_token& stop) {
            QElapsedTimer watchElsewhere;
            watchElsewhere.start();
            while (!stop.stop_requested()) {
                QThread::msleep(5);
                longestElsewhere = std::max<qint64>(longestElsewhere, watchElsewhere.restart());
            }
        });
        watch.start();
        beat.start(5);
        for (int step = 1; step <= 100; ++step) {
            bar->setValue(static_cast<int>(qint64{bar->maximum()} * step / 100));
            QTest::qWait(10);
        }
        qInfo("longest gap while scrolling: %lld ms, in another thread %lld ms", static_cast<long long>(longest),
              static_cast<long long>(longestElsewhere));
        QVERIFY2(longest < 100 + longestElsewhere, qPrintable(QString::number(longest)));
        const StoryListModel* model = qobject_cast<StoryListModel*>(page.list()->model());
        QTRY_VERIFY(model->cardAt(49'999) && model->cardAt(49'999)->pictures.size() == 5);
        QVERIFY2(dataset->picturesRead < 2000, "only what is looked at is read");
    }

    void a_missing_picture_on_a_card_is_told_from_one_that_is_there() {
        DatasetPage page;
        page.resize(300, 900);
        page.setDataset(opened(std::make_shared<NumberedDataset>(5)));
        page.show();
        const StoryListModel* model = qobject_cast<StoryListModel*>(page.list()->model());
        QTRY_VERIFY(model->cardAt(3) && model->cardAt(3)->pictures.size() == 5);
        QVERIFY(model->cardAt(3)->pictures[2].isNull());
        QVERIFY(!model->cardAt(3)->pictures[1].isNull());
    }

    void search_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("split");
        QTest::addColumn<int>("found");
        QTest::newRow("nothing: all") << QString() << 0 << 2000;
        QTest::newRow("an id") << QStringLiteral("n1234") << 0 << 1;
        QTest::newRow("words of a caption in any case and order") << QStringLiteral("1999 PICTURE") << 0 << 1;
        QTest::newRow("a split") << QString() << 1 << 3;
        QTest::newRow("within a split") << QStringLiteral("n2") << 1 << 1;
        QTest::newRow("not in the split") << QStringLiteral("n2") << 2 << 0;
        QTest::newRow("nowhere") << QStringLiteral("zebra") << 0 << 0;
    }

    void search() {
        QFETCH(QString, text);
        QFETCH(int, split);
        QFETCH(int, found);
        DatasetPage page;
        page.setDataset(opened(std::make_shared<NumberedDataset>(2000)));
        page.findChild<QComboBox*>(QStringLiteral("splitChoice"))->setCurrentIndex(split);
        page.findChild<QLineEdit*>(QStringLiteral("storySearch"))->setText(text);
        const auto* count = page.findChild<QLabel*>(QStringLiteral("storyCount"));
        QTRY_VERIFY(!count->text().startsWith(QStringLiteral("Searching")) &&
                    page.list()->model()->rowCount() == found);
        QTRY_COMPARE(page.pages()->state(), found > 0 ? StatePages::State::Ready : StatePages::State::Empty);
    }

    void the_latest_search_wins() {
        DatasetPage page;
        page.setDataset(opened(std::make_shared<NumberedDataset>(20'000)));
        auto* text = page.findChild<QLineEdit*>(QStringLiteral("storySearch"));
        text->setText(QStringLiteral("picture"));
        text->setText(QStringLiteral("n19999"));
        QTRY_COMPARE(page.list()->model()->rowCount(), 1);
        QTest::qWait(150);
        QCOMPARE(page.list()->model()->rowCount(), 1);
    }

    void enter_and_a_double_click_choose_a_story() {
        DatasetPage page;
        page.resize(300, 700);
        page.setDataset(opened(std::make_shared<NumberedDataset>(20)));
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page, test::patienceMs));
        QSignalSpy chosen(&page, &DatasetPage::storyChosen);
        page.list()->setCurrentIndex(page.list()->model()->index(1, 0));
        QTest::keyClick(page.list(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<std::size_t>(), std::size_t{1});
        const QPoint third = page.list()->visualRect(page.list()->model()->index(2, 0)).center();
        QTest::mouseClick(page.list()->viewport(), Qt::LeftButton, {}, third);
        QTest::mouseDClick(page.list()->viewport(), Qt::LeftButton, {}, third);
        QCOMPARE(chosen.last()[0].value<std::size_t>(), std::size_t{2});
    }

    void issues_are_grouped_and_lead_to_their_story() {
        DatasetPage page;
        page.setDataset(opened(std::make_shared<NumberedDataset>(20)));
        auto* button = page.findChild<QToolButton*>(QStringLiteral("datasetIssuesButton"));
        QVERIFY(button->text().contains(QLatin1Char('3')));
        auto* issues = page.findChild<QTreeWidget*>(QStringLiteral("datasetIssues"));
        QVERIFY(issues->isHidden());
        button->click();
        QVERIFY(!issues->isHidden());
        QCOMPARE(issues->topLevelItemCount(), 2);
        QTreeWidgetItem* missing = issues->topLevelItem(0);
        QVERIFY(missing->text(0).contains(QStringLiteral("2 × The picture is missing")));
        QCOMPARE(missing->childCount(), 2);
        emit issues->itemActivated(missing->child(1), 0);
        QTRY_COMPARE(page.list()->model()->rowCount(), 1);
        QCOMPARE(qobject_cast<StoryListModel*>(page.list()->model())->storyAt(0), std::size_t{13});
    }

    void the_place_of_an_issue_names_its_story_data() {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("id");
        QTest::newRow("with a frame") << QStringLiteral("story 45530, frame 3") << QStringLiteral("45530");
        QTest::newRow("after a file") << QStringLiteral("train.json, story a-7: row 2") << QStringLiteral("a-7");
        QTest::newRow("a file") << QStringLiteral("train.json") << QString();
    }

    void the_place_of_an_issue_names_its_story() {
        QFETCH(QString, place);
        QFETCH(QString, id);
        QCOMPARE(DatasetIssuesView::storyIn(place), id);
    }

    void a_story_becomes_pictures_and_says_which_file_is_missing() {
        const auto dataset = std::make_shared<NumberedDataset>(20);
        datasets::StoryMediaSource source({dataset, "/data/numbered", 13}, {}, Progress::none());
        QCOMPARE(source.frameCount(), 5);
        QCOMPARE(source.path().string(), std::string("/data/numbered#n13"));
        QCOMPARE(source.pictureName(2), std::string("p2.jpg"));
        QCOMPARE(source.frame(1, {}), dataset->picture(13, 1));
        QVERIFY(source.placeholderReason(1).empty());
        const Picture placeholder = source.frame(2, {});
        QCOMPARE(placeholder.width(), 64);
        QVERIFY(source.placeholderReason(2).find("p2.jpg") != std::string::npos);
        QCOMPARE(source.issues().size(), std::size_t{1});
        QVERIFY_EXCEPTION_THROWN(source.frame(5, {}), Error);
        const auto small = source.openSmallPictures({.width = 32, .height = 32});
        QCOMPARE(small->picture(2, {}).width(), 32);
        QCOMPARE(small->picture(4, {}).height(), 24);
    }

    void what_is_opened_is_recognised() {
        QVERIFY(!DatasetOpener::mayBeDataset({QStringLiteral("/a/walk.mp4")}));
        QVERIFY(!DatasetOpener::mayBeDataset({QStringLiteral("/a/1.jpg")}));
        QVERIFY(!DatasetOpener::mayBeDataset({QStringLiteral("/a/x"), QStringLiteral("/a/y")}));
        QVERIFY(DatasetOpener::mayBeDataset({QStringLiteral("/data/vist")}));
        DatasetOpener opener;
        QSignalSpy datasets(&opener, &DatasetOpener::opened);
        QSignalSpy media(&opener, &DatasetOpener::recognisedAsMedia);
        QSignalSpy failures(&opener, &Job::failed);
        opener.open(QStringLiteral("storyworld:seed=1,stories=50000"));
        QTRY_COMPARE(datasets.size(), 1);
        QCOMPARE(datasets[0][0].value<OpenDatasetPtr>()->dataset->size(), std::size_t{50'000});
        const QTemporaryDir folder;
        QFile(folder.filePath(QStringLiteral("1.png"))).open(QIODevice::WriteOnly);
        opener.open(folder.path());
        QTRY_COMPARE(media.size(), 1);
        QCOMPARE(media[0][0].toString(), folder.path());
        opener.open(QStringLiteral("storyworld:stories=none"));
        QTRY_COMPARE(failures.size(), 1);
    }

    void boxes_belong_to_one_frame_and_words_lead_to_them() {
        const Story story = NumberedDataset(3).story(1);
        const StoryEntities entities(story);
        FrameView view;
        view.resize(400, 300);
        view.showFrame(2, plainPicture(64, 48, 10, 20, 30));
        const QImage plain = view.grab().toImage();
        view.setEntities(entities.boxesOf(1));
        QVERIFY(!view.areEntitiesShown());
        QCOMPARE(view.grab().toImage(), plain);
        view.setEntities(entities.boxesOf(2));
        QVERIFY(view.areEntitiesShown());
        QVERIFY(view.grab().toImage() != plain);
        QVERIFY(view.accessibleName().contains(QStringLiteral("girl")));
        QSignalSpy hovered(&view, &FrameView::entityHovered);
        moveMouse(view, {200, 150});
        QCOMPARE(hovered.size(), 1);
        QCOMPARE(hovered[0][0].toString(), QStringLiteral("char1"));
        moveMouse(view, {3, 3});
        QCOMPARE(hovered.size(), 2);
        QVERIFY(hovered[1][0].toString().isEmpty());
    }

    void captions_link_their_words_and_stay_what_they_are() {
        Story story = NumberedDataset(3).story(1);
        story.frames[0].caption = "a <b>girl</b> & a \xC3\xA9toile";
        story.frames[0].groundings = {{5, 9, "char1"}, {6, 8, "char2"}, {18, 24, "obj1"}, {90, 99, "obj2"}};
        const StoryEntities entities(story);
        const QString rich = entities.richText(story.frames[0]);
        QCOMPARE(rich.count(QStringLiteral("<a ")), 2);
        QTextDocument document;
        document.setHtml(rich);
        QCOMPARE(document.toPlainText(), QString::fromUtf8(story.frames[0].caption.c_str()));
        QCOMPARE(entities.boxesOf(0).boxes[0].color, entities.boxesOf(4).boxes[0].color);
        ReferenceView view;
        view.setStory(story);
        QCOMPARE(view.sentences().size(), std::size_t{5});
        QCOMPARE(view.pages()->state(), StatePages::State::Ready);
        QSignalSpy hovered(&view, &ReferenceView::entityHovered);
        emit view.sentences()[1]->linkHovered(QStringLiteral("char1"));
        QCOMPARE(hovered.last()[0].toString(), QStringLiteral("char1"));
        const QString before = view.sentences()[1]->text();
        view.setHighlighted(QStringLiteral("char1"));
        QVERIFY(view.sentences()[1]->text() != before);
        view.clear();
        QCOMPARE(view.pages()->state(), StatePages::State::Empty);
    }

    void names_are_written_as_captions_write_them() {
        Story story = NumberedDataset(3).story(1);
        story.frames[0].caption = "The tall Girl waves.";
        story.frames[0].groundings = {{9, 13, "char1"}, {14, 19, "char1"}};
        QCOMPARE(StoryEntities(story).boxesOf(0).boxes[0].label, QStringLiteral("Girl"));
        QCOMPARE(StoryEntities(story).boxesOf(1).boxes[0].label, QStringLiteral("girl"));
        for (StoryFrame& frame : story.frames) {
            frame.groundings.clear();
        }
        QCOMPARE(StoryEntities(story).boxesOf(0).boxes[0].label, QStringLiteral("girl"));
    }

    void a_sentence_has_the_number_of_the_models_sentence_for_the_same_frame() {
        ReferenceView view;
        view.setStory(NumberedDataset(3).story(1));
        QCOMPARE(view.numbers()[4]->text(), QStringLiteral("⑤"));
        view.setToldFrames({0, 2, 4});
        QCOMPARE(view.numbers()[4]->text(), QStringLiteral("③"));
        QCOMPARE(view.numbers()[2]->text(), QStringLiteral("②"));
        QCOMPARE(view.numbers()[1]->text(), QStringLiteral("·"));
        QSignalSpy chosen(&view, &ReferenceView::frameChosen);
        view.resize(300, 400);
        view.show();
        QTest::mouseClick(view.sentences()[2], Qt::LeftButton, {}, {2, view.sentences()[2]->height() - 2});
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toInt(), 2);
    }

    void the_library_counts_what_the_command_line_counts() {
        DatasetPage page;
        page.setDataset(opened(std::make_shared<NumberedDataset>(1000)));
        const auto* counts = page.findChild<ElidedLabel*>(QStringLiteral("datasetCounts"));
        QTRY_COMPARE(counts->fullText(), QStringLiteral("5,000 frames · 5,000 captions"));
    }

    void the_panel_says_which_state_it_is_in() {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        RecentFiles files(&settings);
        LibraryPanel panel(&files);
        panel.resize(300, 700);
        const auto* pages = panel.findChild<StatePages*>(QStringLiteral("recentPages"));
        QCOMPARE(pages->state(), StatePages::State::Empty);
        panel.showOpening(QStringLiteral("x"));
        QCOMPARE(pages->state(), StatePages::State::Working);
        panel.showFailed(QStringLiteral("x.json is no data set"));
        QCOMPARE(pages->state(), StatePages::State::Failed);
        files.add({QStringLiteral("/data/numbered")});
        QCOMPARE(pages->state(), StatePages::State::Ready);
        panel.show();
        panel.showDataset(opened(std::make_shared<NumberedDataset>(20)));
        QVERIFY(panel.page()->isVisible());
        panel.findChild<QToolButton*>(QStringLiteral("libraryBack"))->click();
        QVERIFY(!panel.page()->isVisible());
        auto* forward = panel.findChild<QToolButton*>(QStringLiteral("libraryForward"));
        QVERIFY(forward->isVisible());
        forward->click();
        QVERIFY(panel.page()->isVisible());
        QCOMPARE(focusableWithoutName(panel), QStringList());
    }
};

QTEST_MAIN(LibraryTest)
#include "library_test.moc"
