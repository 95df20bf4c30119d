// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_run.h"

#include "core/base/error.h"
#include "core/training/run_checks.h"
#include "core/training/run_environment.h"
#include "core/training/sample_teller.h"
#include "core/training/torch_errors.h"
#include "core/training/training_start.h"
#include "core/training/validation.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::training {

namespace {

RunDirectory runDirectory(const TrainingRun::Setup& setup) {
    if (setup.begin == TrainingRun::Begin::New) {
        return RunDirectory::create(setup.folder);
    }
    const RunPosition position = readPosition(setup.folder / "last");
    if (position.isFinished) {
        throw Error(ErrorCode::BadArgument, "This run is complete", inFile(setup.folder));
    }
    return RunDirectory::open(setup.folder, position.epochsDone);
}

/// The model that a resumed run goes on with; nothing for a new run.
std::filesystem::path checkpointOf(const TrainingRun::Setup& setup) {
    return setup.begin == TrainingRun::Begin::New ? std::filesystem::path() : setup.folder / "last";
}

} // namespace

TrainingRun::TrainingRun(Setup setup, TrainingPlan plan, std::shared_ptr<const datasets::StoryDataset> dataset,
                         const std::stop_token& stop, TrainingObserver& observer)
    : m_setup(std::move(setup)), m_plan(withStart(std::move(plan), checkpointOf(m_setup))),
      m_dataset(std::move(dataset)), m_control(m_setup.control ? m_setup.control : std::make_shared<TrainingControl>()),
      m_stopForwarder(stop, [control = m_control] { control->stop(); }), m_stop(m_control->stopToken()),
      m_directory(runDirectory(m_setup)), m_recorder(std::make_unique<RunRecorder>(m_setup.folder, observer)) {
    PreparingProgress progress(*m_recorder);
    const auto reader = std::make_shared<StoryReader>(m_dataset, m_plan.captions);
    TrainingData data = readTrainingData(*reader, m_plan, m_stop, progress);
    makeModel(data);
    checkPlan();
    m_set = std::make_unique<TrainingSet>(reader, std::move(data), m_plan, *m_model);
    m_saver = std::make_unique<RunSaver>(m_directory, m_plan, *m_set, *m_model);
    m_directory.setTerms(termsOf(m_plan.stages));
    m_set->computeFrozenFeatures(*m_model, termsOf(m_plan.stages), m_stop, progress);
    enterStage(0);
    if (m_setup.begin == Begin::Resumed) {
        restore();
    } else {
        m_directory.writeJson("config.json", toJson(m_plan));
        m_directory.writeJson("environment.json", runEnvironment(m_plan, *m_set));
    }
}

void TrainingRun::makeModel(const TrainingData& data) {
    torch::manual_seed(m_plan.seed);
    m_model = makeRunModel(m_plan, data);
    if (m_setup.begin == Begin::Resumed && !m_plan.start.empty()) {
        readWeights(m_directory.lastModel(), *m_model); // features of frozen parts are computed with these
    }
    m_model->to(torch::Device(m_plan.device));
    m_trainable = std::make_unique<TrainableWeights>(m_model);
}

// Before anything is learnt: a later stage could fail after hours.
void TrainingRun::checkPlan() {
    completeLosses(m_plan.stages, *m_model);
    checkLossNames(m_plan.stages, *m_model);
    for (const StagePlan& stage : m_plan.stages) {
        m_trainable->choose(stage.trainable);
    }
    for (const auto& [prefix, factor] : m_plan.optimizer.learningRateFactors) {
        m_trainable->check(prefix);
    }
}

void TrainingRun::enterStage(std::size_t stageNumber) {
    m_position.beginStage(stageNumber);
    m_position.plateau = m_plan.schedule.plateau;
    m_losses = {.weights = stage().lossWeights};
    m_trainable->choose(stage().trainable);
    m_optimizer = std::make_unique<OptimizerStep>(m_model, OptimizerStep::Options{.losses = m_losses,
                                                                                  .weightDecay = m_plan.weightDecay,
                                                                                  .clipNorm = m_plan.clipNorm,
                                                                                  .optimizer = m_plan.optimizer,
                                                                                  .precision = m_plan.precision});
    const std::int64_t perEpoch = (m_set->batchesPerEpoch() + m_plan.accumulation - 1) / m_plan.accumulation;
    m_schedule = scheduleOf(m_plan, stage(), perEpoch);
}

