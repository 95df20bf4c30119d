// SPDX-License-Identifier: GPL-3.0-or-later
#include "focusable_names.h"
#include "ui/help/about_dialog.h"
#include "ui/help/shortcuts_dialog.h"
#include "ui/settings/settings_dialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace storyscope::ui;

class SettingsHelpTest : public QObject {
    Q_OBJECT

private slots:
    void settings_survive_being_saved();
    void an_empty_store_gives_the_defaults();
    void values_out_of_range_take_the_default();
    void the_players_choices_survive_beside_the_settings();
    void the_dialog_gives_back_what_it_was_given();
    void ok_applies_and_cancel_does_not();
    void shortcuts_list_actions_with_keys_only();
    void shortcuts_can_be_searched();
    void every_focusable_widget_has_a_name();

private:
    static Settings unusual();
};

Settings SettingsHelpTest::unusual() {
    Settings settings;
    settings.computeThreads = 3;
    settings.cacheMebibytes = 1024;
    settings.appearance = Appearance::Dark;
    settings.defaultModel = QStringLiteral("/models/mine");
    settings.storyFrames = 7;
    settings.hardware = storyscope::media::HardwareDecoding::WhereExact;
    return settings;
}

void SettingsHelpTest::settings_survive_being_saved() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("settings.ini"));
    {
        QSettings store(file, QSettings::IniFormat);
        saveSettings(unusual(), store);
    }
    QVERIFY(loadSettings(QSettings(file, QSettings::IniFormat)) == unusual());
}

void SettingsHelpTest::an_empty_store_gives_the_defaults() {
    const QTemporaryDir folder;
    QVERIFY(loadSettings(QSettings(folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat)) == Settings{});
}

void SettingsHelpTest::values_out_of_range_take_the_default() {
    const QTemporaryDir folder;
    QSettings store(folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat);
    saveSettings(unusual(), store);
    for (const QString& key : store.allKeys())
        store.setValue(key, QStringLiteral("-12345"));
    Settings expected;
    expected.defaultModel = QStringLiteral("-12345");
    QVERIFY(loadSettings(store) == expected);
}

void SettingsHelpTest::the_players_choices_survive_beside_the_settings() {
    const QTemporaryDir folder;
    QSettings store(folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat);
    QVERIFY(loadPlayerSettings(store) == PlayerSettings{});
    const PlayerSettings unusualPlayer{PlayingMode::RealTime, 35, true};
    savePlayerSettings(unusualPlayer, store);
    saveSettings(unusual(), store);
    QVERIFY(loadPlayerSettings(store) == unusualPlayer);
    for (const QString& key : store.allKeys())
        store.setValue(key, QStringLiteral("-12345"));
    QVERIFY(loadPlayerSettings(store) == PlayerSettings{});
}

void SettingsHelpTest::the_dialog_gives_back_what_it_was_given() {
    const SettingsDialog dialog(unusual());
    QVERIFY(dialog.settings() == unusual());
}

void SettingsHelpTest::ok_applies_and_cancel_does_not() {
    SettingsDialog dialog(Settings{});
    QSignalSpy applied(&dialog, &SettingsDialog::applied);
    auto* buttons = dialog.findChild<QDialogButtonBox*>();
    dialog.show();
    dialog.findChild<QSpinBox*>()->stepUp();
    buttons->button(QDialogButtonBox::Cancel)->click();
    QVERIFY(applied.isEmpty());
    dialog.show();
    buttons->button(QDialogButtonBox::Ok)->click();
    QCOMPARE(applied.size(), 1);
    QVERIFY(!dialog.isVisible());
}

void SettingsHelpTest::shortcuts_list_actions_with_keys_only() {
    QAction open(QStringLiteral("&Open…"));
    open.setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_O), QKeySequence(Qt::Key_F3)});
    QAction about(QStringLiteral("About"));
    const ShortcutsDialog dialog({&open, &about});
    const auto* table = dialog.findChild<QTableWidget*>();
    QCOMPARE(table->rowCount(), 1);
    QCOMPARE(table->item(0, 0)->text(), QStringLiteral("Open…"));
    QVERIFY(table->item(0, 1)->text().contains(QLatin1String("F3")));
}

void SettingsHelpTest::shortcuts_can_be_searched() {
    QAction open(QStringLiteral("Open"));
    open.setShortcut(QKeySequence(Qt::CTRL | Qt::Key_O));
    QAction play(QStringLiteral("Play"));
    play.setShortcut(QKeySequence(Qt::Key_Space));
    const ShortcutsDialog dialog({&open, &play});
    const auto* table = dialog.findChild<QTableWidget*>();
    dialog.findChild<QLineEdit*>()->setText(QStringLiteral("SPACE"));
    QVERIFY(table->isRowHidden(0));
    QVERIFY(!table->isRowHidden(1));
}

void SettingsHelpTest::every_focusable_widget_has_a_name() {
    QAction open(QStringLiteral("Open"));
    QCOMPARE(focusableWithoutName(SettingsDialog(Settings{})).join(QLatin1Char(';')), QString());
    QCOMPARE(focusableWithoutName(ShortcutsDialog({&open})).join(QLatin1Char(';')), QString());
    QCOMPARE(focusableWithoutName(AboutDialog()).join(QLatin1Char(';')), QString());
}

QTEST_MAIN(SettingsHelpTest)
#include "settings_help_test.moc"
