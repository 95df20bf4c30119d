// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/focusable_names.h"
#include "tests/ui/hand_made.h"
#include "ui/common/message_banner.h"
#include "ui/common/picture_image.h"
#include "ui/common/text.h"
#include "ui/library/recent_files.h"
#include "ui/main/drop_target.h"
#include "ui/main/first_hints.h"
#include "ui/main/story_choices.h"

#include <QAction>
#include <QDropEvent>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUrl>

using namespace storyscope;
using namespace storyscope::ui;

class WindowPartsTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_folder.emplace();
        m_settings.emplace(m_folder->filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    }

    void a_banner_waits_until_it_is_closed_and_hides_details_until_asked() {
        QWidget window;
        MessageBanner banner(&window);
        QVERIFY(banner.text().isEmpty());
        banner.showMessage(MessageBanner::Kind::Error, QStringLiteral("It is no video (a.mp4)"),
                           QStringLiteral("At byte 7"));
        QCOMPARE(banner.text(), QStringLiteral("It is no video (a.mp4)"));
        const auto details = banner.findChildren<QLabel*>();
        const auto shown = [&] {
            return std::ranges::any_of(details, [&](const QLabel* label) {
                return label->text() == QLatin1String("At byte 7") && label->isVisibleTo(&banner);
            });
        };
        QVERIFY(!shown());
        for (auto* button : banner.findChildren<QToolButton*>()) {
            if (button->isCheckable()) {
                button->click();
            }
        }
        QVERIFY(shown());
        banner.findChild<QToolButton*>(QStringLiteral("closeMessageButton"))->click();
        QVERIFY(banner.text().isEmpty());
    }

    void recent_files_are_kept_newest_first_without_repeats() {
        {
            RecentFiles files(&*m_settings);
            for (int number = 0; number < 20; ++number) {
                files.add({QStringLiteral("/v/%1.mp4").arg(number)});
            }
            files.add({QStringLiteral("/v/15.mp4")});
            files.add({QStringLiteral("/p/a.png"), QStringLiteral("/p/b.png")});
        }
        const RecentFiles again(&*m_settings);
        QCOMPARE(again.entries().size(), RecentFiles::limit);
        QCOMPARE(again.entries()[0].size(), 2);
        QCOMPARE(again.entries()[1], QStringList(QStringLiteral("/v/15.mp4")));
        QCOMPARE(again.entries()[2], QStringList(QStringLiteral("/v/19.mp4")));
        QCOMPARE(RecentFiles::title(again.entries()[0]), QStringLiteral("2 pictures in p"));
    }

    void a_settings_file_with_nonsense_gives_no_recent_files() {
        m_settings->setValue(QStringLiteral("recentFiles/size"), QStringLiteral("many"));
        QCOMPARE(RecentFiles(&*m_settings).entries().size(), 0);
    }

    void dragged_files_are_shown_to_be_welcome_and_opened_when_dropped() {
        QWidget window;
        window.resize(300, 200);
        DropTarget target(&window);
        QSignalSpy dropped(&target, &DropTarget::dropped);
        QMimeData data;
        data.setUrls(
            {QUrl::fromLocalFile(QStringLiteral("/v/a b.mp4")), QUrl::fromLocalFile(QStringLiteral("/v/c.png"))});
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&window, &enter);
        QVERIFY(enter.isAccepted());
        QVERIFY(target.isHighlighted());
        QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&window, &drop);
        QVERIFY(!target.isHighlighted());
        QCOMPARE(dropped.size(), 1);
        QCOMPARE(dropped[0][0].toStringList(), (QStringList{QStringLiteral("/v/a b.mp4"), QStringLiteral("/v/c.png")}));
    }

    void what_is_no_local_file_is_refused() {
        QWidget window;
        DropTarget target(&window);
        QSignalSpy refused(&target, &DropTarget::refused);
        QMimeData web;
        web.setUrls({QUrl(QStringLiteral("https://example.org/a.mp4"))});
        QDragEnterEvent enterWeb(QPoint(5, 5), Qt::CopyAction, &web, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&window, &enterWeb);
        QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &web, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&window, &drop);
        QCOMPARE(refused.size(), 1);
        QMimeData text;
        text.setText(QStringLiteral("hello"));
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &text, Qt::LeftButton, {});
        enter.ignore();
        QCoreApplication::sendEvent(&window, &enter);
        QVERIFY(!target.isHighlighted());
    }

    void each_hint_is_shown_once() {
        QStringList shown;
        for (int start = 0; start < 5; ++start) {
            FirstHints hints(&*m_settings);
            hints.showNext();
            if (!hints.isHidden()) {
                shown << hints.findChild<QLabel*>(QStringLiteral("hintText"))->text();
            }
        }
        QCOMPARE(shown.size(), 3);
        QCOMPARE(QSet<QString>(shown.begin(), shown.end()).size(), 3);
    }

    void choices_make_the_request() {
        QWidget window;
        StoryChoices choices(&window);
        QSignalSpy changed(&choices, &StoryChoices::changed);
        models::ModelInfo first;
        first.name = "StoryWorld";
        first.path = "/models/storyworld";
        models::ModelInfo second;
        second.name = "Mine";
        second.path = "/models/mine";
        choices.setModels({first, second});
        QCOMPARE(choices.modelFolder(), QStringLiteral("/models/storyworld"));
        QCOMPARE(changed.size(), 0);
        QCOMPARE(choices.request().options.noRepeatInStory, 0);
        choices.modelMenu()->actions()[1]->trigger();
        window.findChild<QAction*>(QStringLiteral("frames8"))->trigger();
        window.findChild<QAction*>(QStringLiteral("decodeBeam"))->trigger();
        window.findChild<QAction*>(QStringLiteral("framesByScene"))->trigger();
        window.findChild<QAction*>(QStringLiteral("withoutRepeats"))->trigger();
        QCOMPARE(changed.size(), 5);
        const StoryRequest request = choices.request();
        QCOMPARE(request.modelFolder, std::filesystem::path("/models/mine"));
        QCOMPARE(request.frameCount, 8);
        QCOMPARE(request.options.decoding, Decoding::Beam);
        QCOMPARE(request.options.noRepeatInStory, 4);
        QCOMPARE(request.frameChoice, FrameChoice::ByScene);
        choices.setModels({first, second});
        QCOMPARE(choices.modelName(), QStringLiteral("Mine"));
    }

    void a_picture_becomes_an_image_without_a_copy_and_outlives_its_owner() {
        QImage image;
        {
            const Picture picture = NumberedSource::pictureOf(9);
            image = toImage(picture);
            QCOMPARE(static_cast<const void*>(image.constBits()), static_cast<const void*>(picture.data()));
        }
        QCOMPARE(image.pixelColor(15, 7), QColor(9, 50, 200));
        QVERIFY(toImage(Picture()).isNull());
    }

    void times_read_as_clocks_do_data() {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << 0.0 << QStringLiteral("00:00.00");
        QTest::newRow("hundredths") << 3.125 << QStringLiteral("00:03.13");
        QTest::newRow("rounding over") << 59.999 << QStringLiteral("01:00.00");
        QTest::newRow("hours") << 3725.5 << QStringLiteral("1:02:05.50");
        QTest::newRow("negative") << -2.0 << QStringLiteral("00:00.00");
    }

    void times_read_as_clocks_do() {
        QFETCH(double, seconds);
        QFETCH(QString, text);
        QCOMPARE(timeText(seconds), text);
    }

private:
    std::optional<QTemporaryDir> m_folder;
    std::optional<QSettings> m_settings;
};

QTEST_MAIN(WindowPartsTest)
#include "window_parts_test.moc"
