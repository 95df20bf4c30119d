// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_runner.h"

#include "core/base/blas_kernels.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

namespace storyscope::test {

/// How storyscope-cli answers help and wrong usage.
class CliUsageTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void help_is_on_stdout_with_an_example_data();
    void help_is_on_stdout_with_an_example();
    void help_lists_only_commands_that_exist();
    void version_is_on_stdout();
    void matrix_kernels_fit_the_processor();
    void wrong_usage_exits_with_2_and_says_why_on_stderr_data();
    void wrong_usage_exits_with_2_and_says_why_on_stderr();
};

void CliUsageTest::help_is_on_stdout_with_an_example_data() {
    QTest::addColumn<QStringList>("command");
    QTest::newRow("program") << QStringList{};
    for (const char* name :
         {"frames", "story", "attention", "synth", "dataset", "presets", "models", "train", "evaluate", "metrics"}) {
        QTest::newRow(name) << QStringList{name};
    }
    for (const char* verb : {"list", "show", "export", "download", "verify", "remove"}) {
        QTest::addRow("models %s", verb) << QStringList{"models", verb};
    }
}

void CliUsageTest::help_is_on_stdout_with_an_example() {
    QFETCH(QStringList, command);
    const CliResult result = runCli(command + QStringList{"--help"});
    QVERIFY2(result.exitCode == 0, result.told());
    QVERIFY2(result.err.isEmpty(), result.told());
    QVERIFY2(result.out.contains("Example"), result.told());
    QVERIFY2(result.out.contains(("storyscope-cli " + command.join(u' ')).trimmed().toUtf8()), result.told());
}

void CliUsageTest::help_lists_only_commands_that_exist() {
    const QList<QByteArray> lines = runCli({"--help"}).out.split('\n');
    const qsizetype begin = lines.indexOf("Subcommands:");
    QVERIFY(begin >= 0);
    int commands = 0;
    for (qsizetype line = begin + 1; line < lines.size() && lines[line].startsWith("  "); ++line) {
        if (lines[line].startsWith("   ")) {
            continue; // the rest of a long description
        }
        const QString name = QString::fromUtf8(lines[line].trimmed()).section(u' ', 0, 0);
        QVERIFY2(runCli({name, "--help"}).exitCode == 0, name.toUtf8());
        ++commands;
    }
    QCOMPARE(commands, 11);
}

void CliUsageTest::version_is_on_stdout() {
    const CliResult result = runCli({"--version"});
    QVERIFY2(result.exitCode == 0, result.told());
    QVERIFY2(result.out.startsWith("storyscope-cli "), result.told());
}

void CliUsageTest::matrix_kernels_fit_the_processor() {
    qputenv("OPENBLAS_VERBOSE", "2");
    const CliResult result = runCli({"models", "list"});
    qunsetenv("OPENBLAS_VERBOSE");
    if (!result.err.contains("Core: ")) {
        QSKIP("LibTorch does not compute with OpenBLAS here");
    }
    const std::string chosen = result.err.mid(result.err.lastIndexOf("Core: ") + 6).trimmed().toStdString();
    QVERIFY2(!betterBlasKernels(chosen, ProcessorFeatures::ofThisMachine()), result.told());
}

void CliUsageTest::wrong_usage_exits_with_2_and_says_why_on_stderr_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("told");
    const auto row = [](const char* name, const QStringList& arguments, const QByteArray& told) {
        QTest::newRow(name) << arguments << told;
    };
    row("no command", {}, "subcommand");
    row("unknown command", {"paint"}, "paint");
    row("unknown option", {"story", "a.mp4", "--colour", "red"}, "--colour");
    row("story without input", {"story"}, "INPUT");
    row("unknown decoding", {"story", "a.mp4", "--decode", "guess"}, "guess");
    row("frames is no number", {"story", "a.mp4", "--frames", "many"}, "many");
    row("no frames", {"story", "a.mp4", "--frames", "0"}, "--frames");
    row("attention without input", {"attention"}, "INPUT");
    row("attention of no frame", {"attention", "a.mp4", "--frame", "0"}, "--frame");
    row("unknown frame choice", {"story", "a.mp4", "--frame-choice", "best"}, "best");
    row("two results on stdout", {"story", "a.mp4", "--json", "-", "--srt", "-"}, "standard output");
    row("no threads", {"story", "a.mp4", "--threads", "0"}, "--threads");
    row("extract without folder", {"frames", "a.mp4", "--extract", "1"}, "--out");
    row("folder without extract", {"frames", "a.mp4", "--out", "x"}, "--extract");
    row("synth without folder", {"synth", "--stories", "1", "--seed", "1"}, "--out");
    row("synth as a book", {"synth", "--out", "x", "--stories", "1", "--seed", "1", "--as", "book"}, "book");
    row("models without a verb", {"models"}, "subcommand");
    row("download of nothing", {"models", "download"}, "NAME");
    row("export to nowhere", {"models", "export", "storyworld"}, "--out");
    row("verify with consent", {"models", "verify", "a/b", "--yes"}, "--yes");
    row("train without data", {"train", "--preset", "storyworld", "--out", "x"}, "--data");
    row("train for no epochs", {"train", "--preset", "storyworld", "--data", "x", "--out", "x", "--epochs", "0"},
        "--epochs");
    row("set without a value",
        {"train", "--preset", "storyworld", "--data", "x", "--out", "x", "--set", "weight_decay"}, "key=value");
    row("compare one run", {"compare", "one"}, "two runs");
    row("train a pair without data", {"compare", "--train", "a,b", "--out", "x"}, "--data");
    row("evaluate without model", {"evaluate", "--data", "x"}, "--model");
}

void CliUsageTest::wrong_usage_exits_with_2_and_says_why_on_stderr() {
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, told);
    const QTemporaryDir folder;
    const CliResult result = runCli(arguments, folder.path());
    QVERIFY2(result.exitCode == 2, result.told());
    QVERIFY2(result.out.isEmpty(), result.told());
    QVERIFY2(result.err.startsWith("storyscope-cli: "), result.told());
    QVERIFY2(result.err.contains(told), result.told());
    QVERIFY2(result.err.contains("--help"), result.told());
    QVERIFY2(QDir(folder.path()).isEmpty(), "wrong usage wrote something");
}

} // namespace storyscope::test

QTEST_GUILESS_MAIN(storyscope::test::CliUsageTest)
#include "cli_usage_test.moc"
