// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace storyscope::test {

/// What one call of storyscope-cli did.
struct CliResult {
    int exitCode = -1; ///< −1: it did not start, crashed, or took too long
    QByteArray out;
    QByteArray err;

    /// For the message of a failed check.
    QByteArray told() const;
};

/// Runs the real program and waits for it.
CliResult runCli(const QStringList& arguments, const QString& workingFolder = {});

/// Path of the real program.
QString cliProgram();

/// The model that comes with the program.
QString bundledModel();

} // namespace storyscope::test