void TrainingRun::restore() {
    checkEnvironment(m_setup.folder, *m_set);
    const std::filesystem::path last = m_directory.lastModel();
    enterStage(readPosition(last).stage);
    Checkpoint checkpoint = readCheckpoint(last, *m_model);
    m_position = std::move(checkpoint.position);
    m_schedule.plateau = m_position.plateau;
    m_optimizer->restore(std::move(checkpoint.optimizer), m_position.waitingBatches);
    m_clock.addEarlierSittings(m_position.elapsedSeconds);
    m_summary.epochsDone = m_position.epochsDone;
}

TrainingSummary TrainingRun::run() {
    m_summary.bestModel = m_directory.bestModel();
    m_summary.lastModel = m_directory.lastModel();
    m_recorder->begin(m_position.step, m_position.epochsDone);
    try {
        withReadableErrors([this] { runStages(); });
    } catch (const Error& error) {
        if (error.code() != ErrorCode::Cancelled) {
            rethrowWithAdvice(error, m_summary);
        }
        if (m_control->isCancelled()) {
            if (m_setup.begin == Begin::New) {
                m_directory.removeAll();
            }
            throw;
        }
        m_summary.wasStopped = true;
        saveLast();
    }
    if (m_summary.epochsDone == 0) {
        m_summary.bestModel = m_directory.lastModel();
    }
    m_recorder->finish();
    m_summary.bestEpoch = m_position.bestEpoch;
    m_summary.bestValidationLoss = m_position.bestLoss;
    m_summary.loaded = m_set->pictures().counts();
    m_summary.elapsedSeconds = m_clock.elapsedSeconds();
    return m_summary;
}

void TrainingRun::runStages() {
    runStage();
    while (m_position.stage + 1 < m_plan.stages.size()) {
        enterStage(m_position.stage + 1);
        runStage();
    }
}

void TrainingRun::runStage() {
    const std::int64_t perEpoch = m_set->batchesPerEpoch();
    const int epochsBefore = m_position.epochsDone - m_position.stageEpochsDone;
    // One loader for all epochs: while one is checked, the next one's first batches are built.
    BatchLoader loader(
        [this, perEpoch, epochsBefore](std::int64_t number) {
            return m_set->trainingBatch(epochsBefore + static_cast<int>(number / perEpoch) + 1, number % perEpoch);
        },
        {.first = m_position.stageEpochsDone * perEpoch + m_position.batchInEpoch,
         .count = stage().epochs * perEpoch,
         .threads = m_plan.loaderThreads,
         .ahead = 2 + m_plan.loaderThreads});
    while (!stageIsOver()) {
        trainEpoch(loader);
        finishEpoch();
        if (const std::optional<SampleStory> sample = tellSample(*m_model, *m_set, m_position.epochsDone)) {
            m_recorder->onEvent(*sample);
        }
    }
}

bool TrainingRun::stageIsOver() const {
    return m_position.stageEpochsDone >= stage().epochs ||
           (m_plan.earlyStopping.patience > 0 && m_position.epochsSinceLeast > m_plan.earlyStopping.patience);
}

void TrainingRun::trainEpoch(BatchLoader& loader) {
    const std::int64_t batches = m_set->batchesPerEpoch();
    const double start = m_clock.elapsedSeconds();
    double waited = 0;
    m_trainable->setTrainingMode();
    while (m_position.batchInEpoch < batches) {
        actOnPause();
        const double asked = m_clock.elapsedSeconds();
        const models::Batch built = loader.next(m_stop);
        waited += m_clock.elapsedSeconds() - asked;
        ++m_position.step;
        ++m_position.batchInEpoch;
        if (!isEmpty(built)) {
            models::Batch batch = movedTo(built, m_model->device());
            batch.feeding = feedingNow();
            learn(batch);
        }
    }
    m_waitingShare = waited / std::max(m_clock.elapsedSeconds() - start, 1e-9);
}

nn::TextFeeding TrainingRun::feedingNow() const {
    const double progress = static_cast<double>(m_position.updates) / static_cast<double>(m_schedule.totalSteps);
    return m_plan.feeding.at(progress, m_set->tokenizer().unknownId());
}

