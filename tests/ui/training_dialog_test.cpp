// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/train_dialog.h"

#include "core/base/error.h"
#include "focusable_names.h"

#include <QApplication>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <atomic>
#include <functional>

using namespace storyscope;
using namespace storyscope::ui;

namespace {

/// Counts the memory of a run as a test says, and remembers what it was asked.
struct ScriptedCount {
    std::atomic<int> calls = 0;
    std::atomic<int> stops = 0; ///< that were noticed
    std::atomic<int> batchSize = 0;
    std::atomic<QThread*> thread = nullptr;
    std::atomic<bool> isHeld = false; ///< a step that cannot be broken off
    std::function<MemoryNeed(const std::stop_token&)> count;
};

MemoryNeed needOf(std::int64_t mebibytes, std::int64_t freeMebibytes) {
    MemoryNeed need;
    need.prediction.step = mebibytes << 20;
    need.freeBytes = freeMebibytes << 20;
    return need;
}

MemoryPredictor predictorFor(ScriptedCount& script) {
    return [&script](const training::TrainingOptions& options, const std::stop_token& stop, Progress&) {
        ++script.calls;
        script.batchSize = options.batchSize.value_or(0);
        script.thread = QThread::currentThread();
        while (script.isHeld)
            QThread::msleep(1);
        script.stops += stop.stop_requested() ? 1 : 0;
        throwIfStopped(stop);
        return script.count ? script.count(stop) : needOf(450, 2048);
    };
}

} // namespace

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
    void a_drawn_data_set_is_the_data_data();
    void a_drawn_data_set_is_the_data();
    void every_stage_of_a_preset_has_an_epoch();
    void the_cost_is_said_before_starting();
    void the_memory_is_counted_by_a_worker_and_said();
    void the_memory_is_counted_anew_only_when_the_form_rests();
    void more_memory_than_is_free_is_a_warning_and_no_obstacle();
    void what_cannot_be_counted_is_said_and_is_no_obstacle();
    void another_value_that_the_run_would_refuse_keeps_it_from_starting();
    void closing_waits_for_no_count();
    void a_run_starts_only_when_nothing_is_counted_any_more();
    void nothing_is_counted_or_started_while_a_run_goes_on();
    void the_real_count_is_said();
    void the_first_page_has_at_most_seven_fields();
    void it_fits_a_small_screen();
    void a_long_description_is_seen_whole();
    void a_description_higher_than_the_screen_can_be_scrolled();
    void tab_follows_the_eye_data();
    void tab_follows_the_eye();
    void the_underlined_letters_lead_to_their_fields_data();
    void the_underlined_letters_lead_to_their_fields();
    void every_focusable_widget_has_a_name();

private:
    template <typename Widget>
    Widget* named(const char* accessibleName) const;
    QPushButton* startButton() const;
    void makeDialog(const QString& description = QStringLiteral("The large one."));
    bool isWarned() const;

    ScriptedCount m_count;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TrainDialog> m_dialog;
};

void TrainingDialogTest::init() {
    QLocale::setDefault(QLocale::c());
    m_folder = std::make_unique<QTemporaryDir>();
    m_count.calls = 0;
    m_count.stops = 0;
    m_count.isHeld = false;
    m_count.count = nullptr;
    makeDialog();
}

void TrainingDialogTest::makeDialog(const QString& description) {
    const models::PresetInfo large{"large", "", "Large", description.toStdString(), 20, 3, 16, 1e-3};
    const models::PresetInfo small{"small", "", "Small", "The small one.", 5, 1, 32, 2e-3};
    m_dialog =
        std::make_unique<TrainDialog>(std::vector{large, small}, m_folder->path().toStdString(), predictorFor(m_count));
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get(), test::patienceMs));
}

void TrainingDialogTest::cleanup() {
    m_count.isHeld = false;
    m_dialog.reset();
}

bool TrainingDialogTest::isWarned() const {
    const QWidget* line = named<QLabel>("Memory")->parentWidget();
    for (const QLabel* label : line->findChildren<QLabel*>())
        if (!label->pixmap(Qt::ReturnByValue).isNull())
            return label->isVisible();
    return false;
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
    QCOMPARE(options.data, std::string("storyworld:seed=1,stories=2000"));
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
    m_dialog->setData(m_folder->filePath(QStringLiteral("stories")));
    QSignalSpy started(m_dialog.get(), &TrainDialog::startRequested);
    QVERIFY(startButton()->isEnabled());
    startButton()->click();
    QCOMPARE(started.size(), 1);
    QCOMPARE(started.first().first().value<training::TrainingOptions>().data,
             m_folder->filePath(QStringLiteral("stories")).toStdString());
}

