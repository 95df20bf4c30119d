// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/library_session.h"

#include "ui/common/text.h"
#include "ui/library/library_panel.h"
#include "ui/library/recent_files.h"
#include "ui/library/reference_view.h"
#include "ui/library/story_list_model.h"
#include "ui/main/story_session.h"
#include "ui/player/frame_view.h"

#include <QAction>
#include <QBoxLayout>
#include <QDockWidget>
#include <QDropEvent>
#include <QMainWindow>
#include <QMimeData>

namespace storyscope::ui {

namespace {

constexpr int slowOpeningMs = 300;
constexpr int libraryWidth = 264;
constexpr int storyHeight = 360;

} // namespace

LibrarySession::LibrarySession(QMainWindow* window, const Parts& parts)
    : QObject(window), m_window(window), m_parts(parts), m_reference(new ReferenceView) {
    parts.storyPanel->layout()->addWidget(m_reference);
    if (auto* column = qobject_cast<QBoxLayout*>(parts.storyPanel->layout())) {
        column->setStretch(0, 1);
        column->setStretch(1, 1);
    }
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
    if (dataset->dataset->size() == 1) {
        openStory(0);
    }
}

/// For story cards, and for the data set's sentences below the model's.
void LibrarySession::makeRoom() {
    if (m_parts.dock->isVisible() && m_parts.dock->width() < libraryWidth) {
        m_window->resizeDocks({m_parts.dock}, {libraryWidth}, Qt::Horizontal);
    }
    auto* storyDock = qobject_cast<QDockWidget*>(m_parts.storyPanel->parentWidget());
    if (storyDock != nullptr && !m_reference->isHidden() && storyDock->height() < storyHeight) {
        m_window->resizeDocks({storyDock}, {storyHeight}, Qt::Vertical);
    }
}

void LibrarySession::openStory(std::size_t story) {
    if (m_dataset && story < m_dataset->dataset->size()) {
        m_opener.open({m_dataset->dataset, toPath(m_dataset->specification).string(), story});
    }
}

QString LibrarySession::trainingData() const {
    const auto& source = m_parts.player->source();
    if (source && source->kind() == media::MediaSource::Kind::PictureFolder) {
        return toText(source->path());
    }
    return m_dataset ? m_dataset->specification : QString();
}

void LibrarySession::followSource() {
    const auto source = std::dynamic_pointer_cast<datasets::StoryMediaSource>(m_parts.player->source());
    if (source) {
        m_entities = StoryEntities(source->story());
        m_reference->setStory(source->story());
        m_reference->setCurrentFrame(m_parts.selection->frame());
        QTimer::singleShot(0, this, &LibrarySession::makeRoom); // after the window has shown its panels
    } else {
        m_entities = {};
        m_reference->clear();
    }
    m_parts.boxes->setEnabled(m_entities.hasBoxes());
    showBoxes();
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
