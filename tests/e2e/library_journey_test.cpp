// SPDX-License-Identifier: GPL-3.0-or-later
// Journeys of a person with data sets and own pictures through the real window.
#include "tests/e2e/real_window.h"
#include "ui/common/caption_view.h"
#include "ui/library/dataset_page.h"
#include "ui/library/reference_view.h"
#include "ui/library/story_list_view.h"
#include "ui/player/frame_view.h"

#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTextDocument>

using namespace storyscope;

namespace {

constexpr int storyTimeoutMs = 60'000;

QString shared(const char* path) {
    return QStringLiteral(STORYSCOPE_SHARED_DATA "/data/") + QLatin1String(path);
}

} // namespace

class LibraryJourneyTest : public QObject {
    Q_OBJECT

private slots:
    void a_dropped_folder_of_own_photographs_tells_its_story() {
        const QString folder = shared("vist/pendulibrium");
        if (!QFileInfo::exists(folder)) {
            QSKIP("The shared data has no folder vist/pendulibrium");
        }
        test::RealWindow person;
        QSignalSpy finished(person.window().session(), &ui::StorySession::storyFinished);
        QVERIFY(person.dragFiles({folder}, &person.window()));
        QVERIFY2(finished.wait(storyTimeoutMs), qPrintable(person.bannerText()));
        QCOMPARE(person.window().player()->frameCount(), 5);
        QTRY_COMPARE(person.frameView()->shownFrame(), 0);
        QCOMPARE(person.window().session()->story()->result.frames.size(), std::size_t{5});
        for (int frame = 1; frame <= 5; ++frame) {
            const auto* caption = person.find<ui::CaptionView>(qPrintable(QStringLiteral("caption%1").arg(frame)));
            QVERIFY(caption != nullptr && caption->isVisible() && !caption->text().isEmpty());
        }
        QVERIFY(!person.find<ui::ReferenceView>("referenceView")->isVisible());
    }

    void a_data_set_is_searched_and_opened_by_keyboard_alone() {
        test::RealWindow person;
        person.window().open({QStringLiteral("storyworld:seed=1,stories=300")});
        auto* page = person.window().findChild<ui::DatasetPage*>();
        QTRY_VERIFY(page->isVisible());
        person.typeKey("Control_L", "f");
        QTRY_VERIFY(person.find<QLineEdit>("storySearch")->hasFocus());
        person.typeText(QStringLiteral("123"));
        QTRY_COMPARE(page->list()->model()->rowCount(), 1);
        person.typeKey("Down");
        QTRY_VERIFY(page->list()->hasFocus());
        person.typeKey("Return");
        const auto openedStory = [&] {
            const auto source = person.window().player()->source();
            return source ? QString::fromStdString(source->path().string()) : QString();
        };
        QTRY_COMPARE(openedStory(), QStringLiteral("storyworld:seed=1,stories=300#storyworld-123"));
        QVERIFY2(page->list()->hasFocus(), "who goes through the list goes on there");

        person.typeKey("Control_L", "f");
        person.typeKey("Delete"); // what is found is selected
        QTRY_COMPARE(page->list()->model()->rowCount(), 300);
        person.typeKey("Tab");
        QTRY_VERIFY(person.find<QWidget>("splitChoice")->hasFocus());
        person.typeKey("Tab");
        QTRY_VERIFY(page->list()->hasFocus());
        person.typeKey("Home");
        person.typeKey("Down");
        person.typeKey("Return");
        QTRY_COMPARE(openedStory(), QStringLiteral("storyworld:seed=1,stories=300#storyworld-2"));
    }

    void a_word_and_its_box_find_each_other_under_the_mouse() {
        const QString folder = shared("storyreasoning/lookalike");
        if (!QFileInfo::exists(folder)) {
            QSKIP("The shared data has no folder storyreasoning/lookalike");
        }
        test::RealWindow person;
        person.window().open({folder});
        auto* page = person.window().findChild<ui::DatasetPage*>();
        QTRY_VERIFY(page->isVisible());
        page->list()->setCurrentIndex(page->list()->model()->index(0, 0));
        page->list()->setFocus();
        person.typeKey("Return");
        QTRY_VERIFY(person.frameView()->areEntitiesShown());
        auto* reference = person.find<ui::ReferenceView>("referenceView");
        QTRY_VERIFY(reference->isVisible() && !reference->visibleRegion().isEmpty());

        const ui::EntityBox entity = person.frameView()->entities().boxes.front();
        const QRectF picture = person.frameView()->pictureRect();
        moveTo(person, person.frameView(),
               {qRound(picture.left() + picture.width() * double(entity.box.left + entity.box.width / 2)),
                qRound(picture.top() + picture.height() * double(entity.box.top + entity.box.height / 2))});
        QTRY_VERIFY(!person.frameView()->entities().highlighted.isEmpty());
        const QString pointedAt = person.frameView()->entities().highlighted;
        QTRY_VERIFY(reference->sentences().front()->text().contains(QStringLiteral("underline")));

        moveTo(person, person.frameView(), {2, 2});
        QTRY_VERIFY(person.frameView()->entities().highlighted.isEmpty());
        QVERIFY(!reference->sentences().front()->text().contains(QStringLiteral("underline")));

        QLabel* sentence = reference->sentences().front();
        bool isFound = false;
        for (int x = 4; x < sentence->width() && !isFound; x += 6) {
            moveTo(person, sentence, {x, sentence->fontMetrics().height() / 2});
            isFound = person.frameView()->entities().highlighted == pointedAt;
        }
        QVERIFY2(isFound, "the words of the box are in the first line");
    }

private:
    static void moveTo(test::RealWindow& person, QWidget* widget, const QPoint& place) {
        const QPoint global = widget->mapToGlobal(place);
        person.input().moveTo(global.x(), global.y());
        QTest::qWait(60);
    }
};

QTEST_MAIN(LibraryJourneyTest)
#include "library_journey_test.moc"
