// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/library_session.h"

#include "ui/common/text.h"
#include "ui/library/library_panel.h"
#include "ui/library/recent_files.h"
#include "ui/library/reference_view.h"
#include "ui/library/story_list_model.h"
#include "ui/main/file_dialogs.h"
#include "ui/main/story_session.h"
#include "ui/main/window_layout.h"
#include "ui/player/frame_view.h"

#include <QAction>
#include <QDockWidget>
#include <QDropEvent>
#include <QFileInfo>
#include <QMainWindow>
#include <QMimeData>

namespace storyscope::ui {

namespace {

constexpr int slowOpeningMs = 300;
constexpr int libraryWidth = 264;

} // namespace

LibrarySession::LibrarySession(QMainWindow* window, const Parts& parts)
    : QObject(window), m_window(window), m_parts(parts), m_reference(new ReferenceView),
      m_referenceDock(addPanel(window, Qt::RightDockWidgetArea, m_reference, tr("In the data set"))) {
    window->installEventFilter(this);
    followOpening();
    connect(parts.session, &StorySession::datasetOpened, this, &LibrarySession::datasetOpened);
    connect(parts.panel, &LibraryPanel::storyRequested, this, &LibrarySession::openStory);
    connect(&m_opener, &DatasetStoryOpener::opened, this,
            [this](const auto& source) { m_parts.session->show(source, {toText(source->place().specification)}); });
    connect(&m_opener, &Job::failed, parts.session, &StorySession::problem);
    connect(parts.player, &PlayerController::sourceChanged, this, &LibrarySession::followSource);
    connect(parts.selection, &StorySelection::frameChanged, this, [this](int frame) {
        showBoxes();
        m_reference->setCurrentFrame(frame);
    });
    connect(parts.panel, &LibraryPanel::pictureFolderRequested, this, &LibrarySession::askForPictures);
    parts.session->setPictureFolders(
        [recent = parts.recent](const QString& dataset) { return recent->pictureFolderOf(dataset); });
    parts.findStory->setEnabled(false);
    connect(parts.findStory, &QAction::triggered, this, [this] {
        m_parts.dock->show();
        m_parts.dock->raise();
        m_parts.panel->search();
    });
    connect(parts.boxes, &QAction::toggled, this, [this] { showBoxes(); });
    connect(parts.view, &FrameView::entityHovered, this, [this](const QString& id) {
        showBoxes(id);
        m_reference->setHighlighted(id);
    });
    connect(m_reference, &ReferenceView::entityHovered, this, &LibrarySession::showBoxes);
    connect(m_reference, &ReferenceView::entityChosen, this, [this](int frame, const QString& id) {
        m_parts.selection->setFrame(frame);
        showBoxes(id);
    });
    connect(m_reference, &ReferenceView::frameChosen, parts.selection, &StorySelection::setFrame);
    connect(parts.session, &StorySession::storyFinished, this, [this](const ToldStoryPtr& story) {
        std::vector<int> frames;
        for (const ToldFrame& frame : story->result.frames) {
            frames.push_back(frame.sourceIndex);
        }
        m_reference->setToldFrames(frames);
    });
    followSource();
}

void LibrarySession::followOpening() {
    m_slowOpening.setSingleShot(true);
    m_slowOpening.setInterval(slowOpeningMs);
    DatasetOpener* opener = m_parts.session->datasetOpener();
    connect(&m_slowOpening, &QTimer::timeout, this, [this] { m_parts.panel->showOpening(tr("the data set")); });
    connect(opener, &Job::busyChanged, this, [this](bool isBusy) {
        if (isBusy) {
            m_slowOpening.start();
        } else {
            m_slowOpening.stop();
        }
    });
    connect(opener, &DatasetOpener::recognisedAsMedia, m_parts.panel, &LibraryPanel::showWhatThereIs);
    connect(opener, &Job::stopped, m_parts.panel, &LibraryPanel::showWhatThereIs);
    connect(opener, &Job::failed, m_parts.panel,
            [panel = m_parts.panel](const JobError& error) { panel->showFailed(error.message); });
}

void LibrarySession::datasetOpened(const OpenDatasetPtr& dataset) {
    m_dataset = dataset;
    m_parts.recent->add({dataset->specification});
    m_parts.panel->showDataset(dataset);
    m_parts.dock->show();
    m_parts.dock->raise();
    makeRoom();
    m_parts.findStory->setEnabled(true);
    const auto open = std::dynamic_pointer_cast<datasets::StoryMediaSource>(m_parts.player->source());
    if (open && toText(open->place().specification) == dataset->specification) {
        openStory(open->place().story); // perhaps it has pictures now
    } else if (dataset->dataset->size() == 1) {
        openStory(0);
    }
}

void LibrarySession::askForPictures() {
    const FileDialogStart start{QFileInfo(m_dataset->specification).absolutePath(), {}};
    askWherePicturesAre(m_window, start, [this, specification = m_dataset->specification](const QString& folder) {
        m_parts.recent->rememberPictureFolder(specification, folder);
        m_parts.session->open({specification});
    });
}

/// For story cards.
void LibrarySession::makeRoom() {
    if (m_parts.dock->isVisible() && m_parts.dock->width() < libraryWidth) {
        m_window->resizeDocks({m_parts.dock}, {libraryWidth}, Qt::Horizontal);
    }
}

void LibrarySession::openStory(std::size_t story) {
    if (m_dataset && story < m_dataset->dataset->size()) {
        m_opener.open({m_dataset->dataset, toPath(m_dataset->specification).string(), story});
    }
}

LibrarySession::TrainingData LibrarySession::trainingData() const {
    const auto& source = m_parts.player->source();
    if (source && source->kind() == media::MediaSource::Kind::PictureFolder) {
        return {toText(source->path()), {}};
    }
    return m_dataset ? TrainingData{m_dataset->specification, m_dataset->pictureFolder} : TrainingData();
}

void LibrarySession::followSource() {
    const auto source = std::dynamic_pointer_cast<datasets::StoryMediaSource>(m_parts.player->source());
    if (source) {
        m_entities = StoryEntities(source->story());
        m_reference->setStory(source->story());
        m_reference->setCurrentFrame(m_parts.selection->frame());
    } else {
        m_entities = {};
        m_reference->clear();
    }
    m_parts.boxes->setEnabled(m_entities.hasBoxes());
    showBoxes();
    QTimer::singleShot(0, this, &LibrarySession::showReference); // after the window has shown its panels
}

/// In front when a story is the first of a data set; from then on a person decides.
void LibrarySession::showReference() {
    const bool hasStory = std::dynamic_pointer_cast<datasets::StoryMediaSource>(m_parts.player->source()) != nullptr;
    if (hasStory) {
        makeRoom();
    }
    if (hasStory && !m_hasStory) {
        m_referenceDock->show();
        m_referenceDock->raise();
    } else if (!hasStory) {
        m_referenceDock->hide();
    }
    m_hasStory = hasStory;
}

void LibrarySession::showBoxes(const QString& highlighted) {
    EntityBoxes boxes = m_parts.boxes->isChecked() ? m_entities.boxesOf(m_parts.selection->frame()) : EntityBoxes();
    boxes.highlighted = highlighted;
    m_parts.view->setEntities(boxes);
}

bool LibrarySession::eventFilter(QObject* watched, QEvent* event) {
    const bool isDrag = event->type() == QEvent::DragEnter || event->type() == QEvent::DragMove;
    if (isDrag || event->type() == QEvent::Drop) {
        auto* drop = static_cast<QDropEvent*>(event);
        const QByteArray story = drop->mimeData()->data(QLatin1String(StoryListModel::mimeType));
        if (!story.isEmpty()) {
            drop->setDropAction(Qt::CopyAction);
            drop->accept();
            if (!isDrag) {
                openStory(static_cast<std::size_t>(story.toULongLong()));
            }
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace storyscope::ui
