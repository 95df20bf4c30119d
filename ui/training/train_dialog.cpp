// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/train_dialog.h"

#include "core/base/error.h"
#include "core/base/logging.h"
#include "core/base/paths.h"
#include "core/datasets/storyworld_dataset.h"
#include "ui/common/icons.h"
#include "ui/common/text.h"
#include "ui/training/cost_box.h"
#include "ui/training/page_scroller.h"
#include "ui/training/train_basics_page.h"
#include "ui/training/train_expert_page.h"
#include "ui/training/wrapping_label.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QTabWidget>
#include <QVBoxLayout>
#include <QWindow>
#include <algorithm>
#include <limits>
#include <optional>

namespace storyscope::ui {
namespace {

constexpr int typingPauseMs = 250;
constexpr int preferredWidth = 640;
constexpr QLatin1String storyWorld("storyworld:");

/// Nothing if it is no drawn data set, or none that can be drawn.
std::optional<datasets::StoryWorldRange> drawnRange(const QString& specification) {
    if (!specification.startsWith(storyWorld))
        return std::nullopt;
    try {
        return datasets::parseStoryWorldRange(specification.mid(storyWorld.size()).toStdString());
    } catch (const Error& error) {
        log(LogLevel::Warning, error.what());
        return std::nullopt;
    }
}

int asInt(std::uint64_t number) {
    return static_cast<int>(std::min<std::uint64_t>(number, std::numeric_limits<int>::max()));
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

TrainDialog::TrainDialog(QWidget* parent)
    : TrainDialog(presetsOrNone(), userDataPath() / "runs", coreMemoryPredictor(), parent) {}

TrainDialog::TrainDialog(std::vector<models::PresetInfo> presets, const std::filesystem::path& runsFolder,
                         MemoryPredictor memoryPredictor, QWidget* parent)
    : QDialog(parent), m_runsFolder(runsFolder), m_memoryForecast(std::move(memoryPredictor)) {
    setWindowTitle(tr("Train a model"));
    m_cost = new CostBox(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(makePages(std::move(presets)), 1);
    layout->addWidget(m_cost);
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
    connect(&m_memoryForecast, &MemoryForecast::changed, this, &TrainDialog::showForecast);
    connect(m_basics, &TrainBasicsPage::changed, this, &TrainDialog::check);
    connect(m_expert, &TrainExpertPage::changed, this, &TrainDialog::check);
    m_fitSoon.setSingleShot(true);
    connect(&m_fitSoon, &QTimer::timeout, this, [this] { fit(Fitting::Growing); });
    check();
    resize(preferredWidth, layout->sizeHint().height());
}

QWidget* TrainDialog::makePages(std::vector<models::PresetInfo> presets) {
    m_tabs = new QTabWidget(this);
    m_tabs->setAccessibleName(tr("Pages"));
    m_basics = new TrainBasicsPage(std::move(presets), m_tabs);
    m_expert = new TrainExpertPage(m_tabs);
    m_tabs->addTab(new PageScroller(m_basics, m_tabs), tr("Basics"));
    m_tabs->addTab(new PageScroller(m_expert, m_tabs), tr("Expert"));
    return m_tabs;
}

QWidget* TrainDialog::makeProblemLine() {
    m_problemLine = new QWidget(this);
    auto* layout = new QHBoxLayout(m_problemLine);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto* sign = new QLabel(m_problemLine);
    sign->setPixmap(icon(QStringLiteral("warning")).pixmap(20));
    m_problem = new WrappingLabel(m_problemLine);
    m_problem->setAccessibleName(tr("What keeps the run from starting"));
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

void TrainDialog::setData(const QString& specification, const QString& pictureFolder) {
    if (const auto drawn = drawnRange(specification)) {
        m_drawnSize = drawn->sizePixels == datasets::StoryWorldRange().sizePixels ? 0 : drawn->sizePixels;
        m_expert->setFirstStory(asInt(drawn->firstSeed));
        m_basics->setStoryWorld(asInt(drawn->stories));
        return;
    }
    m_knownPlace = QDir::toNativeSeparators(specification);
    m_pictureFolder = pictureFolder;
    m_basics->setPlace(specification);
}

void TrainDialog::done(int result) {
    m_memoryForecast.forget();
    QDialog::done(result);
}

void TrainDialog::showEvent(QShowEvent* event) {
    m_environmentProbe.look(m_runsFolder);
    m_basics->focusFirstField();
    check();
    fit(Fitting::Exactly);
    QDialog::showEvent(event);
}

bool TrainDialog::event(QEvent* event) {
    const bool isHandled = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest && isVisible())
        m_fitSoon.start(); // when all texts know how wide they are
    return isHandled;
}

TrainingForm TrainDialog::form() const {
    TrainingForm form;
    form.runsFolder = m_runsFolder;
    m_basics->readInto(form);
    m_expert->readInto(form);
    form.storyWorldSize = m_drawnSize;
    if (form.place == m_knownPlace)
        form.pictureFolder = toPath(m_pictureFolder);
    return form;
}

void TrainDialog::check() {
    if (m_memoryForecast.isMakingWay())
        return; // what was started stands
    {
        const QSignalBlocker blocker(m_expert);
        m_expert->suggestRunName(TrainingFormCheck::freeRunName(form().preset, m_runsFolder));
    }
    const TrainingForm now = form();
    const QList<FieldProblem> problems = TrainingFormCheck::problems(now);
    const bool isDataWrong = std::any_of(problems.begin(), problems.end(),
                                         [](const auto& problem) { return problem.field == TrainingField::Data; });
    const bool isDataKnown = m_facts.specification == TrainingFormCheck::dataSpecification(now);
    if (!isDataWrong && !isDataKnown)
        m_lookSoon.start();
    m_cost->showFolder(QDir::toNativeSeparators(toText(m_runsFolder / toPath(now.runName.trimmed()))));
    const bool isUsable = !isDataWrong && isDataKnown && m_facts.problem.isEmpty();
    if (isUsable)
        showCost(now);
    else
        m_cost->showUnknown(isDataWrong || isDataKnown ? tr("–") : tr("Looking at the data…"));
    if (isUsable && problems.isEmpty() && isVisible() && !m_isHeldBack)
        m_memoryForecast.follow(TrainingFormCheck::options(now));
    else
        m_memoryForecast.forget();
    showForecast();
}

QStringList TrainDialog::obstacles(const TrainingForm& form) const {
    QStringList texts;
    if (m_isHeldBack)
        texts << tr("A run is going on. The next one can start when it has ended.");
    for (const FieldProblem& problem : TrainingFormCheck::problems(form))
        texts << problem.text;
    if (m_facts.specification == TrainingFormCheck::dataSpecification(form) && !m_facts.problem.isEmpty())
        texts << m_facts.problem;
    const bool isRefused = m_memoryForecast.state() == MemoryForecast::State::Failed &&
                           m_memoryForecast.failure().code == ErrorCode::BadArgument;
    if (isRefused && !form.overrides.trimmed().isEmpty())
        texts << m_memoryForecast.failure().message;
    return texts;
}

void TrainDialog::holdBack() {
    m_isHeldBack = true;
    check();
}

void TrainDialog::release() {
    m_isHeldBack = false;
    check();
}

void TrainDialog::showForecast() {
    const QStringList texts = obstacles(form());
    m_start->setEnabled(texts.isEmpty());
    m_problemLine->setVisible(!texts.isEmpty());
    if (!texts.isEmpty())
        m_problem->say(texts.first());
    m_cost->showMemory(m_memoryForecast, learningPlace());
}

void TrainDialog::showCost(const TrainingForm& now) {
    std::optional<MeasuredRate> rate;
    if (const auto known = m_environment.rates.constFind(now.preset.toLower()); known != m_environment.rates.constEnd())
        rate = *known;
    const std::int64_t stories =
        now.limit > 0 ? std::min<std::int64_t>(now.limit, m_facts.trainingStories) : m_facts.trainingStories;
    m_cost->showCost({stories, now.epochs, now.batchSize}, rate);
}

LearningPlace TrainDialog::learningPlace() const {
    const QString device = form().device;
    const auto isOther = [](const QString& name) { return name != QLatin1String("cpu"); };
    const bool isAutomatic = device == QLatin1String("auto");
    const bool isElsewhere = isAutomatic ? std::ranges::any_of(m_environment.devices, isOther) : isOther(device);
    return isElsewhere ? LearningPlace::GraphicsCard : LearningPlace::Processor;
}

void TrainDialog::fit(Fitting fitting) {
    layout()->activate();
    const QRect free = screen()->availableGeometry();
    const QMargins frame = windowHandle() ? windowHandle()->frameMargins() : QMargins();
    const int most = free.height() - frame.top() - frame.bottom();
    const int missing = static_cast<const PageScroller*>(m_tabs->currentWidget())->missingHeight();
    if (missing > 0 || fitting == Fitting::Exactly)
        resize(width(), std::clamp(height() + missing, minimumHeight(), std::max(most, minimumHeight())));
    const int tooLow = geometry().bottom() + frame.bottom() - free.bottom();
    if (isVisible() && tooLow > 0)
        move(pos().x(), std::max(free.top(), pos().y() - tooLow));
}

void TrainDialog::start() {
    const TrainingForm now = form();
    if (!obstacles(now).isEmpty())
        return check();
    m_start->setEnabled(false);
    m_memoryForecast.makeWayFor([this, options = TrainingFormCheck::options(now)] {
        emit startRequested(options);
        accept();
    });
}

} // namespace storyscope::ui
