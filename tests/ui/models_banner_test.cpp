// SPDX-License-Identifier: GPL-3.0-or-later
#include "models_fixture.h"
#include "tests/ui/hand_made.h"
#include "ui/common/message_banner.h"
#include "ui/main/main_window.h"
#include "ui/main/model_session.h"
#include "ui/models/models_dialog.h"
#include "ui/models/transfer_rate.h"

#include <QListView>
#include <QMenu>
#include <QTest>
#include <QToolButton>
#include <optional>

using namespace storyscope;
using namespace storyscope::ui;

namespace {

ToldStoryPtr unfamiliarStory() {
    ToldStory story = *handMadeStory();
    for (ToldFrame& frame : story.result.frames) {
        frame.unfamiliarity = 3;
    }
    return std::make_shared<const ToldStory>(story);
}

} // namespace

/// What is said of a video that is unlike the training data, and where that leads.
class ModelsBannerTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_home.emplace();
        m_window.emplace(&m_home->settings);
        m_window->resize(1280, 800);
        m_window->show();
    }
    void cleanup() {
        m_window.reset();
        m_home.reset();
    }

    void an_unfamiliar_video_leads_to_a_captioner_and_says_what_it_costs() {
        QTRY_VERIFY(m_window->models()->store()->isListed());
        emit m_window->session()->storyFinished(unfamiliarStory());
        QVERIFY2(banner()->text().contains(QStringLiteral("990 MB")), qPrintable(banner()->text()));
        QTRY_VERIFY(banner()->text().contains(QStringLiteral("s per frame")));
        QTest::mouseClick(offer(), Qt::LeftButton);
        const auto* page = m_window->findChild<ModelsDialog*>();
        QVERIFY(page != nullptr && page->isVisible());
        QTRY_COMPARE(page->findChild<QListView*>()->currentIndex().data().toString(), QStringLiteral("BLIP base"));
        QVERIFY(m_home->hub.hubRequests().empty());
    }

    void the_cost_does_not_overwrite_another_message() {
        emit m_window->session()->storyFinished(unfamiliarStory());
        banner()->showMessage(MessageBanner::Kind::Error, QStringLiteral("Something else"));
        QTRY_VERIFY(m_window->models()->store()->speed().has_value());
        QCOMPARE(banner()->text(), QStringLiteral("Something else"));
    }

    void the_warning_goes_when_another_story_is_told_without_cause_for_it() {
        emit m_window->session()->storyFinished(unfamiliarStory());
        QVERIFY(!banner()->text().isEmpty());
        emit m_window->session()->storyFinished(handMadeStory());
        QCOMPARE(banner()->text(), QString());
        banner()->showMessage(MessageBanner::Kind::Hint, QStringLiteral("Something else"));
        emit m_window->session()->storyFinished(handMadeStory());
        QCOMPARE(banner()->text(), QStringLiteral("Something else"));
    }

    void where_there_is_a_captioner_it_is_offered() {
        m_window->models()->store()->import(toText(m_home->elsewhere()));
        QTRY_VERIFY(m_window->models()->store()->captioner() != nullptr);
        emit m_window->session()->storyFinished(unfamiliarStory());
        QVERIFY(!banner()->text().contains(QStringLiteral("download")));
        QCOMPARE(offer()->text(), QStringLiteral("Tell with captioner"));
        QTest::mouseClick(offer(), Qt::LeftButton);
        QCOMPARE(m_window->choices()->modelName(), QStringLiteral("captioner"));
    }

    void models_that_are_here_can_be_chosen_and_the_page_is_below_them() {
        m_window->models()->store()->import(toText(m_home->elsewhere()));
        QTRY_VERIFY(m_window->models()->store()->captioner() != nullptr);
        const QList<QAction*> actions = m_window->choices()->modelMenu()->actions();
        QCOMPARE(actions.size(), 4);
        QCOMPARE(actions[1]->text(), QStringLiteral("captioner"));
        QCOMPARE(actions.last(), m_window->actionSet()->models);
    }

    void speed_and_time_left_follow_the_last_seconds() {
        TransferRate rate;
        QVERIFY(!rate.bytesPerSecond());
        rate.add(0, 500'000); // what was here already is no speed
        QVERIFY(!rate.bytesPerSecond());
        rate.add(1000, 1'500'000);
        QCOMPARE(*rate.bytesPerSecond(), 1e6);
        QCOMPARE(*rate.secondsLeft(3'500'000), 2.0);
        for (int second = 2; second <= 20; ++second) {
            rate.add(second * 1000, 1'500'000 + (second - 1) * 100'000);
        }
        QCOMPARE(*rate.bytesPerSecond(), 1e5);
        for (int second = 21; second <= 40; ++second) {
            rate.add(second * 1000, 3'400'000);
        }
        QVERIFY(!rate.secondsLeft(9'000'000)); // it stands still
    }

private:
    MessageBanner* banner() { return m_window->findChild<MessageBanner*>(); }
    QToolButton* offer() { return banner()->findChild<QToolButton*>(QStringLiteral("messageOfferButton")); }

    std::optional<test::ModelsHome> m_home;
    std::optional<MainWindow> m_window;
};

QTEST_MAIN(ModelsBannerTest)
#include "models_banner_test.moc"
