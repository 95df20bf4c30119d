// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/main_window.h"

#include "core/base/paths.h"
#include "ui/attention/attention_panel.h"
#include "ui/common/elided_label.h"
#include "ui/common/icons.h"
#include "ui/common/message_banner.h"
#include "ui/common/text.h"
#include "ui/library/library_panel.h"
#include "ui/library/media_issues_button.h"
#include "ui/library/media_issues_panel.h"
#include "ui/main/drop_target.h"
#include "ui/main/explorer_page.h"
#include "ui/main/file_requests.h"
#include "ui/main/first_hints.h"
#include "ui/main/job_status.h"
#include "ui/main/library_session.h"
#include "ui/main/main_menus.h"
#include "ui/main/main_tool_bar.h"
#include "ui/main/model_session.h"
#include "ui/main/plain_keys.h"
#include "ui/main/play_actions.h"
#include "ui/main/player_memory.h"
#include "ui/main/start_page.h"
#include "ui/main/window_dialogs.h"
#include "ui/player/frame_view.h"
#include "ui/player/frame_view_actions.h"
#include "ui/player/player_widget.h"
#include "ui/prediction/prediction_panel.h"
#include "ui/runs/runs_panel.h"
#include "ui/settings/settings_dialog.h"
#include "ui/story/filmstrip.h"
#include "ui/story/story_panel.h"
#include "ui/timeline/timeline_actions.h"
#include "ui/timeline/timeline_controller.h"
#include "ui/training/train_dialog.h"

#include <QAction>
#include <QCloseEvent>
#include <QDockWidget>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QVBoxLayout>

namespace storyscope::ui {

MainWindow::MainWindow(QSettings* settings, QWidget* parent)
    : QMainWindow(parent), m_settings(settings), m_recent(settings), m_player(&m_selection, &m_document, &m_sound),
      m_attention(&m_selection), m_session(&m_player, &m_selection), m_actions(new MainActions(this)),
      m_playActions(new PlayActions(this, {&m_player, &m_selection, &m_document, &m_sound})),
      m_choices(new StoryChoices(this)), m_files(new FileRequests(this, settings, &m_session)) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Storyscope"));
    setWindowIcon(applicationIcon());
    setMinimumSize(800, 560);
    resize(QSize(1280, 800).boundedTo(screen()->availableSize() - QSize(16, 48))); // less the frame around it
    makeCentre();
    makeDocks();
    makePictureActions();
    m_models = new ModelSession(this, {settings, &m_session, m_choices, m_banner, m_actions->models});
    makeBars();
    connectActions();
    connectPlaying();
    connectIssues();
    connectSession();
    connectTraining();
    auto* drops = new DropTarget(this);
    connect(drops, &DropTarget::dropped, this, &MainWindow::open);
    connect(drops, &DropTarget::refused, this, [this] {
        showProblem({ErrorCode::Unsupported, tr("Only files and folders on this computer can be opened."), {}});
    });
    applySettings(loadSettings(*m_settings));
    m_choices->chooseFrameCount(loadSettings(*m_settings).storyFrames);
    m_layout.emplace(WindowLayout::Parts{this, m_toolBar, m_explorer, m_docks.mid(1), m_library->referenceDock(),
                                         m_docks.front(), m_runsDock},
                     m_settings);
    m_layout->restoreGeometry();
    m_models->refresh();
    updateActions();
}

MainWindow::~MainWindow() {
    // Widgets go before the objects that they look at.
    delete takeCentralWidget();
    qDeleteAll(m_docks);
    delete m_runsDock;
    delete m_issuesDock;
}

void MainWindow::makeCentre() {
    m_startPage = new StartPage({m_actions->openSample, m_actions->open, m_actions->openFolder}, &m_recent);
    m_explorer = new ExplorerPage({&m_selection, &m_player, &m_attention, &m_document});
    m_explorer->player()->setTransport(m_playActions->transport());
    m_explorer->player()->setSound(m_playActions->realTime, m_playActions->mute, &m_sound);
    m_explorer->player()->setOverlaySwitches({m_actions->heatMap, m_actions->entityBoxes});
    m_pages = new QStackedWidget;
    m_pages->setObjectName(QStringLiteral("centralPages"));
    m_pages->addWidget(m_startPage);
    m_pages->addWidget(m_explorer);
    m_banner = new MessageBanner;
    m_hints = new FirstHints(m_settings);
    auto* centre = new QWidget;
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_hints);
    setCentralWidget(centre);
}

