// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/free_memory.h"
#include "ui/training/training_cost.h"
#include "ui/training/training_form.h"

#include <QLocale>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <functional>
#include <unistd.h>

using namespace storyscope;
using namespace storyscope::ui;

namespace {

using Change = std::function<void(TrainingForm&)>;

MemoryNeed someNeed() {
    constexpr std::int64_t mebibyte = 1 << 20;
    MemoryNeed need;
    need.prediction.weights = 50 * mebibyte;
    need.prediction.optimizer = 120 * mebibyte;
    need.prediction.step = 150 * mebibyte;
    need.prediction.saving = 60 * mebibyte;
    need.prediction.texts = 20 * mebibyte;
    need.prediction.pictures = 80 * mebibyte;
    need.prediction.program = 30 * mebibyte;
    need.freeBytes = std::int64_t{2} << 30;
    return need;
}

} // namespace

Q_DECLARE_METATYPE(Change)

class TrainingFormTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void a_field_that_makes_no_sense_keeps_the_run_from_starting_data();
    void a_field_that_makes_no_sense_keeps_the_run_from_starting();
    void a_sensible_form_can_start();
    void what_was_typed_becomes_the_options();
    void a_folder_becomes_the_data();
    void a_name_that_is_taken_gets_a_number();
    void a_file_becomes_the_data();
    void a_drawn_size_is_kept();
    void the_cost_counts_every_step_once();
    void the_time_follows_the_measured_rate();
    void the_memory_is_said_with_what_it_is_made_of();
    void too_much_memory_is_a_warning_data();
    void too_much_memory_is_a_warning();
    void free_memory_is_less_than_the_machine_has();
    void a_duration_is_written_for_a_person_data();
    void a_duration_is_written_for_a_person();

private:
    TrainingForm sensibleForm() const;

    QTemporaryDir m_folder;
};

void TrainingFormTest::initTestCase() {
    QLocale::setDefault(QLocale::c());
    QVERIFY(m_folder.isValid());
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("runs/taken")));
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("stories")));
    std::ofstream((m_folder.path() + "/runs/taken/config.json").toStdString()) << "{}";
    std::ofstream((m_folder.path() + "/file.txt").toStdString()) << "text";
}

TrainingForm TrainingFormTest::sensibleForm() const {
    TrainingForm form;
    form.preset = QStringLiteral("storyworld");
    form.learningRate = QStringLiteral("0.001");
    form.runName = QStringLiteral("first");
    form.runsFolder = (m_folder.path() + "/runs").toStdString();
    return form;
}

