// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/train_dialog.h"

#include "core/base/error.h"
#include "core/base/logging.h"
#include "core/base/paths.h"
#include "ui/common/icons.h"
#include "ui/common/text.h"
#include "ui/training/train_basics_page.h"
#include "ui/training/train_expert_page.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QEvent>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace storyscope::ui {
namespace {

constexpr int typingPauseMs = 250;
constexpr int preferredWidth = 560;

QLabel* makeValueLabel(const QString& name, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setAccessibleName(name);
    return label;
}

std::vector<models::PresetInfo> presetsOrNone() {
    try {
        return models::installedPresets();
    } catch (const Error& error) {
        log(LogLevel::Error, error.what());
        return {}; // the dialog says that there are none
    }
}

} // namespace

TrainDialog::TrainDialog(QWidget* parent) : TrainDialog(presetsOrNone(), userDataPath() / "runs", parent) {}

TrainDialog::TrainDialog(std::vector<models::PresetInfo> presets, const std::filesystem::path& runsFolder,
                         QWidget* parent)
    : QDialog(parent), m_runsFolder(runsFolder) {
    setWindowTitle(tr("Train a model"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(makePages(std::move(presets)), 1);
    layout->addWidget(makeCost());
    layout->addWidget(makeProblemLine());
    layout->addWidget(makeButtons());
    m_lookSoon.setSingleShot(true);
    m_lookSoon.setInterval(typingPauseMs);
    connect(&m_lookSoon, &QTimer::timeout, this,
            [this] { m_dataProbe.look(TrainingFormCheck::dataSpecification(form())); });
    connect(&m_dataProbe, &DataProbe::found, this, [this](const DataFacts& facts) {
        m_facts = facts;
        check();
    });
    connect(&m_environmentProbe, &EnvironmentProbe::found, this, [this](const TrainingEnvironment& environment) {
        m_environment = environment;
        m_basics->setDevices(environment.devices);
        check();
    });
    connect(m_basics, &TrainBasicsPage::changed, this, &TrainDialog::check);
    connect(m_expert, &TrainExpertPage::changed, this, &TrainDialog::check);
    check();
    resize(preferredWidth, layout->totalHeightForWidth(preferredWidth));
}

QWidget* TrainDialog::makePages(std::vector<models::PresetInfo> presets) {
    m_tabs = new QTabWidget(this);
    m_tabs->setAccessibleName(tr("Pages"));
    m_basics = new TrainBasicsPage(std::move(presets), m_tabs);
    m_expert = new TrainExpertPage(m_tabs);
    m_tabs->addTab(m_basics, tr("Basics"));
    m_tabs->addTab(m_expert, tr("Expert"));
    return m_tabs;
}

QWidget* TrainDialog::makeCost() {
    auto* box = new QGroupBox(tr("What it costs"), this);
    auto* form = new QFormLayout(box);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(4);
    m_steps = makeValueLabel(tr("Work"), box);
    m_memory = makeValueLabel(tr("Memory"), box);
    m_time = makeValueLabel(tr("Time"), box);
    m_place = makeValueLabel(tr("Saved in"), box);
    form->addRow(tr("Work:"), m_steps);
    form->addRow(tr("Memory:"), m_memory);
    form->addRow(tr("Time:"), m_time);
    form->addRow(tr("Saved in:"), m_place);
    return box;
}

QWidget* TrainDialog::makeProblemLine() {
    m_problemLine = new QWidget(this);
    auto* layout = new QHBoxLayout(m_problemLine);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* sign = new QLabel(m_problemLine);
    sign->setPixmap(icon(QStringLiteral("warning")).pixmap(20));
    m_problem = makeValueLabel(tr("What keeps the run from starting"), m_problemLine);
    layout->addWidget(sign, 0, Qt::AlignTop);
    layout->addWidget(m_problem, 1);
    return m_problemLine;
}

QWidget* TrainDialog::makeButtons() {
    auto* buttons = new QDialogButtonBox(this);
    m_start = buttons->addButton(tr("Start training"), QDialogButtonBox::AcceptRole);
    m_start->setIcon(icon(QStringLiteral("train")));
    m_start->setDefault(true);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    for (QAbstractButton* button : buttons->buttons())
        button->setAccessibleName(button->text().remove(QLatin1Char('&')));
    connect(buttons, &QDialogButtonBox::accepted, this, &TrainDialog::start);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    return buttons;
}

void TrainDialog::setDataFolder(const QString& folder, const QString& pictureFolder) {
    m_knownFolder = QDir::toNativeSeparators(folder);
    m_pictureFolder = pictureFolder;
    m_basics->setFolder(folder);
}

void TrainDialog::showEvent(QShowEvent* event) {
    m_environmentProbe.look(m_runsFolder);
    m_basics->focusFirstField();
    check();
    QDialog::showEvent(event);
}

bool TrainDialog::event(QEvent* event) {
    const bool isHandled = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest)
        growToFit();
    return isHandled;
}

TrainingForm TrainDialog::form() const {
    TrainingForm form;
    form.runsFolder = m_runsFolder;
    m_basics->readInto(form);
    m_expert->readInto(form);
    if (form.folder == m_knownFolder)
        form.pictureFolder = toPath(m_pictureFolder);
    return form;
}

void TrainDialog::check() {
    {
        const QSignalBlocker blocker(m_expert);
        m_expert->suggestRunName(TrainingFormCheck::freeRunName(form().preset, m_runsFolder));
    }
    const TrainingForm now = form();
    QList<FieldProblem> problems = TrainingFormCheck::problems(now);
    const bool dataIsWellFormed = std::none_of(
        problems.begin(), problems.end(), [](const auto& problem) { return problem.field == TrainingField::Data; });
    const bool dataIsKnown = m_facts.specification == TrainingFormCheck::dataSpecification(now);
    if (dataIsWellFormed && !dataIsKnown)
        m_lookSoon.start();
    if (dataIsKnown && !m_facts.problem.isEmpty())
        problems << FieldProblem{TrainingField::Data, m_facts.problem};
    m_place->setText(QDir::toNativeSeparators(toText(m_runsFolder / toPath(now.runName.trimmed()))));
    showProblems(problems);
    if (dataIsWellFormed && dataIsKnown && m_facts.problem.isEmpty())
        showCost(now);
    else
        showUnknownCost(dataIsWellFormed && !dataIsKnown ? tr("Looking at the data…") : tr("–"));
}

void TrainDialog::showProblems(const QList<FieldProblem>& problems) {
    m_start->setEnabled(problems.isEmpty());
    m_problemLine->setVisible(!problems.isEmpty());
    if (!problems.isEmpty())
        m_problem->setText(problems.first().text);
}

void TrainDialog::showUnknownCost(const QString& text) {
    for (QLabel* label : {m_steps, m_memory, m_time})
        label->setText(text);
}

void TrainDialog::showCost(const TrainingForm& now) {
    std::optional<MeasuredRate> rate;
    if (const auto known = m_environment.rates.constFind(now.preset.toLower()); known != m_environment.rates.constEnd())
        rate = *known;
    const std::int64_t stories =
        now.limit > 0 ? std::min<std::int64_t>(now.limit, m_facts.trainingStories) : m_facts.trainingStories;
    TrainingSize size{stories, now.epochs, now.batchSize, m_facts.framesPerStory * stories, 0, 0};
    size.pictureSide =
        static_cast<std::int64_t>(TrainingFormCheck::presetNumber(now, QStringLiteral("picture_size"), 0));
    size.mostPictureBytes =
        static_cast<std::int64_t>(TrainingFormCheck::presetNumber(now, QStringLiteral("picture_cache_mib"), 0)) << 20;
    const TrainingCost cost = trainingCost(size, rate);
    m_steps->setText(TrainingCostText::steps(cost, now.batchSize));
    m_memory->setText(TrainingCostText::memory(cost));
    m_time->setText(TrainingCostText::time(cost, rate));
}

void TrainDialog::growToFit() {
    const int needed = layout()->totalHeightForWidth(width());
    if (isVisible() && needed > height())
        resize(width(), needed);
}

void TrainDialog::start() {
    const TrainingForm now = form();
    if (!TrainingFormCheck::problems(now).isEmpty())
        return check();
    emit startRequested(TrainingFormCheck::options(now));
    accept();
}

} // namespace storyscope::ui