void MainWindow::makeDocks() {
    auto* library = new LibraryPanel(&m_recent);
    connect(library, &LibraryPanel::openRequested, this, &MainWindow::open);
    auto* story = new StoryPanel(&m_selection);
    auto* prediction = new PredictionPanel(&m_selection);
    auto* attention = new AttentionPanel(&m_attention);
    m_runs = new RunsPanel(this);
    m_docks = {addPanel(this, Qt::LeftDockWidgetArea, library, tr("Library")),
               addPanel(this, Qt::RightDockWidgetArea, story, tr("Story")),
               addPanel(this, Qt::RightDockWidgetArea, prediction, tr("Prediction")),
               addPanel(this, Qt::RightDockWidgetArea, attention, tr("Attention"))};
    m_runsDock = addPanel(this, Qt::BottomDockWidgetArea, m_runs, tr("Runs"));
    m_issues = new MediaIssuesPanel;
    m_issuesDock = addPanel(this, Qt::BottomDockWidgetArea, m_issues, tr("Issues"));
    setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);
    m_library =
        new LibrarySession(this, {&m_session, &m_player, &m_selection, &m_recent, library, m_docks.front(),
                                  m_explorer->player()->frameView(), m_actions->entityBoxes, m_actions->findStory});
    m_session.addView(attention);
    m_session.addView(m_explorer->filmstrip());
    m_session.addView(m_explorer->timeline());
    m_session.addView(story);
    m_session.addView(prediction);
}

void MainWindow::makePictureActions() {
    FrameView* view = m_explorer->player()->frameView();
    m_timelineActions = new TimelineActions(this, m_explorer->timeline());
    m_viewActions = new FrameViewActions(
        this, view, &m_player, [this](const auto& name, auto chosen) { m_files->askForPicture(name, chosen); });
    connect(m_viewActions->saver(), &Job::failed, this, &MainWindow::showProblem);
    connect(m_viewActions, &FrameViewActions::copied, this,
            [this](int number) { statusBar()->showMessage(tr("Frame %1 was copied").arg(number), 8000); });
    connect(m_viewActions, &FrameViewActions::saved, this, [this](const QString& path) {
        statusBar()->showMessage(tr("The frame was written to %1").arg(path), 8000);
    });
}

void MainWindow::makeBars() {
    m_toolBar = makeToolBar(this, *m_actions, m_choices);
    QList<QAction*> panels;
    for (const QDockWidget* dock : m_docks) {
        panels.append(dock->toggleViewAction());
    }
    panels.append({m_library->referenceDock()->toggleViewAction(), m_runsDock->toggleViewAction(),
                   m_issuesDock->toggleViewAction(), m_toolBar->toggleViewAction()});
    makeMenus(this, {.actions = m_actions,
                     .play = m_playActions,
                     .choices = m_choices,
                     .recent = &m_recent,
                     .attention = &m_attention,
                     .panels = panels,
                     .fileActions = m_viewActions->pictureActions(),
                     .editActions = m_timelineActions->frameActions(),
                     .viewActions = m_viewActions->zoomActions() + m_viewActions->scrollActions() +
                                    QList<QAction*>{nullptr} + m_timelineActions->zoomActions(),
                     .open = [this](const QStringList& paths) { open(paths); },
                     .setAppearance =
                         [this](Appearance appearance) {
                             Settings settings = loadSettings(*m_settings);
                             settings.appearance = appearance;
                             applySettings(settings);
                         },
                     .appearance = loadSettings(*m_settings).appearance});
    m_description = new ElidedLabel;
    m_description->setObjectName(QStringLiteral("mediaDescription"));
    m_jobStatus = new JobStatus;
    statusBar()->addWidget(m_description, 1);
    statusBar()->setContentsMargins(8, 0, 0, 0);
    statusBar()->addPermanentWidget(new MediaIssuesButton(m_issues->model(), m_issuesDock->toggleViewAction()));
    statusBar()->addPermanentWidget(m_jobStatus);
    for (Job* job : m_session.jobs() + m_models->jobs() + QList<Job*>{m_library->opener()}) {
        m_jobStatus->watch(job);
    }
}

