// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/paths.h"
#include "focusable_names.h"
#include "models_fixture.h"
#include "ui/common/message_banner.h"
#include "ui/models/fact_list.h"
#include "ui/models/model_list_model.h"
#include "ui/models/model_store.h"
#include "ui/models/models_dialog.h"
#include "ui/settings/settings.h"

#include <QLabel>
#include <QListView>
#include <QProgressBar>
#include <QPushButton>
#include <QTest>
#include <QTextBrowser>
#include <QTextTable>
#include <QToolButton>
#include <optional>

using namespace storyscope;
using namespace storyscope::ui;
namespace fs = std::filesystem;

namespace {

const QString blip = QStringLiteral("Salesforce/blip-image-captioning-base");

} // namespace

/// The models page: what is here, what can be had, and what can be done with it.
class ModelsPageTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_home.emplace();
        open();
    }
    void cleanup() {
        m_page.reset();
        m_store.reset();
        m_home.reset();
    }

    void what_is_here_and_what_can_be_had_are_listed();
    void headings_are_not_chosen_by_keys();
    void nothing_is_fetched_without_a_question();
    void a_download_shows_how_far_it_is_and_ends_on_the_list();
    void a_cancelled_download_keeps_what_came_and_goes_on_from_there();
    void a_download_goes_on_when_the_page_is_closed();
    void every_failure_is_one_sentence_and_installs_nothing_data();
    void every_failure_is_one_sentence_and_installs_nothing();
    void the_default_persists();
    void removing_asks_first();
    void a_removed_default_gives_way_to_the_bundled_model();
    void damage_is_found();
    void an_imported_model_stays_where_it_is_data();
    void an_imported_model_stays_where_it_is();
    void what_is_no_model_is_not_imported_data();
    void what_is_no_model_is_not_imported();
    void the_card_is_shown_without_its_pictures();
    void a_table_without_headings_begins_with_what_is_in_it();
    void the_cost_on_this_machine_is_measured();
    void everything_has_a_name();

private:
    void open() {
        m_store.emplace(&m_home->settings);
        m_page.emplace(&*m_store);
        m_store->refresh();
        m_page->show();
        QVERIFY(QTest::qWaitFor([&] { return m_store->isListed(); }, test::patienceMs));
    }
    QPushButton* button(const char* name) { return m_page->findChild<QPushButton*>(QString::fromLatin1(name)); }
    QString said() { return m_page->findChild<QLabel*>(QStringLiteral("downloadState"))->text(); }
    MessageBanner* banner() { return m_page->findChild<MessageBanner*>(); }
    void press(const char* name) {
        QVERIFY2(button(name)->isVisible() && button(name)->isEnabled(), name);
        QTest::mouseClick(button(name), Qt::LeftButton);
    }
    bool awaits(ModelDownload::State state) {
        return QTest::qWaitFor([&] { return m_store->download().state == state; }, test::patienceMs);
    }
    /// Everything that the visible page states, "label: value".
    QStringList facts() {
        QStringList lines;
        for (const FactList* list : m_page->findChildren<FactList*>()) {
            for (const FactList::Fact& fact : list->isVisible() ? list->facts() : QList<FactList::Fact>()) {
                lines.append(fact.label + QStringLiteral(": ") + fact.value);
            }
        }
        return lines;
    }
    void agree() {
        m_page->choose(blip);
        press("downloadButton");
        QVERIFY2(awaits(ModelDownload::State::Offered), qPrintable(said()));
        press("downloadButton");
    }
    void install() {
        agree();
        QVERIFY(
            QTest::qWaitFor([&] { return m_store->findPublished(blip.toStdString()) != nullptr; }, test::patienceMs));
    }

    std::optional<test::ModelsHome> m_home;
    std::optional<ModelStore> m_store;
    std::optional<ModelsDialog> m_page;
};

void ModelsPageTest::what_is_here_and_what_can_be_had_are_listed() {
    const QAbstractItemModel* model = m_page->findChild<QListView*>()->model();
    QStringList names;
    for (int row = 0; row < model->rowCount(); ++row) {
        names.append(model->index(row, 0).data().toString());
    }
    QCOMPARE(names, (QStringList{"On this computer", "StoryWorld", "Can be downloaded", "BLIP base", "GIT base, VATEX",
                                 "GIT base, COCO", "GIT base", "ViT and GPT-2"}));
    QVERIFY2(facts().contains(QStringLiteral("Licence: GPL-3.0-or-later")),
             qPrintable(facts().join(QLatin1Char(0x0A))));
    QVERIFY(facts().contains(QStringLiteral("From: Comes with Storyscope")));
    QVERIFY(!button("defaultModelButton")->isEnabled()); // it is
    QVERIFY(!button("removeModelButton")->isEnabled());
    QVERIFY(m_home->hub.hubRequests().empty());
}