void TrainingDialogTest::a_drawn_data_set_is_the_data_data() {
    QTest::addColumn<QString>("specification");
    QTest::addColumn<int>("stories");
    QTest::addColumn<int>("firstStory");
    QTest::newRow("seed and stories") << "storyworld:seed=5,stories=20" << 20 << 5;
    QTest::newRow("and a size") << "storyworld:seed=301,stories=4000,size=64" << 4000 << 301;
    QTest::newRow("from nought") << "storyworld:seed=0,stories=3" << 3 << 0;
}

void TrainingDialogTest::a_drawn_data_set_is_the_data() {
    QFETCH(QString, specification);
    QFETCH(int, stories);
    QFETCH(int, firstStory);
    m_dialog->setData(specification);
    QCOMPARE(named<QComboBox>("Kind of data")->currentText(), QStringLiteral("StoryWorld"));
    QCOMPARE(named<QSpinBox>("Number of StoryWorld stories")->value(), stories);
    QCOMPARE(named<QSpinBox>("First StoryWorld story")->value(), firstStory);
    QVERIFY(startButton()->isEnabled());
    QSignalSpy started(m_dialog.get(), &TrainDialog::startRequested);
    startButton()->click();
    QCOMPARE(started.size(), 1);
    QCOMPARE(started.first().first().value<training::TrainingOptions>().data, specification.toStdString());
}

void TrainingDialogTest::every_stage_of_a_preset_has_an_epoch() {
    auto* const epochs = named<QSpinBox>("Epochs");
    epochs->setValue(1);
    QCOMPARE(epochs->value(), 3);
    named<QComboBox>("Preset")->setCurrentIndex(1);
    QCOMPARE(epochs->value(), 3); // chosen, not the preset's
    epochs->setValue(1);
    QCOMPARE(epochs->value(), 1);
}

void TrainingDialogTest::the_cost_is_said_before_starting() {
    named<QSpinBox>("Number of StoryWorld stories")->setValue(500);
    named<QSpinBox>("Epochs")->setValue(4);
    auto* work = named<QLabel>("Work");
    QTRY_VERIFY(work->text().contains(QLatin1String("4 epochs")));
    QVERIFY(work->text().contains(QLatin1String("steps")));
    QVERIFY(!named<QLabel>("Time")->text().isEmpty());
    QVERIFY(named<QLabel>("Saved in")->text().startsWith(m_folder->path()));
}

void TrainingDialogTest::the_memory_is_counted_by_a_worker_and_said() {
    auto* memory = named<QLabel>("Memory");
    QTRY_COMPARE(memory->text(), QStringLiteral("counting…"));
    QTRY_COMPARE(memory->text(), QStringLiteral("about 450 MiB in all"));
    QVERIFY(memory->toolTip().contains(QLatin1String("450 MiB")));
    QCOMPARE(memory->accessibleDescription(), memory->text());
    QVERIFY(m_count.thread != QThread::currentThread());
    QVERIFY(!isWarned());
}

void TrainingDialogTest::the_memory_is_counted_anew_only_when_the_form_rests() {
    m_count.isHeld = true;
    QTRY_COMPARE(m_count.calls.load(), 1);
    for (int batch = 17; batch <= 20; ++batch)
        named<QSpinBox>("Stories a step")->setValue(batch);
    m_count.isHeld = false;
    QTRY_COMPARE(m_count.calls.load(), 2);
    QCOMPARE(m_count.stops.load(), 1);
    QCOMPARE(m_count.batchSize.load(), 20);
    QTRY_VERIFY(named<QLabel>("Memory")->text().startsWith(QLatin1String("about")));
    named<QLineEdit>("Seed")->setText(QStringLiteral("7")); // memory does not depend on it
    QVERIFY(named<QLabel>("Memory")->text().startsWith(QLatin1String("about")));
    named<QLineEdit>("Seed")->setText(QStringLiteral("nonsense"));
    QVERIFY(!named<QLabel>("Memory")->text().startsWith(QLatin1String("about")));
}

void TrainingDialogTest::more_memory_than_is_free_is_a_warning_and_no_obstacle() {
    m_count.count = [](const auto&) { return needOf(9 << 10, 5 << 10); };
    auto* memory = named<QLabel>("Memory");
    QTRY_VERIFY(memory->text().startsWith(QLatin1String("about 9.0 GiB in all. Only 5.0 GiB are free")));
    QVERIFY(isWarned());
    QVERIFY(startButton()->isEnabled());
}

