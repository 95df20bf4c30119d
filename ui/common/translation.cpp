// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/translation.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace storyscope::ui {
namespace {

void install(QCoreApplication& application, const QLocale& locale, const QString& file, const QString& folder) {
    auto* translator = new QTranslator(&application);
    if (translator->load(locale, file, QStringLiteral("_"), folder))
        QCoreApplication::installTranslator(translator);
    else
        delete translator;
}

} // namespace

void installTranslations(QCoreApplication& application, const QLocale& locale) {
    // The sources are English; its file holds the plural forms. The last one installed is asked first.
    install(application, QLocale(QLocale::English), QStringLiteral("storyscope"), QStringLiteral(":/i18n"));
    install(application, locale, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(application, locale, QStringLiteral("storyscope"), QStringLiteral(":/i18n"));
}

} // namespace storyscope::ui
