// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

class QApplication;
class QWidget;

namespace storyscope::ui {

enum class Appearance { System, Light, Dark };

/// Sets the Fusion style and the palette. System takes light or dark from the palette the platform gave the program at
/// its start. May be called again at any time; widgets repaint themselves. GUI thread.
void applyTheme(QApplication& application, Appearance appearance);

/// The palettes themselves. Text on its ground has a contrast of at least 7:1, disabled text and placeholders 3:1.
QPalette lightPalette();
QPalette darkPalette();

/// Whether the widgets of this palette are light on dark.
bool isDark(const QPalette& palette);

/// Colours that a palette has no role for, each readable on the palette's window and base colour.
struct ThemeColors {
    QColor accent;     ///< the selection, and nothing else
    QColor warning;    ///< a banner's sign, a run that was stopped
    QColor error;      ///< a failure's sign and text
    QColor success;    ///< done
    QColor training;   ///< curve of the training loss; told apart from `validation` by lightness as well as hue
    QColor validation; ///< curve of the validation loss
    QColor grid;       ///< thin lines behind a plot
    QColor secondary;  ///< text that explains other text
};
ThemeColors themeColors(const QPalette& palette);

} // namespace storyscope::ui