void TrainingDialogTest::what_cannot_be_counted_is_said_and_is_no_obstacle() {
    m_count.count = [](const auto&) -> MemoryNeed { throw Error(ErrorCode::NotFound, "There is no vocabulary here"); };
    QTRY_VERIFY(named<QLabel>("Memory")->text().contains(QLatin1String("There is no vocabulary here")));
    QVERIFY(isWarned());
    QVERIFY(startButton()->isEnabled());
}

void TrainingDialogTest::another_value_that_the_run_would_refuse_keeps_it_from_starting() {
    m_count.count = [](const auto&) -> MemoryNeed {
        throw Error(ErrorCode::BadArgument, "The preset has no value \"weight_decya\"");
    };
    m_dialog->findChild<QPlainTextEdit*>()->setPlainText(QStringLiteral("weight_decya=0.1"));
    QVERIFY(startButton()->isEnabled());
    QTRY_VERIFY(!startButton()->isEnabled());
    QVERIFY(named<QLabel>("What keeps the run from starting")->text().contains(QLatin1String("weight_decya")));
    m_count.count = nullptr;
    m_dialog->findChild<QPlainTextEdit*>()->setPlainText(QStringLiteral("weight_decay=0.1"));
    QVERIFY(startButton()->isEnabled());
    QTRY_VERIFY(named<QLabel>("Memory")->text().startsWith(QLatin1String("about")));
    QVERIFY(startButton()->isEnabled());
}

void TrainingDialogTest::closing_waits_for_no_count() {
    m_count.isHeld = true;
    QTRY_COMPARE(m_count.calls.load(), 1);
    m_dialog->close();
    m_dialog.reset(); // would never end if it waited
    m_count.isHeld = false;
    QTRY_COMPARE(m_count.stops.load(), 1);
    QTRY_VERIFY(!QCoreApplication::instance()->findChild<MemoryCounter*>());
}

void TrainingDialogTest::a_run_starts_only_when_nothing_is_counted_any_more() {
    m_count.isHeld = true;
    QTRY_COMPARE(m_count.calls.load(), 1);
    QSignalSpy started(m_dialog.get(), &TrainDialog::startRequested);
    QTest::keyClick(named<QSpinBox>("Epochs"), Qt::Key_Return);
    QTest::qWait(50);
    QVERIFY(started.isEmpty());             // counting draws from the generator that the run draws from
    named<QSpinBox>("Epochs")->setValue(3); // too late for the run that was started
    m_count.isHeld = false;
    QTRY_COMPARE(started.size(), 1);
    QVERIFY(!m_dialog->isVisible());
    QCOMPARE(m_count.stops.load(), 1);
    QCOMPARE(started.first().first().value<training::TrainingOptions>().epochs.value(), 20);
}

void TrainingDialogTest::nothing_is_counted_or_started_while_a_run_goes_on() {
    m_dialog->holdBack();
    auto* problem = named<QLabel>("What keeps the run from starting");
    QVERIFY(problem->isVisible());
    QVERIFY(problem->text().contains(QLatin1String("A run is going on")));
    QVERIFY(!startButton()->isEnabled());
    QTest::qWait(1500); // long enough to look at the data and to begin
    QCOMPARE(m_count.calls.load(), 0);
    m_dialog->release();
    QVERIFY(startButton()->isEnabled());
    QTRY_COMPARE(m_count.calls.load(), 1);
}

void TrainingDialogTest::the_real_count_is_said() {
    m_dialog = std::make_unique<TrainDialog>(models::installedPresets(), m_folder->path().toStdString());
    m_dialog->setData(QStringLiteral("storyworld:seed=1,stories=60"));
    auto* preset = named<QComboBox>("Preset");
    preset->setCurrentIndex(preset->findData(QStringLiteral("course-baseline-small")));
    m_dialog->show();
    auto* memory = named<QLabel>("Memory");
    QTRY_VERIFY2(memory->text().startsWith(QLatin1String("about")), qPrintable(memory->text()));
    QVERIFY2(memory->text().contains(QLatin1String("MiB in all")), qPrintable(memory->text()));
    QVERIFY(memory->toolTip().contains(QLatin1String("Weights: ")));
}

void TrainingDialogTest::the_first_page_has_at_most_seven_fields() {
    auto* tabs = m_dialog->findChild<QTabWidget*>();
    auto* form = qobject_cast<QFormLayout*>(qobject_cast<QScrollArea*>(tabs->widget(0))->widget()->layout());
    QVERIFY(form);
    QVERIFY(form->rowCount() <= 7);
}

void TrainingDialogTest::it_fits_a_small_screen() {
    constexpr int titleBar = 32;
    QVERIFY(m_dialog->minimumSizeHint().width() <= 1024);
    QVERIFY(m_dialog->minimumSizeHint().height() + titleBar <= 640);
    QVERIFY(m_dialog->height() + titleBar <= 640);
}

