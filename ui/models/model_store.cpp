// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_store.h"

#include "core/base/paths.h"
#include "ui/common/text.h"
#include "ui/models/model_texts.h"
#include "ui/settings/settings.h"

#include <QSettings>
#include <algorithm>

namespace storyscope::ui {

ModelStore::ModelStore(QSettings* settings, QObject* parent) : QObject(parent), m_settings(settings) {
    m_clock.start();
    connect(&m_lister, &ModelLister::shelved, this, [this](const std::vector<inference::ShelfModel>& models) {
        m_models = models;
        m_isListed = true;
        emit modelsChanged();
    });
    connect(&m_probe, &ModelSpeedProbe::measured, this, [this](const inference::CaptioningSpeed& speed) {
        m_speed = speed;
        emit speedChanged();
    });
    connect(&m_probe, &Job::failed, this, &ModelStore::speedChanged);
    followDownload();
    followUpkeep();
}

void ModelStore::refresh() {
    m_lister.list();
}

const inference::ShelfModel* ModelStore::find(const QString& folder) const {
    const auto found =
        std::ranges::find_if(m_models, [&](const auto& model) { return toText(model.info.path) == folder; });
    return found == m_models.end() ? nullptr : &*found;
}

const inference::ShelfModel* ModelStore::findPublished(const std::string& repository) const {
    const auto found = std::ranges::find_if(m_models, [&](const inference::ShelfModel& model) {
        return !repository.empty() && model.repository == repository && model.problem.empty();
    });
    return found == m_models.end() ? nullptr : &*found;
}

const inference::ShelfModel* ModelStore::captioner() const {
    for (const hub::PublishedCaptioner& known : hub::publishedCaptioners()) {
        if (const inference::ShelfModel* model = findPublished(known.repository)) {
            return model;
        }
    }
    const auto found =
        std::ranges::find_if(m_models, [](const auto& model) { return model.isCaptioner && model.problem.empty(); });
    return found == m_models.end() ? nullptr : &*found;
}

QString ModelStore::defaultFolder() const {
    const QString chosen = withoutSlash(loadSettings(*m_settings).defaultModel);
    return chosen.isEmpty() ? toText(bundledModelPath()) : chosen;
}

void ModelStore::setDefault(const QString& folder) {
    Settings settings = loadSettings(*m_settings);
    settings.defaultModel = folder == toText(bundledModelPath()) ? QString() : folder;
    saveSettings(settings, *m_settings);
    emit defaultChanged(folder);
}

void ModelStore::askFor(const QString& repository) {
    if (m_download.isUnderWay()) {
        return;
    }
    m_download = {};
    m_download.repository = repository;
    setDownloadState(ModelDownload::State::Asking);
    m_planner.plan(repository.toStdString());
}

void ModelStore::startDownload() {
    if (m_download.state != ModelDownload::State::Offered) {
        return;
    }
    const hub::PublishedCaptioner* known = hub::findCaptioner(m_download.offer.plan.repository);
    m_download.rate = {};
    m_download.doneBytes = static_cast<qint64>(m_download.offer.plan.presentBytes());
    m_download.totalBytes = static_cast<qint64>(m_download.offer.plan.totalBytes());
    setDownloadState(ModelDownload::State::Running);
    m_downloader.download(m_download.offer.plan, known != nullptr ? toText(known->name) : m_download.repository);
}

void ModelStore::cancelDownload() {
    switch (m_download.state) {
    case ModelDownload::State::Asking:
        m_planner.stop();
        break;
    case ModelDownload::State::Running:
        m_downloader.stop();
        break;
    default:
        m_download = {};
        emit downloadChanged();
    }
}

void ModelStore::followDownload() {
    using State = ModelDownload::State;
    connect(&m_planner, &ModelPlanner::planned, this, [this](const DownloadOffer& offer) {
        m_download.offer = offer;
        setDownloadState(State::Offered);
    });
    connect(&m_planner, &Job::stopped, this, [this] { setDownloadState(State::None); });
    connect(&m_downloader, &ModelDownloader::transferred, this, [this](qint64 done, qint64 total) {
        m_download.doneBytes = done;
        m_download.totalBytes = total;
        m_download.rate.add(m_clock.elapsed(), done);
        emit downloadChanged();
    });
    connect(&m_downloader, &ModelDownloader::downloaded, this, [this](const QString& folder) {
        m_download = {};
        emit downloadChanged();
        refresh();
        emit downloaded(folder);
    });
    connect(&m_downloader, &Job::stopped, this, [this] { setDownloadState(State::Stopped); });
    for (Job* job : {static_cast<Job*>(&m_planner), static_cast<Job*>(&m_downloader)}) {
        connect(job, &Job::failed, this,
                [this](const JobError& error) { setDownloadState(State::Failed, error.message); });
    }
}

void ModelStore::followUpkeep() {
    connect(&m_importer, &ModelImporter::imported, this, [this](const inference::ShelfModel& model) {
        refresh();
        emit imported(toText(model.info.path));
    });
    connect(&m_verifier, &ModelVerifier::verified, this, &ModelStore::verified);
    connect(&m_remover, &ModelRemover::removed, this, [this](const inference::ShelfModel& model, qint64 freedBytes) {
        const QString folder = toText(model.info.path);
        if (defaultFolder() == folder) {
            setDefault(toText(bundledModelPath()));
        }
        const QString name = toText(model.info.name);
        const QString text =
            freedBytes > 0
                ? tr("%1 was removed: %2 became free.").arg(name, bytesText(static_cast<quint64>(freedBytes)))
                : tr("%1 was taken off the list.").arg(name);
        refresh();
        emit removed(folder, text);
    });
    for (Job* job : QList<Job*>{&m_importer, &m_verifier, &m_remover}) {
        connect(job, &Job::failed, this, &ModelStore::failed);
        connect(job, &Job::busyChanged, this, &ModelStore::checkingChanged);
    }
}

void ModelStore::import(const QString& path) {
    m_importer.import(path);
}

void ModelStore::verify(const inference::ShelfModel& model) {
    m_verifier.verify(model);
}

void ModelStore::remove(const inference::ShelfModel& model) {
    m_remover.remove(model);
}

void ModelStore::measureSpeed() {
    if (!m_speed && !m_probe.isBusy()) {
        m_probe.measure(loadSettings(*m_settings).computeThreads);
    }
}

void ModelStore::setDownloadState(ModelDownload::State state, const QString& problem) {
    m_download.state = state;
    m_download.problem = problem;
    emit downloadChanged();
}

} // namespace storyscope::ui
