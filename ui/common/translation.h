// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QCoreApplication;
class QLocale;

namespace storyscope::ui {

/// Installs the translations of the program and of Qt's own dialogs for `locale`, if there are any; the application
/// owns them. Call once, before the first widget is made. GUI thread.
void installTranslations(QCoreApplication& application, const QLocale& locale);

} // namespace storyscope::ui
