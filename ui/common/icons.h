// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QStringList>

namespace storyscope::ui {

/// One of our own icons, drawn in the palette's text colour of the moment it is painted, so that it follows a switch
/// between light and dark by itself. An unknown name gives a null icon. GUI thread.
QIcon icon(const QString& name);

/// Every name that icon() knows.
QStringList iconNames();

/// The program's icon, in its own colours.
QIcon applicationIcon();

} // namespace storyscope::ui