void ModelsPageTest::headings_are_not_chosen_by_keys() {
    auto* list = m_page->findChild<QListView*>();
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Home);
    QCOMPARE(list->currentIndex().data().toString(), QStringLiteral("StoryWorld"));
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(list->currentIndex().data().toString(), QStringLiteral("BLIP base"));
    QVERIFY(button("downloadButton")->isVisible());
    QTest::keyClick(list, Qt::Key_Up);
    QCOMPARE(list->currentIndex().data().toString(), QStringLiteral("StoryWorld"));
}

void ModelsPageTest::nothing_is_fetched_without_a_question() {
    m_page->choose(blip);
    QVERIFY(facts().contains(QStringLiteral("Licence: BSD-3-Clause")));
    QVERIFY(facts().contains(QStringLiteral("Download: about 990 MB")));
    press("downloadButton");
    QVERIFY(awaits(ModelDownload::State::Offered));
    QVERIFY2(said().startsWith(QStringLiteral("Download 4 file(s) from 127.0.0.1?")), qPrintable(said()));
    const QString all = facts().join(QLatin1Char('\n'));
    QVERIFY2(all.contains(QStringLiteral("Licence: bsd-3-clause")), qPrintable(all));
    QVERIFY(all.contains(QStringLiteral("Free disk space: ")));
    QVERIFY(all.contains(QStringLiteral("Destination: ") + toText(m_home->cached())));
    QVERIFY(!fs::exists(m_home->cached()));
    QVERIFY(m_home->hub.storeRequests().empty());
    press("leaveDownloadButton");
    QCOMPARE(m_store->download().state, ModelDownload::State::None);
    QVERIFY(m_home->hub.storeRequests().empty());
}

void ModelsPageTest::a_download_shows_how_far_it_is_and_ends_on_the_list() {
    m_home->slowDown(20);
    agree();
    QVERIFY(awaits(ModelDownload::State::Running));
    auto* bar = m_page->findChild<QProgressBar*>(QStringLiteral("downloadBar"));
    QVERIFY(bar->isVisible());
    QTRY_VERIFY(said().contains(QStringLiteral("/s")) && said().contains(QStringLiteral("left")));
    QVERIFY(bar->value() > 0 && bar->value() < bar->maximum());
    QTRY_VERIFY(m_home->isInstalled());
    QTRY_VERIFY(m_store->findPublished(blip.toStdString()) != nullptr);
    const QModelIndex current = m_page->findChild<QListView*>()->currentIndex();
    QCOMPARE(current.data().toString(), QStringLiteral("BLIP base"));
    QVERIFY(!current.data(ModelListModel::FolderRole).toString().isEmpty());
    QVERIFY(button("useModelButton")->isVisible() && button("useModelButton")->isEnabled());
    QVERIFY(facts().contains(QStringLiteral("Licence: bsd-3-clause")));
}

void ModelsPageTest::a_cancelled_download_keeps_what_came_and_goes_on_from_there() {
    m_home->slowDown(20);
    agree();
    QTRY_VERIFY(m_store->download().doneBytes > 30'000);
    press("leaveDownloadButton");
    QCOMPARE(m_store->download().state, ModelDownload::State::Stopped);
    QVERIFY2(said().contains(QStringLiteral("kept")), qPrintable(said()));
    QVERIFY(!m_home->isInstalled());
    m_home->hub.fault = {};
    press("downloadButton");
    QVERIFY(awaits(ModelDownload::State::Offered));
    QVERIFY2(said().contains(QStringLiteral("here already")), qPrintable(said()));
    press("downloadButton");
    QTRY_VERIFY(m_home->isInstalled());
    QVERIFY(!m_home->hub.storeRequests().back().header("range").empty());
    QCOMPARE(test::ModelsHome::bytesOf(m_home->cached() / "snapshots" / m_home->hub.commit / "model.safetensors"),
             m_home->hub.files.at("model.safetensors").bytes);
}

void ModelsPageTest::a_download_goes_on_when_the_page_is_closed() {
    m_home->slowDown(10);
    agree();
    QVERIFY(awaits(ModelDownload::State::Running));
    m_page.reset();
    QTRY_VERIFY(m_home->isInstalled());
    QTRY_VERIFY(m_store->captioner() != nullptr);
}

void ModelsPageTest::every_failure_is_one_sentence_and_installs_nothing_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("words");
    QTest::newRow("gone") << 404 << QStringLiteral("has no model Salesforce/blip-image-captioning-base");
    QTest::newRow("no access") << 401 << QStringLiteral("without an access token");
    QTest::newRow("too many") << 429 << QStringLiteral("too many requests");
    QTest::newRow("broken server") << 503 << QStringLiteral("has trouble");
    QTest::newRow("web page") << 200 << QStringLiteral("sent a web page");
    QTest::newRow("offline") << -1 << QStringLiteral("HF_HUB_OFFLINE forbids it");
    QTest::newRow("cut") << -2 << QStringLiteral("what came is kept");
    QTest::newRow("nobody there") << -3 << QStringLiteral("Cannot reach");
}

