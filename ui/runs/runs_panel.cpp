// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/runs_panel.h"

#include "core/base/paths.h"
#include "ui/common/icons.h"
#include "ui/common/text.h"
#include "ui/jobs/training_job.h"
#include "ui/runs/loss_view.h"
#include "ui/runs/runs_model.h"
#include "ui/runs/runs_reader.h"
#include "ui/runs/samples_view.h"

#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace storyscope::ui {
namespace {

constexpr int repaintIntervalMs = 66; // 15 Hz

RunRecord recordOf(const training::TrainingOptions& options) {
    RunRecord record;
    record.folder = options.runFolder;
    record.name = toText(options.runFolder.filename());
    record.preset = toText(options.preset);
    record.data = toText(options.data);
    record.epochs = options.epochs.value_or(0);
    return record;
}

} // namespace

RunsPanel::RunsPanel(QWidget* parent) : RunsPanel(coreTrainingRunner(), userDataPath() / "runs", parent) {}

RunsPanel::RunsPanel(std::shared_ptr<TrainingRunner> runner, const std::filesystem::path& runsFolder, QWidget* parent)
    : QWidget(parent), m_model(new RunsModel(this)), m_job(new TrainingJob(std::move(runner), this)),
      m_reader(new RunsReader(this)) {
    setObjectName(QStringLiteral("runsPanel"));
    m_pages = new QStackedLayout(this);
    m_pages->addWidget(makeEmptyPage());
    m_pages->addWidget(makeRunsPage());
    m_repaint.setInterval(repaintIntervalMs);
    connect(&m_repaint, &QTimer::timeout, this, &RunsPanel::takeNews);
    connect(m_job, &TrainingJob::finished, this, &RunsPanel::runEnded);
    connect(m_job, &TrainingJob::failed, this, &RunsPanel::runFailed);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, [this] { m_pages->setCurrentIndex(1); });
    connect(m_reader, &RunsReader::found, this, [this](const std::vector<RunRecord>& runs) {
        m_model->appendEarlier(runs);
        if (!selected() && m_model->rowCount() > 0)
            select(m_model->record(0));
    });
    m_reader->read(runsFolder);
}

RunsPanel::~RunsPanel() {
    m_job->disconnect(this);
}

QWidget* RunsPanel::makeEmptyPage() {
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    layout->setSpacing(8);
    auto* text =
        new QLabel(tr("No model was trained yet. A run shows its losses and its stories here while it learns."), page);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignCenter);
    auto* train = new QPushButton(icon(QStringLiteral("train")), tr("Train…"), page);
    train->setAccessibleName(tr("Train a model"));
    layout->addStretch(1);
    layout->addWidget(text);
    layout->addWidget(train, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    connect(train, &QPushButton::clicked, this, &RunsPanel::trainRequested);
    return page;
}

QWidget* RunsPanel::makeRunsPage() {
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeTable());
    splitter->addWidget(makeDetails());
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    splitter->setSizes({520, 600});
    return splitter;
}

QWidget* RunsPanel::makeTable() {
    m_table = new QTableView(this);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Training runs"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setWordWrap(false);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setMinimumWidth(200);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    m_table->horizontalHeader()->setStretchLastSection(true);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        const RunRecord* run = selected();
        m_losses->setRun(run);
        m_samples->setRun(run);
        if (run)
            m_header->showRun(*run, m_moment);
    });
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 8);
    setColumnWidths();
    return m_table;
}

void RunsPanel::setColumnWidths() {
    const QFontMetrics metrics = m_table->fontMetrics();
    const QList<QString> widest = {QStringLiteral("storyworld-2026-00-00-0000"),
                                   tr("Interrupted"),
                                   tr("%1 of %2").arg(100).arg(100),
                                   tr("Best loss"),
                                   QStringLiteral("00 min 00 s"),
                                   QStringLiteral("storyworld"),
                                   QStringLiteral("storyworld:seed=1,stories=2000")};
    for (int column = 0; column < widest.size(); ++column)
        m_table->setColumnWidth(column, metrics.horizontalAdvance(widest[column]) + 16);
}

