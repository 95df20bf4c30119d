// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/train_dialog.h"

#include "focusable_names.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::ui;

class TrainingDialogTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void enter_starts_with_the_values_of_the_preset();
    void escape_closes_without_starting();
    void another_preset_brings_its_values_but_keeps_what_was_typed();
    void nonsense_is_said_while_typing_and_disables_start();
    void a_dropped_folder_is_the_data();
    void the_cost_is_said_before_starting();
    void the_first_page_has_at_most_seven_fields();
    void it_fits_a_small_screen();
    void every_focusable_widget_has_a_name();

private:
    template <typename Widget>
    Widget* named(const char* accessibleName) const;
    QPushButton* startButton() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TrainDialog> m_dialog;
};

void TrainingDialogTest::init() {
    QLocale::setDefault(QLocale::c());
    m_folder = std::make_unique<QTemporaryDir>();
    const models::PresetInfo large{"large", "", "Large", "The large one.", 20, 16, 1e-3};
    const models::PresetInfo small{"small", "", "Small", "The small one.", 5, 32, 2e-3};
    m_dialog = std::make_unique<TrainDialog>(std::vector{large, small}, m_folder->path().toStdString());
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
}

void TrainingDialogTest::cleanup() {
    m_dialog.reset();
}

template <typename Widget>
Widget* TrainingDialogTest::named(const char* accessibleName) const {
    for (Widget* widget : m_dialog->findChildren<Widget*>())
        if (widget->accessibleName() == QLatin1String(accessibleName))
            return widget;
    return nullptr;
}

QPushButton* TrainingDialogTest::startButton() const {
    return named<QPushButton>("Start training");
}

void TrainingDialogTest::enter_starts_with_the_values_of_the_preset() {
    QSignalSpy started(m_dialog.get(), &TrainDialog::startRequested);
    QTest::keyClick(named<QSpinBox>("Epochs"), Qt::Key_Return);
    QCOMPARE(started.size(), 1);
    QVERIFY(!m_dialog->isVisible());
    const auto options = started.first().first().value<training::TrainingOptions>();
    QCOMPARE(options.preset, std::string("large"));
    QCOMPARE(options.epochs.value(), 20);
    QCOMPARE(options.batchSize.value(), 16);
    QCOMPARE(options.learningRate.value(), 1e-3);
    QCOMPARE(options.runFolder.parent_path().string(), m_folder->path().toStdString());
}

void TrainingDialogTest::escape_closes_without_starting() {
    QSignalSpy started(m_dialog.get(), &TrainDialog::startRequested);
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QVERIFY(!m_dialog->isVisible());
    QVERIFY(started.isEmpty());
}

void TrainingDialogTest::another_preset_brings_its_values_but_keeps_what_was_typed() {
    named<QSpinBox>("Epochs")->setValue(3);
    named<QComboBox>("Preset")->setCurrentIndex(1);
    QCOMPARE(named<QSpinBox>("Epochs")->value(), 3);
    QCOMPARE(named<QSpinBox>("Stories a step")->value(), 32);
    QCOMPARE(named<QLineEdit>("Learning rate")->text(), QStringLiteral("0.002"));
}

void TrainingDialogTest::nonsense_is_said_while_typing_and_disables_start() {
    auto* problem = named<QLabel>("What keeps the run from starting");
    QVERIFY(startButton()->isEnabled());
    QVERIFY(!problem->isVisible());
    named<QLineEdit>("Learning rate")->clear();
    QTest::keyClicks(named<QLineEdit>("Learning rate"), QStringLiteral("abc"));
    QVERIFY(!startButton()->isEnabled());
    QVERIFY(problem->isVisible());
    QVERIFY(problem->text().contains(QLatin1String("learning rate")));
    named<QLineEdit>("Learning rate")->setText(QStringLiteral("0.01"));
    QVERIFY(startButton()->isEnabled());
    m_dialog->findChild<QTabWidget*>()->setCurrentIndex(1);
    QTest::keyClicks(m_dialog->findChild<QPlainTextEdit*>(), QStringLiteral("weight_decay"));
    QVERIFY(!startButton()->isEnabled());
}

void TrainingDialogTest::a_dropped_folder_is_the_data() {
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("stories")));
    m_dialog->setDataFolder(m_folder->filePath(QStringLiteral("stories")));
    QSignalSpy started(m_dialog.get(), &TrainDialog::startRequested);
    QVERIFY(startButton()->isEnabled());
    startButton()->click();
    QCOMPARE(started.size(), 1);
    QCOMPARE(started.first().first().value<training::TrainingOptions>().data,
             m_folder->filePath(QStringLiteral("stories")).toStdString());
}

void TrainingDialogTest::the_cost_is_said_before_starting() {
    named<QSpinBox>("Number of StoryWorld stories")->setValue(500);
    named<QSpinBox>("Epochs")->setValue(4);
    auto* work = named<QLabel>("Work");
    QTRY_VERIFY_WITH_TIMEOUT(work->text().contains(QLatin1String("4 epochs")), 10'000);
    QVERIFY(work->text().contains(QLatin1String("steps")));
    QVERIFY(!named<QLabel>("Time")->text().isEmpty());
    QVERIFY(named<QLabel>("Saved in")->text().startsWith(m_folder->path()));
}

void TrainingDialogTest::the_first_page_has_at_most_seven_fields() {
    auto* tabs = m_dialog->findChild<QTabWidget*>();
    auto* form = qobject_cast<QFormLayout*>(tabs->widget(0)->layout());
    QVERIFY(form);
    QVERIFY(form->rowCount() <= 7);
}

void TrainingDialogTest::it_fits_a_small_screen() {
    constexpr int titleBar = 32;
    QVERIFY(m_dialog->minimumSizeHint().width() <= 1024);
    QVERIFY(m_dialog->minimumSizeHint().height() + titleBar <= 640);
    QVERIFY(m_dialog->height() + titleBar <= 640);
}

void TrainingDialogTest::every_focusable_widget_has_a_name() {
    QCOMPARE(focusableWithoutName(*m_dialog).join(QLatin1Char(';')), QString());
}

QTEST_MAIN(TrainingDialogTest)
#include "training_dialog_test.moc"
