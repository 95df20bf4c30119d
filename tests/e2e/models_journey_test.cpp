// SPDX-License-Identifier: GPL-3.0-or-later
// The journey of a person who uses the keyboard only from an unfamiliar video to a captioner's story.
#include "core/base/paths.h"
#include "tests/e2e/real_window.h"
#include "tests/support/hub_server.h"
#include "tests/support/tiny_captioner.h"
#include "ui/common/text.h"
#include "ui/main/model_session.h"
#include "ui/models/models_dialog.h"

#include <QDirIterator>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace storyscope;

namespace {

/// Offers a tiny captioner under BLIP's name.
void publish(test::HubServer& hub, const QString& folder) {
    test::writeTinyCaptioner(ui::toPath(folder));
    hub.repository = "Salesforce/blip-image-captioning-base";
    for (QDirIterator files(folder, QDir::Files); files.hasNext();) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const std::string name = files.fileName().toStdString();
        hub.files[name] = {.bytes = file.readAll().toStdString(), .isLarge = name == "model.safetensors"};
    }
}

} // namespace

class ModelsJourneyTest : public QObject {
    Q_OBJECT

private slots:
    void a_captioner_is_fetched_and_tells_by_keyboard_alone() {
        const QTemporaryDir home;
        test::HubServer hub;
        publish(hub, home.filePath(QStringLiteral("captioner")));
        qputenv("no_proxy", "127.0.0.1");
        qputenv("HF_ENDPOINT", hub.address().c_str());
        qputenv("HF_HUB_CACHE", QFile::encodeName(home.filePath(QStringLiteral("hub"))));
        test::RealWindow person;
        QVERIFY(person.openQuietly(ui::toText(resourcesPath() / "samples" / "bicycle-lost-and-found.mp4")));
        person.typeKey("Control_L", "m");
        ui::ModelsDialog* page = nullptr;
        QTRY_VERIFY((page = person.window().findChild<ui::ModelsDialog*>()) != nullptr && page->isVisible());
        QVERIFY(person.activate(page));
        auto* list = page->findChild<QListView*>();
        QTRY_VERIFY(list->hasFocus());
        QTRY_COMPARE(list->currentIndex().data().toString(), QStringLiteral("StoryWorld"));
        person.typeKey("Down");
        QTRY_COMPARE(list->currentIndex().data().toString(), QStringLiteral("BLIP base"));
        goTo(person, "downloadButton");
        person.typeKey("space");
        auto* download = page->findChild<QPushButton*>(QStringLiteral("downloadButton"));
        auto* store = person.window().models()->store();
        QTRY_COMPARE(store->download().state, ui::ModelDownload::State::Offered);
        QVERIFY2(!download->hasFocus(), "nobody agrees by pressing one key twice");
        person.typeKey("Shift_L", "Tab");
        QTRY_VERIFY(download->hasFocus());
        person.typeKey("space");
        QTRY_VERIFY(store->captioner() != nullptr);
        QTRY_VERIFY(page->findChild<QPushButton*>(QStringLiteral("useModelButton"))->isVisible());
        QSignalSpy finished(person.window().session(), &ui::StorySession::storyFinished);
        goTo(person, "useModelButton");
        person.typeKey("space");
        QVERIFY2(finished.wait(test::patienceMs), qPrintable(person.bannerText()));
        QVERIFY(person.window().session()->story()->result.modelPath.find("models--Salesforce--blip") !=
                std::string::npos);
        QCOMPARE(person.window().choices()->modelName(), QStringLiteral("BLIP base"));
        person.typeKey("Escape");
        QTRY_VERIFY(person.window().findChild<ui::ModelsDialog*>() == nullptr);
    }

private:
    /// By Tab, as the order of the page has it.
    static void goTo(test::RealWindow& person, const char* name) {
        const auto* page = person.window().findChild<ui::ModelsDialog*>();
        const auto* wanted = page->findChild<QWidget*>(QString::fromLatin1(name));
        constexpr int longestWay = 16;
        for (int step = 0; step < longestWay && !wanted->hasFocus(); ++step) {
            person.typeKey("Tab");
            QTest::qWait(50);
        }
        QVERIFY2(wanted->hasFocus(), name);
    }
};

QTEST_MAIN(ModelsJourneyTest)
#include "models_journey_test.moc"