void TrainingFormTest::a_field_that_makes_no_sense_keeps_the_run_from_starting_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<int>("field");
    const auto row = [](const char* name, TrainingField field, Change change) {
        QTest::newRow(name) << std::move(change) << static_cast<int>(field);
    };
    const QString base = m_folder.path();
    const auto folder = [](const QString& path) {
        return [path](TrainingForm& form) {
            form.dataKind = TrainingForm::DataKind::Files;
            form.place = path;
        };
    };
    const auto overrides = [](const char* text) { return [text](TrainingForm& form) { form.overrides = text; }; };
    const auto rate = [](const char* text) { return [text](TrainingForm& form) { form.learningRate = text; }; };
    const auto name = [](const char* text) { return [text](TrainingForm& form) { form.runName = text; }; };
    row("no preset", TrainingField::Preset, [](TrainingForm& form) { form.preset.clear(); });
    row("no folder", TrainingField::Data, folder({}));
    row("absent folder", TrainingField::Data, folder(base + "/absent"));
    row("held-out stories", TrainingField::Data, [](TrainingForm& form) { form.storyWorldSeed = 999'000; });
    row("rate not a number", TrainingField::LearningRate, rate("fast"));
    row("rate with a comma", TrainingField::LearningRate, rate("0,001"));
    row("rate zero", TrainingField::LearningRate, rate("0"));
    row("rate negative", TrainingField::LearningRate, rate("-0.001"));
    row("rate too large", TrainingField::LearningRate, rate("10"));
    row("rate infinite", TrainingField::LearningRate, rate("inf"));
    row("seed negative", TrainingField::Seed, [](TrainingForm& form) { form.seed = "-1"; });
    row("seed not whole", TrainingField::Seed, [](TrainingForm& form) { form.seed = "1.5"; });
    row("no name", TrainingField::RunName, name("  "));
    row("name with a folder", TrainingField::RunName, name("../elsewhere"));
    row("hidden name", TrainingField::RunName, name(".run"));
    row("name taken", TrainingField::RunName, name("taken"));
    row("override without value", TrainingField::Overrides, overrides("weight_decay="));
    row("override without =", TrainingField::Overrides, overrides("weight_decay 0.1"));
    row("override twice", TrainingField::Overrides, overrides("a=1\na=2"));
    row("override of a field", TrainingField::Overrides, overrides("epochs=3"));
}

void TrainingFormTest::a_field_that_makes_no_sense_keeps_the_run_from_starting() {
    QFETCH(Change, change);
    QFETCH(int, field);
    TrainingForm form = sensibleForm();
    change(form);
    const QList<FieldProblem> problems = TrainingFormCheck::problems(form);
    QCOMPARE(problems.size(), 1);
    QCOMPARE(static_cast<int>(problems.first().field), field);
    QVERIFY(problems.first().text.endsWith(QLatin1Char('.')));
}

void TrainingFormTest::a_sensible_form_can_start() {
    TrainingForm form = sensibleForm();
    form.overrides = QStringLiteral("\n  weight_decay = 0.1 \n\nlosses.tags=0.5\n");
    form.learningRate = QStringLiteral(" 1e-3 ");
    form.seed = QStringLiteral("18446744073709551615");
    QVERIFY(TrainingFormCheck::problems(form).isEmpty());
}

void TrainingFormTest::what_was_typed_becomes_the_options() {
    TrainingForm form = sensibleForm();
    form.storyWorldSeed = 501;
    form.storyWorldStories = 300;
    form.epochs = 7;
    form.batchSize = 12;
    form.learningRate = QStringLiteral("2e-4");
    form.seed = QStringLiteral("9007199254740993");
    form.device = QStringLiteral("cuda:1");
    form.limit = 50;
    form.overrides = QStringLiteral("weight_decay = 0.1\nnote=a=b");
    const training::TrainingOptions options = TrainingFormCheck::options(form);
    QCOMPARE(options.preset, std::string("storyworld"));
    QCOMPARE(options.data, std::string("storyworld:seed=501,stories=300"));
    QCOMPARE(options.runFolder, form.runsFolder / "first");
    QCOMPARE(options.epochs.value(), 7);
    QCOMPARE(options.batchSize.value(), 12);
    QCOMPARE(options.learningRate.value(), 2e-4);
    QCOMPARE(options.seed, std::uint64_t{9007199254740993});
    QCOMPARE(options.device, std::string("cuda:1"));
    QCOMPARE(options.limit, std::size_t{50});
    const std::map<std::string, std::string> overrides = {{"weight_decay", "0.1"}, {"note", "a=b"}};
    QCOMPARE(options.overrides, overrides);
}

void TrainingFormTest::a_folder_becomes_the_data() {
    TrainingForm form = sensibleForm();
    form.dataKind = TrainingForm::DataKind::Files;
    form.place = QStringLiteral(" %1/stories/ ").arg(m_folder.path());
    QVERIFY(TrainingFormCheck::problems(form).isEmpty());
    QCOMPARE(TrainingFormCheck::dataSpecification(form), (m_folder.path() + "/stories").toStdString());
    form.pictureFolder = "/data/pictures";
    QCOMPARE(TrainingFormCheck::options(form).dataset.pictureFolder, form.pictureFolder);
    form.dataKind = TrainingForm::DataKind::StoryWorld;
    QVERIFY(TrainingFormCheck::options(form).dataset.pictureFolder.empty());
}

void TrainingFormTest::a_name_that_is_taken_gets_a_number() {
    const std::filesystem::path runs = (m_folder.path() + "/names").toStdString();
    const QString first = TrainingFormCheck::freeRunName(QStringLiteral("tiny"), runs);
    QVERIFY(first.startsWith(QLatin1String("tiny-2")));
    std::filesystem::create_directories(runs / first.toStdString() / "best");
    const QString second = TrainingFormCheck::freeRunName(QStringLiteral("tiny"), runs);
    QVERIFY(second != first);
}

void TrainingFormTest::a_file_becomes_the_data() {
    TrainingForm form = sensibleForm();
    form.dataKind = TrainingForm::DataKind::Files;
    form.place = m_folder.path() + "/file.txt";
    QVERIFY(TrainingFormCheck::problems(form).isEmpty());
    QCOMPARE(TrainingFormCheck::dataSpecification(form), form.place.toStdString());
}

void TrainingFormTest::a_drawn_size_is_kept() {
    TrainingForm form = sensibleForm();
    form.storyWorldSize = 64;
    QCOMPARE(TrainingFormCheck::dataSpecification(form), std::string("storyworld:seed=1,stories=2000,size=64"));
}

void TrainingFormTest::the_cost_counts_every_step_once() {
    TrainingSize size;
    size.trainingStories = 1801;
    size.epochs = 3;
    size.batchSize = 100;
    const TrainingCost cost = trainingCost(size, std::nullopt);
    QCOMPARE(cost.steps, std::int64_t{57}); // 19 steps an epoch, the last one not full
    QVERIFY(!cost.seconds);
}

void TrainingFormTest::the_time_follows_the_measured_rate() {
    TrainingSize size;
    size.trainingStories = 600;
    size.epochs = 2;
    const MeasuredRate rate{10, QStringLiteral("earlier")};
    const TrainingCost cost = trainingCost(size, rate);
    QCOMPARE(cost.seconds.value(), 120.0);
    QVERIFY(TrainingCostText::time(cost, rate).contains(QLatin1String("earlier")));
    QCOMPARE(TrainingCostText::time(trainingCost(size, std::nullopt), std::nullopt),
             QStringLiteral("measured after the first batches"));
}

void TrainingFormTest::the_memory_is_said_with_what_it_is_made_of() {
    const MemoryNeed need = someNeed();
    const QString text = TrainingCostText::memory(need, LearningPlace::Processor);
    QCOMPARE(text, QStringLiteral("about 450 MiB in all"));
    const QStringList parts = TrainingCostText::memoryParts(need).split('\n');
    QCOMPARE(parts.size(), 7); // a checkpoint is written when no step is taken; nothing waits
    QVERIFY(parts.contains(QStringLiteral("Weights: 50 MiB")));
    QVERIFY(parts.contains(QStringLiteral("One step, there and back: 150 MiB")));
    QVERIFY(parts.contains(QStringLiteral("Free on this machine: 2.0 GiB")));
}

void TrainingFormTest::too_much_memory_is_a_warning_data() {
    QTest::addColumn<qlonglong>("free"); // -1: the machine does not say
    QTest::addColumn<bool>("isOnGpu");
    QTest::addColumn<bool>("isWarning");
    QTest::newRow("just enough") << (450LL << 20) << false << false;
    QTest::newRow("too little") << (449LL << 20) << false << true;
    QTest::newRow("not known") << -1LL << false << false;
    QTest::newRow("steps on the GPU") << (240LL << 20) << true << false;
    QTest::newRow("too little beside the GPU") << (239LL << 20) << true << true;
}

void TrainingFormTest::too_much_memory_is_a_warning() {
    QFETCH(qlonglong, free);
    QFETCH(bool, isOnGpu);
    QFETCH(bool, isWarning);
    MemoryNeed need = someNeed();
    need.freeBytes = free < 0 ? std::nullopt : std::optional<std::int64_t>(free);
    const LearningPlace place = isOnGpu ? LearningPlace::GraphicsCard : LearningPlace::Processor;
    QCOMPARE(TrainingCostText::exceedsMemory(need, place), isWarning);
    QCOMPARE(TrainingCostText::memory(need, place).contains(QLatin1String("are free now")), isWarning);
    QCOMPARE(TrainingCostText::memory(need, place).contains(QLatin1String("GPU")), isOnGpu);
}

void TrainingFormTest::free_memory_is_less_than_the_machine_has() {
    const std::optional<std::int64_t> free = freeMemoryBytes();
    QVERIFY(free);
    QVERIFY(*free > 0);
    QVERIFY(*free < static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE));
}

void TrainingFormTest::a_duration_is_written_for_a_person_data() {
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("a blink") << 0.2 << "less than a second";
    QTest::newRow("seconds") << 59.4 << "59 s";
    QTest::newRow("one minute") << 59.6 << "1 min";
    QTest::newRow("minutes") << 200.0 << "3 min 20 s";
    QTest::newRow("many minutes") << 1234.0 << "21 min";
    QTest::newRow("an hour") << 3599.0 << "1 h";
    QTest::newRow("hours") << 7500.0 << "2 h 5 min";
    QTest::newRow("nonsense") << -1.0 << "unknown";
}

void TrainingFormTest::a_duration_is_written_for_a_person() {
    QFETCH(double, seconds);
    QFETCH(QString, text);
    QCOMPARE(TrainingCostText::duration(seconds), text);
}

QTEST_GUILESS_MAIN(TrainingFormTest)
#include "training_form_test.moc"
