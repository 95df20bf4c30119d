// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/model_session.h"

#include "core/base/paths.h"
#include "ui/common/message_banner.h"
#include "ui/common/text.h"
#include "ui/main/story_choices.h"
#include "ui/main/story_session.h"
#include "ui/models/model_texts.h"
#include "ui/models/models_dialog.h"
#include "ui/settings/settings.h"

#include <QAction>
#include <QMainWindow>
#include <QSettings>

namespace storyscope::ui {

namespace {

constexpr QLatin1String modelKey("story/model");

/// What is proposed for real videos.
const hub::PublishedCaptioner& proposed() {
    return hub::publishedCaptioners().front();
}

} // namespace

ModelSession::ModelSession(QMainWindow* window, const Parts& parts)
    : QObject(window), m_window(window), m_parts(parts), m_store(parts.settings) {
    connect(parts.models, &QAction::triggered, this, [this] { showPage(); });
    parts.choices->setModelsAction(parts.models);
    connect(parts.choices, &StoryChoices::changed, this,
            [this] { m_parts.settings->setValue(modelKey, m_parts.choices->modelFolder()); });
    const QString last = parts.settings->value(modelKey).toString();
    parts.choices->chooseModel(withoutSlash(last.isEmpty() ? loadSettings(*parts.settings).defaultModel : last));
    followModels();
}

ModelSession::~ModelSession() {
    delete m_page;
}

void ModelSession::followModels() {
    connect(&m_store, &ModelStore::modelsChanged, this, [this] {
        std::vector<models::ModelInfo> usable;
        for (const inference::ShelfModel& model : m_store.models()) {
            if (model.problem.empty()) {
                usable.push_back(model.info);
            }
        }
        m_parts.choices->setModels(usable);
    });
    connect(&m_store, &ModelStore::defaultChanged, this, [this](const QString& folder) {
        m_parts.choices->chooseModel(folder);
        m_parts.settings->setValue(modelKey, folder);
    });
    connect(&m_store, &ModelStore::removed, this, [this](const QString& folder) {
        if (m_parts.choices->modelFolder() == folder) {
            m_parts.choices->chooseModel(toText(bundledModelPath()));
            m_parts.settings->setValue(modelKey, m_parts.choices->modelFolder());
        }
    });
    connect(&m_store, &ModelStore::speedChanged, this, &ModelSession::completeCost);
    followUnseenWork();
}

void ModelSession::followUnseenWork() {
    connect(&m_store, &ModelStore::failed, this, [this](const JobError& error) {
        if (!m_page) {
            m_parts.banner->showMessage(MessageBanner::Kind::Error, error.message, error.details);
        }
    });
    connect(&m_store, &ModelStore::downloadChanged, this, [this] {
        if (!m_page && m_store.download().state == ModelDownload::State::Failed) {
            m_parts.banner->showMessage(MessageBanner::Kind::Error, m_store.download().problem);
            m_parts.banner->offer(tr("Try again…"), [this] { showPage(m_store.download().repository); });
        }
    });
    connect(&m_store, &ModelStore::downloaded, this, [this](const QString& folder) {
        if (!m_page) {
            m_parts.banner->showMessage(MessageBanner::Kind::Hint, tr("The model was downloaded."));
            m_parts.banner->offer(tr("Use this model"), [this, folder] { use(folder); });
        }
    });
}

void ModelSession::showPage(const QString& folderOrRepository) {
    if (!m_page) {
        m_page = new ModelsDialog(&m_store, m_window);
        m_page->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_page, &ModelsDialog::useRequested, this, &ModelSession::use);
        m_store.refresh();
    }
    if (!folderOrRepository.isEmpty()) {
        m_page->choose(folderOrRepository);
    }
    m_page->show();
    m_page->raise();
    m_page->activateWindow();
}

void ModelSession::use(const QString& folder) {
    m_parts.choices->chooseModel(folder);
    m_parts.settings->setValue(modelKey, folder);
    m_parts.session->tell();
}

void ModelSession::storyTold(const ToldStory& story) {
    MessageBanner* banner = m_parts.banner;
    if (isWarningShown()) {
        banner->dismiss(); // it was about the story before
    }
    const bool isErrorShown = !banner->text().isEmpty() && banner->kind() == MessageBanner::Kind::Error;
    if (!story.result.isUnfamiliar() || isErrorShown) {
        return;
    }
    m_warning = tr("These frames are unlike anything the %1 model was trained on; expect wrong captions.")
                    .arg(toText(story.result.modelName));
    if (const inference::ShelfModel* captioner = m_store.captioner()) {
        const QString folder = toText(captioner->info.path);
        banner->showMessage(MessageBanner::Kind::Warning, m_warning);
        banner->offer(tr("Tell with %1").arg(toText(captioner->info.name)), [this, folder] { use(folder); });
    } else {
        offerCaptioner();
    }
}

bool ModelSession::isWarningShown() const {
    return !m_warning.isEmpty() && m_parts.banner->text().startsWith(m_warning);
}

void ModelSession::offerCaptioner() {
    m_store.measureSpeed();
    m_parts.banner->showMessage(MessageBanner::Kind::Warning, m_warning);
    completeCost();
    m_parts.banner->offer(tr("Captioners for real videos…"), [this] { showPage(toText(proposed().repository)); });
}

void ModelSession::completeCost() {
    if (!isWarningShown() || m_store.captioner() != nullptr) {
        return; // another message stands there by now, or none
    }
    const QString name = toText(proposed().name);
    const QString size = bytesText(proposed().downloadBytes);
    QString cost;
    if (m_store.speed()) {
        cost = tr("%1 knows photographs: a download of %2, then %3 on this computer.")
                   .arg(name, size, costText(inference::secondsPerFrame(proposed(), *m_store.speed())));
    } else if (m_store.isMeasuring()) {
        cost =
            tr("%1 knows photographs: a download of %2; its speed on this computer is being measured.").arg(name, size);
    } else {
        cost = tr("%1 knows photographs: a download of %2.").arg(name, size);
    }
    m_parts.banner->amend(m_warning + QLatin1Char(' ') + cost);
}

} // namespace storyscope::ui
