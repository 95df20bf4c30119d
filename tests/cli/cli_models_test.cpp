// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_runner.h"
#include "tests/support/hub_server.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

namespace storyscope::test {

/// Published models are fetched, listed, verified and removed on the command line, from a server on this machine.
class CliModelsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void a_model_is_downloaded_listed_verified_and_removed();
    void without_a_terminal_consent_must_be_given();
    void interrupted_it_stops_cleanly_and_goes_on();
    void failures_are_told_data();
    void failures_are_told();
    void damage_is_told();

private:
    QString snapshot() const { return m_cache + "/snapshots/" + QString::fromStdString(m_server->commit); }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<HubServer> m_server;
    QString m_cache; ///< of the model
};

const QString model = QStringLiteral("painter/tiny-captioner");

void CliModelsTest::init() {
    m_home = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<HubServer>();
    m_server->files["config.json"] = {.bytes = "{}"};
    m_server->files["model.safetensors"] = {.bytes = std::string(2'000'000, 's'), .isLarge = true};
    m_cache = m_home->path() + "/hub/models--painter--tiny-captioner";
    qputenv("HF_ENDPOINT", QByteArray::fromStdString(m_server->address()));
    qputenv("HF_HUB_CACHE", (m_home->path() + "/hub").toUtf8());
    qunsetenv("HF_HUB_OFFLINE");
    qunsetenv("HF_TOKEN");
    qputenv("no_proxy", "127.0.0.1");
}

void CliModelsTest::a_model_is_downloaded_listed_verified_and_removed() {
    const CliResult downloaded = runCli({"models", "download", model, "--yes"});
    QVERIFY2(downloaded.exitCode == 0, downloaded.told());
    for (const char* told : {"bsd-3-clause", "2.0 MB", "model.safetensors", "verified"}) {
        QVERIFY2(downloaded.out.contains(told), downloaded.told());
    }
    QCOMPARE(QFileInfo(snapshot() + "/model.safetensors").size(), 2'000'000);

    const CliResult listed = runCli({"models", "list"});
    QVERIFY2(listed.out.contains("storyworld") && listed.out.contains(model.toUtf8()), listed.told());
    const CliResult verified = runCli({"models", "verify", model});
    QVERIFY2(verified.exitCode == 0 && verified.out.contains("2 files"), verified.told());
    const CliResult removed = runCli({"models", "remove", model, "--yes"});
    QVERIFY2(removed.exitCode == 0 && removed.out.contains("2.0 MB"), removed.told());
    QVERIFY(!QDir(m_cache).exists());
    QVERIFY(!runCli({"models", "list"}).out.contains(model.toUtf8()));
}

void CliModelsTest::without_a_terminal_consent_must_be_given() {
    const CliResult refused = runCli({"models", "download", model});
    QVERIFY2(refused.exitCode == 1, refused.told());
    QVERIFY2(refused.out.contains("bsd-3-clause"), refused.told());
    QVERIFY2(refused.err.contains("--yes"), refused.told());
    QVERIFY(!QDir(m_cache).exists());
    QVERIFY(runCli({"models", "download", model, "--yes"}).exitCode == 0);
    const CliResult kept = runCli({"models", "remove", model});
    QVERIFY2(kept.exitCode == 1 && kept.err.contains("--yes"), kept.told());
    QVERIFY(QDir(m_cache).exists());
    // What is there already needs no consent.
    QVERIFY(runCli({"models", "download", model}).exitCode == 0);
}

void CliModelsTest::interrupted_it_stops_cleanly_and_goes_on() {
    m_server->fault = [this](const ServerRequest& request) -> std::optional<ServerAnswer> {
        if (!request.path.starts_with("/store/") || !request.header("range").empty()) {
            return std::nullopt;
        }
        return ServerAnswer{.body = m_server->files.at("model.safetensors").bytes, .stallAfter = 700'000};
    };
    QProcess process;
    process.start(cliProgram(), {"models", "download", model, "--yes"});
    const auto incomplete = [this] {
        const QFileInfoList files = QDir(m_cache + "/blobs").entryInfoList({"*.incomplete"});
        return files.isEmpty() ? 0 : files.first().size();
    };
    QTRY_COMPARE(incomplete(), 700'000);
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(!QDir(snapshot()).exists());
    QVERIFY(runCli({"models", "download", model, "--yes"}).exitCode == 0);
    QCOMPARE(m_server->storeRequests().back().header("range"), std::string("bytes=700000-"));
    QVERIFY(runCli({"models", "verify", model}).exitCode == 0);
}

void CliModelsTest::failures_are_told_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QByteArray>("told");
    const auto row = [](const char* name, const QStringList& arguments, const QByteArray& variable,
                        const QByteArray& told) { QTest::newRow(name) << arguments << variable << told; };
    row("no such model", {"download", "painter/other", "--yes"}, {}, "has no model painter/other");
    row("no such revision", {"download", model, "--revision", "v9", "--yes"}, {}, "v9");
    row("no name", {"download", "what is this", "--yes"}, {}, "owner/name");
    row("offline", {"download", model, "--yes"}, "HF_HUB_OFFLINE=1", "HF_HUB_OFFLINE forbids it");
    row("no endpoint", {"download", model, "--yes"}, "HF_ENDPOINT=here", "HF_ENDPOINT must be");
    row("verify what is not there", {"verify", model}, {}, "holds nothing of painter/tiny-captioner");
    row("remove what is not there", {"remove", model, "--yes"}, {}, "holds nothing of painter/tiny-captioner");
}

void CliModelsTest::failures_are_told() {
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, variable);
    QFETCH(QByteArray, told);
    if (const qsizetype equals = variable.indexOf('='); equals > 0) {
        qputenv(variable.left(equals).constData(), variable.mid(equals + 1));
    }
    const CliResult result = runCli(QStringList{"models"} + arguments);
    QVERIFY2(result.exitCode == 1, result.told());
    QVERIFY2(result.err.startsWith("storyscope-cli: ") && result.err.contains(told), result.told());
    QVERIFY(!QDir(m_cache).exists());
}

void CliModelsTest::damage_is_told() {
    QVERIFY(runCli({"models", "download", model, "--yes"}).exitCode == 0);
    QFile weights(snapshot() + "/model.safetensors");
    QVERIFY(weights.open(QFile::ReadWrite) && weights.seek(1000) && weights.putChar('x'));
    weights.close();
    const CliResult result = runCli({"models", "verify", model});
    QVERIFY2(result.exitCode == 1, result.told());
    QVERIFY2(result.out.contains("damaged") && result.err.contains("remove"), result.told());
}

} // namespace storyscope::test

QTEST_GUILESS_MAIN(storyscope::test::CliModelsTest)
#include "cli_models_test.moc"