void ModelsPageTest::every_failure_is_one_sentence_and_installs_nothing() {
    QFETCH(int, status);
    QFETCH(QString, words);
    if (status == -1) {
        qputenv("HF_HUB_OFFLINE", "1");
    } else if (status == -3) {
        qputenv("HF_ENDPOINT", "http://127.0.0.1:9");
    }
    m_home->hub.fault = [&](const test::ServerRequest& request) -> std::optional<test::ServerAnswer> {
        if (status == -2 && request.path.starts_with("/store/")) {
            test::ServerAnswer answer =
                test::HubServer::content(request, m_home->hub.files.at("model.safetensors").bytes);
            answer.cutAfter = 1000;
            return answer;
        }
        if (status > 0) {
            return test::ServerAnswer{.status = status, .headers = {"Content-Type: text/html"}, .body = "<html>"};
        }
        return std::nullopt;
    };
    m_page->choose(blip);
    press("downloadButton");
    if (status == -2) {
        QVERIFY(awaits(ModelDownload::State::Offered));
        press("downloadButton");
    }
    QVERIFY(awaits(ModelDownload::State::Failed));
    QVERIFY2(said().contains(words), qPrintable(said()));
    QVERIFY(!m_home->isInstalled());
    QVERIFY(m_store->captioner() == nullptr);
    QCOMPARE(button("downloadButton")->text(), QStringLiteral("&Try again"));
    m_home->hub.fault = {};
    qunsetenv("HF_HUB_OFFLINE");
    qputenv("HF_ENDPOINT", m_home->hub.address().c_str());
    install();
}

void ModelsPageTest::the_default_persists() {
    install();
    press("defaultModelButton");
    const QString folder = toText(m_store->captioner()->info.path);
    QCOMPARE(loadSettings(m_home->settings).defaultModel, folder);
    QVERIFY(!button("defaultModelButton")->isEnabled());
    const QListView* list = m_page->findChild<QListView*>();
    QCOMPARE(list->currentIndex().data(ModelListModel::BadgeRole).toString(), QStringLiteral("Default"));
    m_page.reset();
    m_store.reset();
    open();
    QCOMPARE(m_store->defaultFolder(), folder);
    QTRY_COMPARE(m_page->findChild<QListView*>()->currentIndex().data(ModelListModel::FolderRole).toString(), folder);
}

void ModelsPageTest::removing_asks_first() {
    install();
    press("removeModelButton");
    QVERIFY2(banner()->text().contains(QStringLiteral("every program")), qPrintable(banner()->text()));
    QVERIFY(m_home->isInstalled());
    QTest::mouseClick(banner()->findChild<QToolButton*>(QStringLiteral("closeMessageButton")), Qt::LeftButton);
    QVERIFY(m_home->isInstalled());
    press("removeModelButton");
    QTest::mouseClick(banner()->findChild<QToolButton*>(QStringLiteral("messageOfferButton")), Qt::LeftButton);
    QTRY_VERIFY(m_store->captioner() == nullptr);
    QVERIFY(!fs::exists(m_home->cached()));
    QVERIFY2(banner()->text().contains(QStringLiteral("was removed")), qPrintable(banner()->text()));
}

void ModelsPageTest::a_removed_default_gives_way_to_the_bundled_model() {
    install();
    press("defaultModelButton");
    m_store->remove(*m_store->captioner());
    QTRY_VERIFY(m_store->captioner() == nullptr);
    QCOMPARE(loadSettings(m_home->settings).defaultModel, QString());
    QCOMPARE(m_store->defaultFolder(), toText(bundledModelPath()));
}

void ModelsPageTest::damage_is_found() {
    install();
    press("verifyModelButton");
    QTRY_VERIFY(banner()->text().contains(QStringLiteral("Verified")));
    const fs::path blob =
        m_home->cached() / "blobs" / test::HubServer::blobName(m_home->hub.files.at("model.safetensors"));
    std::fstream(blob, std::ios::in | std::ios::out | std::ios::binary).seekp(5000).put('x').put('y');
    press("verifyModelButton");
    QTRY_VERIFY(banner()->text().contains(QStringLiteral("damaged")));
    QCOMPARE(banner()->kind(), MessageBanner::Kind::Error);
}

void ModelsPageTest::an_imported_model_stays_where_it_is_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("folder") << QString();
    QTest::newRow("weights") << QStringLiteral("/model.safetensors");
}