void MainWindow::connectActions() {
    m_files->follow(*m_actions);
    connect(m_actions->quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions->tellStory, &QAction::triggered, &m_session, &StorySession::tell);
    connect(m_actions->stopStory, &QAction::triggered, &m_session, &StorySession::stopTelling);
    connect(m_actions->clearWord, &QAction::triggered, &m_selection, &StorySelection::clearWord);
    connect(m_actions->settings, &QAction::triggered, this, &MainWindow::showSettings);
    connect(m_actions->train, &QAction::triggered, this, &MainWindow::showTraining);
    connect(m_actions->heatMap, &QAction::toggled, this, [this](bool isOn) {
        AttentionOptions options = m_attention.options();
        options.isHeatMapOn = isOn;
        m_attention.setOptions(options);
    });
    connect(m_actions->shortcuts, &QAction::triggered, this, [this] { showShortcuts(this); });
    connect(m_actions->about, &QAction::triggered, this, [this] { showAbout(this); });
    addActions(findChildren<QAction*>(QString(), Qt::FindDirectChildrenOnly));
}

void MainWindow::connectPlaying() {
    PlayerWidget* player = m_explorer->player();
    connect(m_playActions->goToFrame, &QAction::triggered, player, &PlayerWidget::askForFrame);
    connect(&m_player, &PlayerController::sourceChanged, &m_sound, [this] {
        const auto& source = m_player.source();
        const bool isVideo = source && source->kind() == media::MediaSource::Kind::Video;
        m_sound.setFile(isVideo ? source->path() : std::filesystem::path());
    });
    rememberPlayer(m_settings, &m_player, &m_sound);
    new PlainKeys(this, [this](EventClock::Time at) { return m_player.wasWaiting(at); });
}

void MainWindow::connectIssues() {
    const auto follow = [this] { m_issues->setSource(m_player.source()); };
    connect(&m_player, &PlayerController::sourceChanged, m_issues, follow);
    connect(&m_player, &PlayerController::sourceReplaced, m_issues, follow);
    connect(&m_player, &PlayerController::frameFailed, m_issues, &MediaIssuesPanel::refreshSoon);
    connect(m_issues, &MediaIssuesPanel::jumpRequested, &m_player, &PlayerController::goTo);
}

void MainWindow::connectSession() {
    m_session.setRequestMaker([this] {
        StoryRequest request = m_choices->request();
        request.shots = m_explorer->timeline()->pictures()->shotSearch();
        request.computeThreads = loadSettings(*m_settings).computeThreads;
        return request;
    });
    connect(m_startPage, &StartPage::openRequested, this, &MainWindow::open);
    connect(&m_session, &StorySession::opened, this, &MainWindow::mediaOpened);
    connect(&m_session, &StorySession::completed, this, &MainWindow::describeMedia);
    connect(&m_session, &StorySession::problem, this, &MainWindow::showProblem);
    connect(&m_session, &StorySession::tellingChanged, this, [this](bool isTelling) {
        if (isTelling && m_banner->kind() == MessageBanner::Kind::Error) {
            m_banner->dismiss();
        }
        updateActions();
    });
    connect(&m_session, &StorySession::storyFinished, this, &MainWindow::storyFinished);
    connect(&m_session, &StorySession::exported, this, [this](const QString& path) {
        statusBar()->showMessage(tr("The story was written to %1").arg(path), 8000);
    });
    connect(m_choices, &StoryChoices::changed, &m_session, &StorySession::tell);
    connect(m_choices, &StoryChoices::changed, this, [this] {
        Settings settings = loadSettings(*m_settings);
        settings.storyFrames = m_choices->frameCount();
        saveSettings(settings, *m_settings);
    });
    m_choices->followDocument(&m_document);
    connect(m_explorer->timeline(), &TimelineController::tellRequested, &m_session, &StorySession::tell);
}

