// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/model_downloader.h"
#include "ui/jobs/model_importer.h"
#include "ui/jobs/model_lister.h"
#include "ui/jobs/model_planner.h"
#include "ui/jobs/model_remover.h"
#include "ui/jobs/model_speed_probe.h"
#include "ui/jobs/model_verifier.h"
#include "ui/models/transfer_rate.h"

#include <QElapsedTimer>
#include <QObject>
#include <optional>
#include <vector>

class QSettings;

namespace storyscope::ui {

/// A published model on its way here. A plain value.
struct ModelDownload {
    enum class State {
        None,
        Asking,  ///< the hub is asked what the model consists of
        Offered, ///< a person may agree
        Running,
        Stopped, ///< what came is kept
        Failed,
    };
    State state = State::None;
    QString repository;
    DownloadOffer offer; ///< from Offered on
    qint64 doneBytes = 0;
    qint64 totalBytes = 0;
    TransferRate rate;
    QString problem; ///< one sentence, when Failed

    bool isUnderWay() const { return state == State::Asking || state == State::Running; }
};

/// The models on this machine and what is being done with them: outlives the page that shows it, so that a download
/// goes on when the page is closed. One download at a time. GUI thread.
class ModelStore : public QObject {
    Q_OBJECT
public:
    /// The settings must outlive the store.
    explicit ModelStore(QSettings* settings, QObject* parent = nullptr);

    /// Looks anew what there is; modelsChanged() follows.
    void refresh();
    bool isListed() const { return m_isListed; }
    const std::vector<inference::ShelfModel>& models() const { return m_models; }
    /// Null if there is none in this folder.
    const inference::ShelfModel* find(const QString& folder) const;
    /// Null if it is not here, or damaged.
    const inference::ShelfModel* findPublished(const std::string& repository) const;
    /// A captioner that can tell of real videos; null if there is none.
    const inference::ShelfModel* captioner() const;

    /// Folder of the model that tells stories from the next start on.
    QString defaultFolder() const;
    void setDefault(const QString& folder);

    const ModelDownload& download() const { return m_download; }
    /// Asks the hub what the model consists of; nothing is fetched yet.
    void askFor(const QString& repository);
    /// The person agrees to what was offered.
    void startDownload();
    /// Of asking, of the offer and of the download itself.
    void cancelDownload();

    void import(const QString& path);
    void verify(const inference::ShelfModel& model);
    void remove(const inference::ShelfModel& model);
    bool isChecking() const { return m_verifier.isBusy() || m_importer.isBusy() || m_remover.isBusy(); }

    /// Known after measureSpeed(); measured once.
    const std::optional<inference::CaptioningSpeed>& speed() const { return m_speed; }
    bool isMeasuring() const { return m_probe.isBusy(); }
    void measureSpeed();

    /// That say how far they have come; stopping them is what a person may do.
    QList<Job*> checkingJobs() { return {&m_verifier, &m_importer}; }
    QList<Job*> jobs() { return {&m_downloader, &m_verifier, &m_importer}; }

signals:
    void modelsChanged();
    void defaultChanged(const QString& folder);
    void downloadChanged();
    void downloaded(const QString& folder);
    void imported(const QString& folder);
    void removed(const QString& folder, const QString& text);
    void verified(const storyscope::ui::ModelCheck& check);
    void checkingChanged();
    /// Of an import, a verification or a removal: one sentence and its details.
    void failed(const storyscope::ui::JobError& error);
    /// speed() is known now, or cannot be.
    void speedChanged();

private:
    void followDownload();
    void followUpkeep();
    void setDownloadState(ModelDownload::State state, const QString& problem = {});

    QSettings* m_settings;
    bool m_isListed = false;
    std::vector<inference::ShelfModel> m_models;
    ModelDownload m_download;
    std::optional<inference::CaptioningSpeed> m_speed;
    QElapsedTimer m_clock;
    ModelLister m_lister;
    ModelPlanner m_planner;
    ModelDownloader m_downloader;
    ModelImporter m_importer;
    ModelVerifier m_verifier;
    ModelRemover m_remover;
    ModelSpeedProbe m_probe;
};

} // namespace storyscope::ui
