// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/hand_made.h"
#include "ui/common/state_pages.h"
#include "ui/library/media_issues_button.h"
#include "ui/library/media_issues_panel.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace storyscope;
using namespace storyscope::ui;

namespace {

class DamagedSource : public NumberedSource {
public:
    using NumberedSource::NumberedSource;

    std::vector<Issue> found;
    std::vector<media::DamagedRange> damaged;
    bool isRead = true;

    std::vector<Issue> issues() const override { return found; }
    std::vector<media::DamagedRange> damagedRanges() const override { return damaged; }
    bool isComplete() const override { return isRead; }
};

std::shared_ptr<DamagedSource> damagedVideo() {
    const auto source = std::make_shared<DamagedSource>(200);
    source->found = {{Issue::Severity::Note, "numbered.mp4", "The video is HDR"},
                     {Issue::Severity::Warning, "frames 150–160", "Times run backwards"}};
    source->damaged = {{40, 44, 3}, {155, 156, 0}};
    return source;
}

} // namespace

class MediaIssuesTest : public QObject {
    Q_OBJECT

private slots:
    void issues_and_damaged_ranges_are_listed_once_in_the_order_of_the_frames() {
        MediaIssuesModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.show(damagedVideo().get());
        QCOMPARE(model.rowCount(), 3);
        const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(text(0, MediaIssuesModel::Text), QStringLiteral("The video is HDR"));
        QVERIFY(text(1, MediaIssuesModel::Place).contains(QStringLiteral("40–44")));
        QVERIFY(text(1, MediaIssuesModel::Text).contains(QLatin1String("damaged")));
        QCOMPARE(text(1, MediaIssuesModel::Severity), QStringLiteral("Problem"));
        QCOMPARE(text(2, MediaIssuesModel::Text), QStringLiteral("Times run backwards"));
        QCOMPARE(model.worst(), Issue::Severity::Problem);
    }

    void each_row_leads_to_its_frame_and_a_whole_file_to_none() {
        MediaIssuesModel model;
        model.show(damagedVideo().get());
        QCOMPARE(model.frameOf(model.index(0, 0)), std::nullopt);
        QCOMPARE(model.frameOf(model.index(1, 2)), std::optional(40));
        QCOMPARE(model.frameOf(model.index(2, 1)), std::optional(150));
    }

    void enter_and_a_double_click_jump_there() {
        MediaIssuesPanel panel;
        panel.setSource(damagedVideo());
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel, test::patienceMs));
        auto* list = panel.findChild<QTreeView*>(QStringLiteral("mediaIssuesList"));
        QSignalSpy jumps(&panel, &MediaIssuesPanel::jumpRequested);
        list->setCurrentIndex(panel.model()->index(1, 0));
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(jumps.size(), 1);
        QCOMPARE(jumps[0][0].toInt(), 40);
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(jumps.last()[0].toInt(), 150);
        const QPoint row = list->visualRect(panel.model()->index(1, 2)).center();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, row);
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, row);
        QCOMPARE(jumps.last()[0].toInt(), 40);
    }

    void what_is_found_later_is_added_and_the_chosen_row_stays_otherwise() {
        const auto source = damagedVideo();
        MediaIssuesPanel panel;
        panel.setSource(source);
        auto* list = panel.findChild<QTreeView*>(QStringLiteral("mediaIssuesList"));
        list->setCurrentIndex(panel.model()->index(2, 0));
        panel.refreshSoon();
        QTest::qWait(300);
        QCOMPARE(list->currentIndex().row(), 2);
        source->damaged.push_back({180, 199, 18});
        panel.refreshSoon();
        QTRY_COMPARE(panel.model()->rowCount(), 4);
    }

    void the_panel_says_which_state_it_is_in() {
        MediaIssuesPanel panel;
        auto* pages = panel.findChild<StatePages*>();
        QCOMPARE(pages->state(), StatePages::State::Empty);
        panel.showFailed(QStringLiteral("x.mp4 is no video"));
        QCOMPARE(pages->state(), StatePages::State::Failed);
        const auto source = std::make_shared<DamagedSource>(200);
        source->isRead = false;
        panel.setSource(source);
        QCOMPARE(pages->state(), StatePages::State::Working);
        source->isRead = true;
        panel.setSource(source);
        QCOMPARE(pages->state(), StatePages::State::Empty);
        QVERIFY(pages->message().contains(QStringLiteral("numbered.mp4")));
        panel.setSource(damagedVideo());
        QCOMPARE(pages->state(), StatePages::State::Ready);
        panel.showFailed(QStringLiteral("another file is no video"));
        QCOMPARE(pages->state(), StatePages::State::Ready);
    }

    void the_button_is_there_only_if_something_is_wrong() {
        MediaIssuesPanel panel;
        QAction toggle;
        QWidget bar;
        MediaIssuesButton button(panel.model(), &toggle, &bar);
        QVERIFY(button.isHidden());
        panel.setSource(damagedVideo());
        QVERIFY(!button.isHidden());
        QVERIFY(button.text().contains(QLatin1String("issue")));
        QSignalSpy toggled(&toggle, &QAction::triggered);
        button.click();
        QCOMPARE(toggled.size(), 1);
        panel.setSource(nullptr);
        QVERIFY(button.isHidden());
    }
};

QTEST_MAIN(MediaIssuesTest)
#include "media_issues_test.moc"
