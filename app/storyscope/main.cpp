// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/blas_kernels.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/translation.h"
#include "ui/main/main_window.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QLocale>
#include <QSettings>
#include <algorithm>
#include <clocale>

using namespace storyscope;

namespace {

void setNames() {
    QCoreApplication::setOrganizationName(QStringLiteral("storyscope"));
    QCoreApplication::setApplicationName(QStringLiteral("storyscope"));
    QCoreApplication::setApplicationVersion(QStringLiteral(STORYSCOPE_VERSION));
}

/// Ends the program where it has printed what was asked for.
QStringList parse(const QCoreApplication& application) {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Storyscope tells the story of a video or of pictures and shows what every "
                                            "word looked at.\n\nExample: storyscope holiday.mp4"));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        QStringLiteral("FILE"),
        QCoreApplication::translate("main", "A video, a GIF, a data set, a folder of pictures, or several pictures"),
        QStringLiteral("[FILE…]"));
    parser.process(application);
    QStringList paths;
    std::ranges::transform(parser.positionalArguments(), std::back_inserter(paths), [](const QString& path) {
        const bool isDrawn = path.startsWith(QLatin1String("storyworld:"));
        return isDrawn ? path : QDir::cleanPath(QDir::current().absoluteFilePath(path));
    });
    return paths;
}

/// --help and --version work without a display.
bool asksForText(int argc, char** argv) {
    const QStringList words = {QStringLiteral("-h"), QStringLiteral("--help"), QStringLiteral("--help-all"),
                               QStringLiteral("-v"), QStringLiteral("--version")};
    return std::any_of(argv + 1, argv + argc,
                       [&](const char* word) { return words.contains(QString::fromLocal8Bit(word)); });
}

} // namespace

int main(int argc, char** argv) {
    restartWithBetterBlasKernels(argv);
    setNames();
    if (asksForText(argc, argv)) {
        parse(QCoreApplication(argc, argv));
    }
    if (!qEnvironmentVariableIsSet("QT_MEDIA_BACKEND")) {
        qputenv("QT_MEDIA_BACKEND", "ffmpeg");
    }
    QApplication application(argc, argv);
    std::setlocale(LC_NUMERIC,
                   "C"); // files have points in their numbers wherever they are written; QLocale has the user's
    QGuiApplication::setDesktopFileName(QStringLiteral("storyscope"));
    QApplication::setWindowIcon(ui::applicationIcon());
    const QStringList paths = parse(application);
    ui::installTranslations(application, QLocale());
    QSettings settings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("storyscope"),
                       QStringLiteral("storyscope"));
    ui::applyTheme(application, ui::loadSettings(settings).appearance);
    ui::MainWindow window(&settings);
    QObject::connect(&window, &ui::MainWindow::settingsChanged, &application,
                     [&application](const ui::Settings& chosen) { ui::applyTheme(application, chosen.appearance); });
    window.show();
    window.open(paths);
    return QApplication::exec();
}
