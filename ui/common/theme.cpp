// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"

#include <QApplication>
#include <QStyle>
#include <QStyleFactory>
#include <QVariant>

namespace storyscope::ui {
namespace {

/// What a palette is made from.
struct Tones {
    QRgb window, base, alternate, button, text, disabled, placeholder, border, accent, onAccent, link, tooltip;
};

constexpr Tones lightTones = {0xf4f5f7, 0xffffff, 0xeef0f3, 0xe9ebef, 0x1b1e24, 0x868c96,
                              0x6b717b, 0xb9bec7, 0x1f5fbf, 0xffffff, 0x1a56b0, 0xffffff};
constexpr Tones darkTones = {0x2a2d34, 0x17191d, 0x1d2025, 0x33373f, 0xe8eaee, 0x858b96,
                             0xa6acb6, 0x5a606c, 0x2f6fd0, 0xffffff, 0x8ab8ff, 0x30343c};

QPalette paletteOf(const Tones& tones) {
    QPalette palette;
    palette.setColor(QPalette::Window, tones.window);
    palette.setColor(QPalette::WindowText, tones.text);
    palette.setColor(QPalette::Base, tones.base);
    palette.setColor(QPalette::AlternateBase, tones.alternate);
    palette.setColor(QPalette::Text, tones.text);
    palette.setColor(QPalette::PlaceholderText, tones.placeholder);
    palette.setColor(QPalette::Button, tones.button);
    palette.setColor(QPalette::ButtonText, tones.text);
    palette.setColor(QPalette::BrightText, tones.onAccent);
    palette.setColor(QPalette::Highlight, tones.accent);
    palette.setColor(QPalette::HighlightedText, tones.onAccent);
    palette.setColor(QPalette::Link, tones.link);
    palette.setColor(QPalette::LinkVisited, tones.link);
    palette.setColor(QPalette::ToolTipBase, tones.tooltip);
    palette.setColor(QPalette::ToolTipText, tones.text);
    const QColor border(tones.border);
    palette.setColor(QPalette::Light, QColor(tones.button).lighter(108));
    palette.setColor(QPalette::Midlight, QColor(tones.button).lighter(104));
    palette.setColor(QPalette::Mid, border);
    palette.setColor(QPalette::Dark, border.darker(112));
    palette.setColor(QPalette::Shadow, border.darker(160));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, tones.disabled);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, border);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, tones.text);
    return palette;
}

/// The platform's own choice, read before the first palette of ours replaces it.
bool platformIsDark(QApplication& application) {
    constexpr const char* key = "storyscopePlatformIsDark";
    if (!application.property(key).isValid())
        application.setProperty(key, isDark(application.style()->standardPalette()) || isDark(QApplication::palette()));
    return application.property(key).toBool();
}

} // namespace

QPalette lightPalette() {
    return paletteOf(lightTones);
}
QPalette darkPalette() {
    return paletteOf(darkTones);
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

void applyTheme(QApplication& application, Appearance appearance) {
    const bool systemIsDark = platformIsDark(application);
    const bool dark = appearance == Appearance::Dark || (appearance == Appearance::System && systemIsDark);
    if (application.style()->name() != QLatin1String("fusion"))
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(dark ? darkPalette() : lightPalette());
}

ThemeColors themeColors(const QPalette& palette) {
    const QColor accent = palette.color(QPalette::Highlight);
    if (isDark(palette))
        return {accent,           QColor(0xf2b84b), QColor(0xff8a80), QColor(0x7fd18b),
                QColor(0x6aa9ff), QColor(0xffc561), QColor(0x353a43), QColor(0xa8aeb9)};
    return {accent,           QColor(0x8a5a00), QColor(0xb3261e), QColor(0x1e7a34),
            QColor(0x2b6fd6), QColor(0x9c4a00), QColor(0xe2e5ea), QColor(0x555b66)};
}

} // namespace storyscope::ui
