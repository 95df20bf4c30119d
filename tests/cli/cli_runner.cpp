// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_runner.h"

#include <QProcess>

namespace storyscope::test {

namespace {

constexpr int longestRunMilliseconds = 120'000;

}

QByteArray CliResult::told() const {
    return "exit code " + QByteArray::number(exitCode) + "\nstdout: " + out.left(2000) + "\nstderr: " + err.left(2000);
}

CliResult runCli(const QStringList& arguments, const QString& workingFolder) {
    QProcess process;
    process.setWorkingDirectory(workingFolder);
    process.start(cliProgram(), arguments);
    process.closeWriteChannel();
    if (!process.waitForFinished(longestRunMilliseconds)) {
        process.kill();
        process.waitForFinished();
        return {-1, process.readAllStandardOutput(), process.readAllStandardError() + process.errorString().toUtf8()};
    }
    const bool hasExited = process.exitStatus() == QProcess::NormalExit;
    return {hasExited ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

QString cliProgram() {
    return QStringLiteral(STORYSCOPE_CLI);
}

QString bundledModel() {
    return qEnvironmentVariable("STORYSCOPE_RESOURCES") + QStringLiteral("/models/storyworld");
}

} // namespace storyscope::test
