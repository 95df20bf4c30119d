// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/color_map.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QTest>
#include <cmath>
#include <limits>

using namespace storyscope::ui;

namespace {

/// Relative luminance and contrast as WCAG 2.1 defines them.
double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}
double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}
double contrast(const QColor& a, const QColor& b) {
    const double lighter = std::max(luminance(a), luminance(b));
    const double darker = std::min(luminance(a), luminance(b));
    return (lighter + 0.05) / (darker + 0.05);
}

/// The colour of the most opaque pixel.
QColor inkOf(const QIcon& icon, QIcon::Mode mode) {
    const QImage image = icon.pixmap(QSize(32, 32), mode).toImage().convertToFormat(QImage::Format_ARGB32);
    QColor ink(0, 0, 0, 0);
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y).alpha() > ink.alpha())
                ink = image.pixelColor(x, y);
    return ink;
}

} // namespace

class CommonAppearanceTest : public QObject {
    Q_OBJECT

private slots:
    void colour_maps_rise_in_luminance_data();
    void colour_maps_rise_in_luminance();
    void values_outside_take_the_end_colours();
    void the_table_agrees_with_single_colours();
    void every_named_icon_exists_and_has_ink_data();
    void every_named_icon_exists_and_has_ink();
    void icons_follow_the_palette();
    void an_unknown_icon_is_null();
    void text_has_contrast_data();
    void text_has_contrast();
    void the_theme_can_be_switched_back_and_forth();
};

void CommonAppearanceTest::colour_maps_rise_in_luminance_data() {
    QTest::addColumn<int>("map");
    for (const ColorMap map : {ColorMap::Cividis, ColorMap::Viridis, ColorMap::Magma})
        QTest::newRow(qPrintable(colorMapName(map))) << static_cast<int>(map);
}

void CommonAppearanceTest::colour_maps_rise_in_luminance() {
    QFETCH(int, map);
    const auto& table = colorTable(static_cast<ColorMap>(map));
    double before = luminance(QColor(table[0]));
    for (std::size_t i = 8; i < table.size(); i += 8) { // eight bits a channel round single steps
        const double now = luminance(QColor(table[i]));
        QVERIFY2(now > before, qPrintable(QString::number(i)));
        before = now;
    }
    QVERIFY(luminance(QColor(table[255])) - luminance(QColor(table[0])) > 0.6);
}

void CommonAppearanceTest::values_outside_take_the_end_colours() {
    QCOMPARE(colorAt(ColorMap::Magma, -3), colorAt(ColorMap::Magma, 0));
    QCOMPARE(colorAt(ColorMap::Magma, 1.5), colorAt(ColorMap::Magma, 1));
    QCOMPARE(colorAt(ColorMap::Magma, std::numeric_limits<double>::quiet_NaN()), colorAt(ColorMap::Magma, 0));
}

void CommonAppearanceTest::the_table_agrees_with_single_colours() {
    for (std::size_t i = 0; i < 256; ++i)
        QCOMPARE(colorAt(ColorMap::Viridis, static_cast<double>(i) / 255).rgb(), colorTable(ColorMap::Viridis)[i]);
}

void CommonAppearanceTest::every_named_icon_exists_and_has_ink_data() {
    QTest::addColumn<QString>("name");
    for (const QString& name : iconNames())
        QTest::newRow(qPrintable(name)) << name;
}

void CommonAppearanceTest::every_named_icon_exists_and_has_ink() {
    QFETCH(QString, name);
    QVERIFY(!icon(name).isNull());
    QVERIFY(inkOf(icon(name), QIcon::Normal).alpha() > 200);
}

void CommonAppearanceTest::icons_follow_the_palette() {
    const QIcon play = icon(QStringLiteral("play"));
    applyTheme(*qApp, Appearance::Light);
    QCOMPARE(inkOf(play, QIcon::Normal), lightPalette().color(QPalette::ButtonText));
    QCOMPARE(inkOf(play, QIcon::Disabled), lightPalette().color(QPalette::Disabled, QPalette::ButtonText));
    applyTheme(*qApp, Appearance::Dark);
    QCOMPARE(inkOf(play, QIcon::Normal), darkPalette().color(QPalette::ButtonText));
}

void CommonAppearanceTest::an_unknown_icon_is_null() {
    QVERIFY(icon(QStringLiteral("no such icon")).isNull());
}

void CommonAppearanceTest::text_has_contrast_data() {
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << lightPalette();
    QTest::newRow("dark") << darkPalette();
}

void CommonAppearanceTest::text_has_contrast() {
    QFETCH(QPalette, palette);
    const auto between = [&](QPalette::ColorRole text, QPalette::ColorRole ground) {
        return contrast(palette.color(text), palette.color(ground));
    };
    QVERIFY(between(QPalette::Text, QPalette::Base) >= 7);
    QVERIFY(between(QPalette::Text, QPalette::AlternateBase) >= 7);
    QVERIFY(between(QPalette::WindowText, QPalette::Window) >= 7);
    QVERIFY(between(QPalette::ButtonText, QPalette::Button) >= 7);
    QVERIFY(between(QPalette::ToolTipText, QPalette::ToolTipBase) >= 7);
    QVERIFY(between(QPalette::HighlightedText, QPalette::Highlight) >= 4.5);
    QVERIFY(between(QPalette::Link, QPalette::Base) >= 4.5);
    QVERIFY(between(QPalette::PlaceholderText, QPalette::Window) >= 4.5);
    QVERIFY(contrast(palette.color(QPalette::Disabled, QPalette::Text), palette.color(QPalette::Window)) >= 2.5);
    const ThemeColors colors = themeColors(palette);
    for (const QColor& color : {colors.warning, colors.error, colors.success, colors.secondary}) {
        QVERIFY(contrast(color, palette.color(QPalette::Base)) >= 4.5);
        QVERIFY(contrast(color, palette.color(QPalette::Window)) >= 4.5);
    }
    QVERIFY(contrast(colors.training, palette.color(QPalette::Base)) >= 3);
    QVERIFY(contrast(colors.validation, palette.color(QPalette::Base)) >= 3);
}

void CommonAppearanceTest::the_theme_can_be_switched_back_and_forth() {
    applyTheme(*qApp, Appearance::Dark);
    QVERIFY(isDark(QApplication::palette()));
    applyTheme(*qApp, Appearance::Light);
    QVERIFY(!isDark(QApplication::palette()));
    applyTheme(*qApp, Appearance::System);
    QVERIFY(!isDark(QApplication::palette())); // the offscreen platform is light
}

QTEST_MAIN(CommonAppearanceTest)
#include "common_appearance_test.moc"
