// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_runner.h"
#include "tests/support/hub_server.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace storyscope::test {

namespace {

constexpr int mostMilliseconds = 300'000;

/// A call of storyscope-cli and the system calls by which it, or a program that it started, reached for the network.
struct Watched {
    int exitCode = -1;
    QByteArray err;
    QByteArrayList connections;
};

Watched watch(const QStringList& arguments) {
    const QTemporaryDir folder;
    const QString trace = folder.filePath("trace");
    QProcess strace;
    strace.start("strace",
                 QStringList{"-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", trace, cliProgram()} + arguments);
    Watched result;
    if (!strace.waitForFinished(mostMilliseconds)) {
        strace.kill();
        strace.waitForFinished();
        return result;
    }
    result.exitCode = strace.exitCode();
    result.err = strace.readAllStandardError();
    QFile file(trace);
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : file.readAll().split('\n')) {
            if (line.contains("AF_INET")) {
                result.connections << line;
            }
        }
    }
    return result;
}

} // namespace

/// The program reaches for the network when a person asks for a download, and never else.
class CliConnectionsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void a_download_connects();
    void telling_a_story_connects_to_nothing();
    void training_and_scoring_connect_to_nothing();

private:
    QTemporaryDir m_home;
    std::unique_ptr<HubServer> m_server;
};

void CliConnectionsTest::initTestCase() {
    if (QStandardPaths::findExecutable("strace").isEmpty()) {
        QSKIP("strace is not installed");
    }
    QProcess probe;
    probe.start("strace", {"-f", "-o", m_home.filePath("probe"), "true"});
    if (!probe.waitForFinished() || probe.exitCode() != 0) {
        QSKIP("strace may not watch programs on this machine");
    }
    m_server = std::make_unique<HubServer>();
    m_server->files["config.json"] = {.bytes = "{}"};
    m_server->files["model.safetensors"] = {.bytes = std::string(2'000, 's'), .isLarge = true};
    qputenv("HF_ENDPOINT", QByteArray::fromStdString(m_server->address()));
    qputenv("HF_HUB_CACHE", m_home.filePath("hub").toUtf8());
    qunsetenv("HF_HUB_OFFLINE");
    qputenv("no_proxy", "127.0.0.1");
}

/// What shows that the other cases would notice a connection.
void CliConnectionsTest::a_download_connects() {
    const Watched download = watch({"models", "download", "painter/tiny-captioner", "--yes"});
    QVERIFY2(download.exitCode == 0, download.err);
    QVERIFY(!download.connections.isEmpty());
}

void CliConnectionsTest::telling_a_story_connects_to_nothing() {
    const QDir samples(qEnvironmentVariable("STORYSCOPE_RESOURCES") + "/samples");
    const QStringList videos = samples.entryList({"*.mp4"});
    QVERIFY2(!videos.isEmpty(), "The sample video is missing: resources/samples");
    const Watched story = watch({"story", samples.filePath(videos.first()), "--json", m_home.filePath("story.json")});
    QVERIFY2(story.exitCode == 0, story.err);
    QCOMPARE(story.connections, QByteArrayList());
}

void CliConnectionsTest::training_and_scoring_connect_to_nothing() {
    const QString run = m_home.filePath("run");
    const Watched training = watch({"train", "--preset", "storyworld", "--data", "storyworld:seed=1,stories=24",
                                    "--out", run, "--epochs", "1", "--batch", "4"});
    QVERIFY2(training.exitCode == 0, training.err);
    QCOMPARE(training.connections, QByteArrayList());
    const Watched scoring = watch({"evaluate", "--model", run + "/best", "--data", "storyworld:seed=9,stories=4"});
    QVERIFY2(scoring.exitCode == 0, scoring.err);
    QCOMPARE(scoring.connections, QByteArrayList());
}

} // namespace storyscope::test

QTEST_GUILESS_MAIN(storyscope::test::CliConnectionsTest)
#include "cli_connections_test.moc"