QWidget* RunsPanel::makeDetails() {
    auto* details = new QWidget(this);
    auto* layout = new QVBoxLayout(details);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_header = new RunHeader(details);
    m_losses = new LossView(details);
    m_samples = new SamplesView(details);
    auto* tabs = new QTabWidget(details);
    tabs->setDocumentMode(true);
    tabs->setAccessibleName(tr("What to show of the run"));
    tabs->addTab(m_losses, tr("Losses"));
    tabs->addTab(m_samples, tr("Samples"));
    layout->addWidget(m_header);
    layout->addWidget(tabs, 1);
    connect(m_header, &RunHeader::stopRequested, this, &RunsPanel::stop);
    connect(m_header, &RunHeader::useModelRequested, this, &RunsPanel::useSelectedModel);
    return details;
}

void RunsPanel::start(const training::TrainingOptions& options) {
    if (isRunning())
        return;
    m_moment = {};
    m_current = m_model->prepend(recordOf(options));
    select(m_current);
    m_job->start(options);
    m_repaint.start();
    emit runStarted();
}

bool RunsPanel::isRunning() const {
    return m_job->isRunning();
}

void RunsPanel::stop() {
    if (!isRunning() || !m_current)
        return;
    m_current->state = RunState::Stopping;
    m_job->cancel();
    showNews(m_current);
}

void RunsPanel::select(const RunRecord* run) {
    m_table->selectRow(m_model->rowOf(run));
}

const RunRecord* RunsPanel::selected() const {
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() ? m_model->record(index.row()) : nullptr;
}

void RunsPanel::takeNews() {
    TrainingNews news = m_job->takeNews();
    if (!m_current || news.isEmpty())
        return;
    if (news.preparing)
        m_moment = {toText(news.preparing->stage), news.preparing->done, news.preparing->total, -1};
    for (const training::BatchDone& batch : news.batches)
        m_current->add(batch);
    for (const training::EpochDone& epoch : news.epochs)
        m_current->add(epoch);
    for (training::SampleStory& sample : news.samples)
        m_current->samples.push_back(std::move(sample));
    if (!news.batches.empty()) {
        const training::BatchDone& last = news.batches.back();
        m_moment = {{}, last.step, last.totalSteps, last.secondsLeft};
    }
    showNews(m_current);
}

void RunsPanel::showNews(const RunRecord* run) {
    m_model->recordChanged(run);
    if (run != selected())
        return;
    m_header->showRun(*run, m_moment);
    m_losses->refresh();
    m_samples->refresh();
}

void RunsPanel::runEnded(const training::TrainingSummary& summary) {
    takeNews();
    m_current->bestModel = summary.bestModel.empty() ? summary.lastModel : summary.bestModel;
    m_current->elapsedSeconds = summary.elapsedSeconds;
    m_current->epoch = qMax(m_current->epoch, summary.epochsDone);
    if (summary.bestEpoch > 0) {
        m_current->bestEpoch = summary.bestEpoch;
        m_current->bestValidationLoss = summary.bestValidationLoss;
    }
    endRun(summary.wasStopped ? RunState::Stopped : RunState::Done);
}

void RunsPanel::runFailed(const JobError& error) {
    takeNews();
    m_current->failure = error.message;
    m_current->failureDetails = error.details;
    endRun(RunState::Failed);
}

void RunsPanel::endRun(RunState state) {
    m_repaint.stop();
    m_current->state = state;
    const RunRecord* ended = m_current;
    m_current = nullptr;
    showNews(ended);
    emit runFinished();
}

void RunsPanel::useSelectedModel() {
    if (const RunRecord* run = selected())
        emit useModelRequested(toText(run->bestModel));
}

} // namespace storyscope::ui