void MainWindow::connectTraining() {
    connect(m_runs, &RunsPanel::trainRequested, this, &MainWindow::showTraining);
    connect(m_runs, &RunsPanel::runStarted, this, [this] {
        m_runsDock->show();
        m_runsDock->raise();
        m_actions->stopTraining->setEnabled(true);
    });
    connect(m_runs, &RunsPanel::runFinished, this, [this] {
        m_actions->stopTraining->setEnabled(false);
        m_models->refresh();
        if (m_isClosing) {
            close();
        }
    });
    connect(m_runs, &RunsPanel::useModelRequested, this, [this](const QString& folder) {
        m_choices->chooseModel(folder);
        m_session.tell();
    });
    connect(m_actions->stopTraining, &QAction::triggered, m_runs, &RunsPanel::stop);
}

void MainWindow::showTraining() {
    auto* dialog = new TrainDialog(this);
    if (const auto known = m_library->trainingData(); !known.specification.isEmpty()) {
        dialog->setData(known.specification, known.pictureFolder);
    }
    connect(dialog, &TrainDialog::startRequested, m_runs, &RunsPanel::start);
    if (m_runs->isRunning()) {
        dialog->holdBack();
    }
    connect(m_runs, &RunsPanel::runStarted, dialog, &TrainDialog::holdBack);
    connect(m_runs, &RunsPanel::runFinished, dialog, &TrainDialog::release);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void MainWindow::showSettings() {
    auto* dialog = new SettingsDialog(loadSettings(*m_settings), this);
    connect(dialog, &SettingsDialog::applied, this, [this](const Settings& settings) {
        const QString model = loadSettings(*m_settings).defaultModel;
        applySettings(settings);
        m_choices->chooseFrameCount(settings.storyFrames);
        if (settings.defaultModel != model) {
            m_choices->chooseModel(settings.defaultModel);
        }
    });
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void MainWindow::applySettings(const Settings& settings) {
    saveSettings(settings, *m_settings);
    media::MediaOptions options;
    options.cacheBytes = static_cast<std::size_t>(settings.cacheMebibytes) << 20;
    options.hardware = settings.hardware;
    options.indexCacheFolder = userCachePath() / "indexes";
    m_session.setMediaOptions(options);
    emit settingsChanged(settings);
}

void MainWindow::showProblem(const JobError& error) {
    m_banner->showMessage(MessageBanner::Kind::Error, error.message, error.details);
    const QStringList entry = m_recent.entryWith(error.file);
    if (error.code == ErrorCode::NotFound && !entry.isEmpty()) {
        m_banner->offer(tr("Remove from the list"), [this, entry] { m_recent.remove(entry); });
    }
}

void MainWindow::mediaOpened(const QStringList& paths) {
    m_banner->dismiss();
    m_recent.add(paths);
    m_files->rememberFolderOf(paths);
    m_mediaTitle = RecentFiles::title(paths);
    setWindowTitle(tr("%1 – Storyscope").arg(m_mediaTitle));
    describeMedia();
    m_pages->setCurrentWidget(m_explorer);
    m_layout->showPanels();
    if (!m_docks.front()->isAncestorOf(focusWidget())) { // who goes through the library goes on there
        m_explorer->player()->frameView()->setFocus();
    }
    updateActions();
}

void MainWindow::describeMedia() {
    const auto& source = m_player.source();
    m_description->setFullText(m_mediaTitle + QStringLiteral(" · ") + toText(source->description()));
    if (const std::vector<Issue> issues = source->issues(); !issues.empty()) {
        m_banner->showMessage(MessageBanner::Kind::Warning,
                              tr("%1: %2").arg(toText(issues.front().place), toText(issues.front().text)));
    }
}

void MainWindow::storyFinished(const ToldStoryPtr& story) {
    m_models->storyTold(*story);
    m_hints->showNext();
    updateActions();
}

void MainWindow::updateActions() {
    const bool isOpen = m_player.source() != nullptr;
    const bool isTelling = m_session.isTelling();
    m_playActions->setEnabled(isOpen);
    m_actions->tellStory->setEnabled(isOpen && !isTelling);
    m_actions->stopStory->setEnabled(isTelling);
    for (QAction* action : m_actions->exports()) {
        action->setEnabled(!isTelling && m_session.story() && m_session.story()->isComplete);
    }
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_runs->isRunning()) {
        event->ignore();
        askToEndRun(this, [this] {
            m_isClosing = true;
            m_runs->stop();
        });
        return;
    }
    m_layout->save();
    event->accept();
}

} // namespace storyscope::ui