void ModelsPageTest::an_imported_model_stays_where_it_is() {
    QFETCH(QString, file);
    m_store->import(toText(m_home->elsewhere()) + file);
    QTRY_VERIFY(m_store->captioner() != nullptr);
    QCOMPARE(m_store->captioner()->info.path, fs::canonical(m_home->elsewhere()));
    QTRY_COMPARE(m_page->findChild<QListView*>()->currentIndex().data().toString(), QStringLiteral("captioner"));
    QVERIFY(facts().contains(QStringLiteral("From: Imported; its files stay where they are")));
    m_store->import(toText(m_home->elsewhere()));
    QTRY_VERIFY(banner()->text().contains(QStringLiteral("on the list already")));
    press("removeModelButton");
    QVERIFY(banner()->text().contains(QStringLiteral("Its files stay")));
    QTest::mouseClick(banner()->findChild<QToolButton*>(QStringLiteral("messageOfferButton")), Qt::LeftButton);
    QTRY_VERIFY(m_store->captioner() == nullptr);
    QVERIFY(fs::exists(m_home->elsewhere() / "model.safetensors"));
}

void ModelsPageTest::what_is_no_model_is_not_imported_data() {
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("words");
    QTest::newRow("no configuration") << QStringLiteral("config.json") << QStringLiteral("no config.json");
    QTest::newRow("no words") << QStringLiteral("vocab.txt") << QStringLiteral("tokenizer.json");
    QTest::newRow("no weights") << QStringLiteral("model.safetensors") << QStringLiteral("no weights");
    QTest::newRow("cut weights") << QStringLiteral("cut") << QStringLiteral("model.safetensors");
    QTest::newRow("another kind") << QStringLiteral("kind") << QStringLiteral("BertModel");
}

void ModelsPageTest::what_is_no_model_is_not_imported() {
    QFETCH(QString, change);
    QFETCH(QString, words);
    const fs::path folder = m_home->elsewhere();
    if (change == QLatin1String("cut")) {
        fs::resize_file(folder / "model.safetensors", 4000);
    } else if (change == QLatin1String("kind")) {
        std::ofstream(folder / "config.json") << R"({"architectures": ["BertModel"], "model_type": "bert"})";
    } else {
        fs::remove(folder / change.toStdString());
    }
    m_store->import(toText(folder));
    QTRY_VERIFY(!banner()->text().isEmpty());
    QVERIFY2(banner()->text().contains(words), qPrintable(banner()->text()));
    QVERIFY(!fs::exists(toPath(m_home->path("data")) / "storyscope" / "models" / "captioner"));
}

void ModelsPageTest::the_card_is_shown_without_its_pictures() {
    m_store->import(toText(m_home->elsewhere()));
    auto* card = m_page->findChild<QTextBrowser*>(QStringLiteral("modelCard"));
    QTRY_VERIFY(card->toPlainText().contains(QStringLiteral("by chance")));
    QVERIFY2(!card->toPlainText().contains(QStringLiteral("license:")), qPrintable(card->toPlainText()));
    QVERIFY(card->toPlainText().contains(QStringLiteral("A painter")));
    QVERIFY(!card->toHtml().contains(QStringLiteral("<img")));
    QVERIFY(card->toHtml().contains(QStringLiteral("font-weight")));
}

void ModelsPageTest::a_table_without_headings_begins_with_what_is_in_it() {
    m_store->import(toText(m_home->elsewhere()));
    const auto* card = m_page->findChild<QTextBrowser*>(QStringLiteral("modelCard"));
    QTRY_VERIFY(card->toPlainText().contains(QStringLiteral("by chance")));
    const auto tables = card->document()->rootFrame()->childFrames();
    QCOMPARE(tables.size(), 1);
    const auto* table = qobject_cast<QTextTable*>(tables.first());
    QVERIFY(table != nullptr);
    QCOMPARE(table->rows(), 1);
    QTextCursor cell = table->cellAt(0, 0).firstCursorPosition();
    QCOMPARE(cell.blockFormat().topMargin(), table->cellAt(0, 1).firstCursorPosition().blockFormat().topMargin());
    cell.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
    QCOMPARE(cell.selectedText(), QStringLiteral("Words"));
}

void ModelsPageTest::the_cost_on_this_machine_is_measured() {
    m_page->choose(blip);
    QTRY_VERIFY(m_store->speed().has_value());
    const QString all = facts().join(QLatin1Char('\n'));
    QVERIFY2(all.contains(QStringLiteral("s per frame")), qPrintable(all));
}

void ModelsPageTest::everything_has_a_name() {
    QCOMPARE(focusableWithoutName(*m_page).join(QLatin1Char(';')), QString());
    for (const QWidget* widget : m_page->findChildren<QPushButton*>()) {
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
    }
}

QTEST_MAIN(ModelsPageTest)
#include "models_page_test.moc"