void TrainingRun::learn(const models::Batch& batch) {
    const Rate rate = m_schedule.rate(m_position.updates + 1);
    BatchDone done;
    done.losses = m_optimizer->learn(batch);
    if (m_position.batchInEpoch % m_plan.accumulation == 0 || m_position.batchInEpoch == m_set->batchesPerEpoch()) {
        m_optimizer->update(rate);
        ++m_position.updates;
    }
    m_position.waitingBatches = m_optimizer->waitingBatches();
    m_position.mean.add(done.losses, static_cast<double>(batch.stories()));
    m_clock.stepDone();
    if (done.losses.empty()) {
        return;
    }
    done.epoch = m_position.epochsDone + 1;
    done.step = m_position.step;
    done.stepsInEpoch = m_set->batchesPerEpoch();
    done.totalSteps = m_position.step + batchesLeft();
    done.learningRate = rate.learningRate;
    done.secondsLeft = m_clock.secondsFor(batchesLeft());
    done.stage = static_cast<int>(m_position.stage) + 1;
    done.stages = static_cast<int>(m_plan.stages.size());
    m_recorder->onEvent(done);
}

void TrainingRun::actOnPause() {
    if (m_control->isPaused() && !m_stop.stop_requested()) {
        saveLast();
        m_recorder->onEvent(Preparing{"Paused", m_position.step, m_position.step + batchesLeft()});
        m_control->waitWhilePaused();
    }
    throwIfStopped(m_stop);
}

void TrainingRun::finishEpoch() {
    const ValidationResult validation = validate(*m_model, *m_set, m_losses, m_stop);
    measureFamiliarity(*m_model, *m_set, m_plan.familiarityStories, validation.features, m_stop);
    if (m_position.mean.means().empty()) {
        throw Error(ErrorCode::BadArgument, missingPictures(m_set->pictures())
                                                ? "No story of \"" + m_dataset->name() + "\" has all its pictures"
                                                : "The data has nothing that this preset's losses could learn from");
    }
    EpochDone epoch = epochNow();
    epoch.validation = validation.losses;
    const std::optional<double> loss = validation.total();
    const bool isLastStage = m_position.stage + 1 == m_plan.stages.size();
    m_position.endEpoch(loss, m_plan.earlyStopping);
    if (isLastStage) {
        m_position.rankEpoch(loss);
    }
    if (loss) {
        m_schedule.epochDone(*loss);
    }
    m_position.plateau = m_schedule.plateau;
    m_position.isFinished = isLastStage && stageIsOver();
    epoch.isBest = m_position.bestEpoch == epoch.epoch;
    epoch.isLast = m_position.isFinished;
    epoch.elapsedSeconds = m_clock.elapsedSeconds();
    if (!m_issuesWereTold) {
        epoch.issues = dataIssues(*m_set, validation.losses);
        m_issuesWereTold = !epoch.issues.empty();
    }
    m_lastEpoch = epoch;
    if (epoch.isBest || !isLastStage) {
        m_saver->saveBest(lastEpochNow());
    }
    m_directory.appendMetrics(epoch, m_schedule.learningRate(m_position.updates));
    saveLast();
    m_summary.epochsDone = m_position.epochsDone;
    m_recorder->onEvent(epoch);
}

EpochDone TrainingRun::epochNow() const {
    EpochDone epoch;
    epoch.epoch = m_position.epochsDone + 1;
    epoch.epochs = m_position.epochsDone - m_position.stageEpochsDone;
    for (std::size_t i = m_position.stage; i < m_plan.stages.size(); ++i) {
        epoch.epochs += m_plan.stages[i].epochs;
    }
    epoch.step = m_position.step;
    epoch.training = m_position.mean.means();
    epoch.waitingShare = m_waitingShare;
    epoch.stage = static_cast<int>(m_position.stage) + 1;
    epoch.stages = static_cast<int>(m_plan.stages.size());
    return epoch;
}

EpochDone TrainingRun::lastEpochNow() const {
    EpochDone epoch = m_lastEpoch.value_or(EpochDone{});
    epoch.step = m_position.step;
    epoch.elapsedSeconds = m_clock.elapsedSeconds();
    return epoch;
}

void TrainingRun::saveLast() const {
    Checkpoint checkpoint{.position = m_position, .optimizer = m_optimizer->state()};
    checkpoint.position.elapsedSeconds = m_clock.elapsedSeconds();
    m_saver->saveLast(lastEpochNow(), checkpoint);
}

std::int64_t TrainingRun::batchesLeft() const {
    std::int64_t epochs = stage().epochs - m_position.stageEpochsDone;
    for (std::size_t i = m_position.stage + 1; i < m_plan.stages.size(); ++i) {
        epochs += m_plan.stages[i].epochs;
    }
    return epochs * m_set->batchesPerEpoch() - m_position.batchInEpoch;
}

} // namespace storyscope::training