void TrainingDialogTest::a_long_description_is_seen_whole() {
    makeDialog(
        QStringLiteral("Sixteen frames of a clip through a frozen network, and words that look at them. ").repeated(6));
    auto* description = named<QLabel>("What the preset is");
    QTRY_COMPARE(description->visibleRegion().boundingRect(), description->rect());
    QVERIFY(description->height() >= description->heightForWidth(description->width()));
    const auto* page = qobject_cast<QScrollArea*>(m_dialog->findChild<QTabWidget*>()->currentWidget());
    QVERIFY(!page->verticalScrollBar()->isVisible());
    it_fits_a_small_screen();
}

void TrainingDialogTest::a_description_higher_than_the_screen_can_be_scrolled() {
    makeDialog(QStringLiteral("Sixteen frames of a clip through a frozen network. ").repeated(100));
    auto* description = named<QLabel>("What the preset is");
    QTRY_VERIFY(description->height() >= description->heightForWidth(description->width()));
    QVERIFY(m_dialog->height() <= m_dialog->screen()->availableGeometry().height());
    const auto* page = qobject_cast<QScrollArea*>(m_dialog->findChild<QTabWidget*>()->currentWidget());
    QTRY_VERIFY(page->verticalScrollBar()->isVisible());
    named<QComboBox>("Device")->setFocus(Qt::TabFocusReason);
    QTRY_VERIFY(!named<QComboBox>("Device")->visibleRegion().isEmpty());
}

void TrainingDialogTest::tab_follows_the_eye_data() {
    QTest::addColumn<int>("page");
    QTest::addColumn<QStringList>("names");
    const QStringList buttons = {QStringLiteral("Start training"), QStringLiteral("Cancel")};
    QTest::newRow("basics") << 0
                            << QStringList{"Preset", "Kind of data",   "Number of StoryWorld stories",
                                           "Epochs", "Stories a step", "Learning rate",
                                           "Seed",   "Device"} +
                                   buttons;
    QTest::newRow("expert") << 1
                            << QStringList{"Name of the run", "First StoryWorld story", "Most training stories to use",
                                           "Other values of the preset, one key=value per line"} +
                                   buttons;
}

void TrainingDialogTest::tab_follows_the_eye() {
    QFETCH(int, page);
    QFETCH(QStringList, names);
    auto* tabs = m_dialog->findChild<QTabWidget*>();
    tabs->setCurrentIndex(page);
    m_dialog->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get(), test::patienceMs));
    named<QWidget>(qPrintable(names.first()))->setFocus();
    for (const QString& name : names) {
        QCOMPARE(QApplication::focusWidget()->accessibleName(), name);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
}

void TrainingDialogTest::the_underlined_letters_lead_to_their_fields_data() {
    QTest::addColumn<int>("page");
    QTest::addColumn<char>("letter");
    QTest::addColumn<QString>("name");
    QTest::newRow("preset") << 0 << 'p' << "Preset";
    QTest::newRow("data") << 0 << 'd' << "Kind of data";
    QTest::newRow("epochs") << 0 << 'e' << "Epochs";
    QTest::newRow("batch") << 0 << 'b' << "Stories a step";
    QTest::newRow("rate") << 0 << 'l' << "Learning rate";
    QTest::newRow("seed") << 0 << 's' << "Seed";
    QTest::newRow("device") << 0 << 'v' << "Device";
    QTest::newRow("run name") << 1 << 'r' << "Name of the run";
    QTest::newRow("first story") << 1 << 'f' << "First StoryWorld story";
    QTest::newRow("limit") << 1 << 'u' << "Most training stories to use";
    QTest::newRow("overrides") << 1 << 'o' << "Other values of the preset, one key=value per line";
}

void TrainingDialogTest::the_underlined_letters_lead_to_their_fields() {
    QFETCH(int, page);
    QFETCH(char, letter);
    QFETCH(QString, name);
    m_dialog->findChild<QTabWidget*>()->setCurrentIndex(page);
    m_dialog->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get(), test::patienceMs));
    named<QPushButton>("Cancel")->setFocus();
    QTest::keyClick(m_dialog.get(), letter, Qt::AltModifier);
    QCOMPARE(QApplication::focusWidget()->accessibleName(), name);
}

void TrainingDialogTest::every_focusable_widget_has_a_name() {
    QCOMPARE(focusableWithoutName(*m_dialog).join(QLatin1Char(';')), QString());
}

QTEST_MAIN(TrainingDialogTest)
#include "training_dialog_test.moc"
