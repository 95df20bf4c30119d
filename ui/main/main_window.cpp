// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/main_window.h"

#include "ui/attention/attention_panel.h"
#include "ui/common/elided_label.h"
#include "ui/common/icons.h"
#include "ui/common/message_banner.h"
#include "ui/common/text.h"
#include "ui/jobs/model_lister.h"
#include "ui/library/library_panel.h"
#include "ui/main/drop_target.h"
#include "ui/main/explorer_page.h"
#include "ui/main/file_dialogs.h"
#include "ui/main/first_hints.h"
#include "ui/main/job_status.h"
#include "ui/main/main_menus.h"
#include "ui/main/main_tool_bar.h"
#include "ui/main/plain_keys.h"
#include "ui/main/start_page.h"
#include "ui/main/window_dialogs.h"
#include "ui/player/frame_view.h"
#include "ui/player/go_to_popup.h"
#include "ui/player/player_widget.h"
#include "ui/prediction/prediction_panel.h"
#include "ui/runs/runs_panel.h"
#include "ui/settings/settings_dialog.h"
#include "ui/story/filmstrip.h"
#include "ui/story/story_panel.h"
#include "ui/training/train_dialog.h"

#include <QAction>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QVBoxLayout>
#include <span>

namespace storyscope::ui {

namespace {

constexpr QLatin1String folderKey("window/lastFolder");
constexpr QLatin1String modelKey("story/model");

} // namespace

MainWindow::MainWindow(QSettings* settings, QWidget* parent)
    : QMainWindow(parent), m_settings(settings), m_recent(settings), m_player(&m_selection), m_attention(&m_selection),
      m_session(&m_player, &m_selection), m_actions(new MainActions(this)), m_choices(new StoryChoices(this)),
      m_lister(new ModelLister(this)) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Storyscope"));
    setWindowIcon(applicationIcon());
    setMinimumSize(800, 560);
    resize(QSize(1280, 800).boundedTo(screen()->availableSize()));
    makeCentre();
    makeDocks();
    makeBars();
    connectActions();
    connectPlaying();
    connectSession();
    connectTraining();
    new PlainKeys(this, [this] { return m_player.isWaiting(); });
    auto* drops = new DropTarget(this);
    connect(drops, &DropTarget::dropped, this, &MainWindow::open);
    connect(drops, &DropTarget::refused, this, [this] {
        showProblem({ErrorCode::Unsupported, tr("Only files and folders on this computer can be opened."), {}});
    });
    applySettings(loadSettings(*m_settings));
    m_choices->chooseModel(m_settings->value(modelKey, loadSettings(*m_settings).defaultModel).toString());
    m_choices->chooseFrameCount(loadSettings(*m_settings).storyFrames);
    m_layout.emplace(WindowLayout::Parts{this, m_toolBar, m_explorer, m_docks.mid(1), m_docks.front(), m_runsDock},
                     m_settings);
    m_layout->restoreGeometry();
    m_lister->list();
    updateActions();
}

MainWindow::~MainWindow() {
    // Widgets go before the objects that they look at.
    delete takeCentralWidget();
    qDeleteAll(m_docks);
    delete m_runsDock;
}

void MainWindow::makeCentre() {
    m_startPage = new StartPage({m_actions->openSample, m_actions->open, m_actions->openFolder}, &m_recent);
    m_explorer = new ExplorerPage({&m_selection, &m_player, &m_attention});
    m_explorer->player()->setTransport(m_actions->transport());
    m_explorer->player()->setOverlaySwitch(m_actions->heatMap);
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

QDockWidget* MainWindow::addPanel(Qt::DockWidgetArea area, QWidget* panel, const QString& title) {
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(panel->objectName() + QStringLiteral("Dock"));
    dock->setWidget(panel);
    QAction* toggle = dock->toggleViewAction();
    toggle->setObjectName(panel->objectName() + QStringLiteral("Toggle"));
    toggle->setStatusTip(tr("Show or hide the panel “%1”").arg(title));
    addDockWidget(area, dock);
    dock->hide();
    return dock;
}

void MainWindow::makeDocks() {
    auto* library = new LibraryPanel(&m_recent);
    connect(library, &LibraryPanel::openRequested, this, &MainWindow::open);
    auto* story = new StoryPanel(&m_selection);
    auto* prediction = new PredictionPanel(&m_selection);
    auto* attention = new AttentionPanel(&m_attention);
    m_runs = new RunsPanel(this);
    if (m_runs->objectName().isEmpty()) {
        m_runs->setObjectName(QStringLiteral("runsPanel"));
    }
    m_docks = {addPanel(Qt::LeftDockWidgetArea, library, tr("Library")),
               addPanel(Qt::RightDockWidgetArea, story, tr("Story")),
               addPanel(Qt::RightDockWidgetArea, prediction, tr("Prediction")),
               addPanel(Qt::RightDockWidgetArea, attention, tr("Attention"))};
    m_runsDock = addPanel(Qt::BottomDockWidgetArea, m_runs, tr("Runs"));
    setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);
    m_session.addView(attention);
    m_session.addView(m_explorer->filmstrip());
    m_session.addView(story);
    m_session.addView(prediction);
}

void MainWindow::makeBars() {
    m_toolBar = makeToolBar(this, *m_actions, m_choices);
    QList<QAction*> panels;
    for (const QDockWidget* dock : m_docks) {
        panels.append(dock->toggleViewAction());
    }
    panels.append({m_runsDock->toggleViewAction(), m_toolBar->toggleViewAction()});
    makeMenus(this,
              {m_actions, m_choices, &m_recent, &m_attention, panels, [this](const QStringList& paths) { open(paths); },
               [this](Appearance appearance) {
                   Settings settings = loadSettings(*m_settings);
                   settings.appearance = appearance;
                   applySettings(settings);
               },
               loadSettings(*m_settings).appearance});
    m_description = new ElidedLabel;
    m_description->setObjectName(QStringLiteral("mediaDescription"));
    m_jobStatus = new JobStatus;
    statusBar()->addWidget(m_description, 1);
    statusBar()->setContentsMargins(8, 0, 0, 0);
    statusBar()->addPermanentWidget(m_jobStatus);
    for (Job* job : m_session.jobs()) {
        m_jobStatus->watch(job);
    }
}

void MainWindow::connectActions() {
    connect(m_actions->open, &QAction::triggered, this, &MainWindow::openFiles);
    connect(m_actions->openFolder, &QAction::triggered, this, &MainWindow::openFolder);
    connect(m_actions->openSample, &QAction::triggered, &m_session, &StorySession::openSample);
    connect(m_actions->quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions->tellStory, &QAction::triggered, &m_session, &StorySession::tell);
    connect(m_actions->stopStory, &QAction::triggered, &m_session, &StorySession::stopTelling);
    connect(m_actions->clearWord, &QAction::triggered, &m_selection, &StorySelection::clearWord);
    connect(m_actions->settings, &QAction::triggered, this, &MainWindow::showSettings);
    connect(m_actions->train, &QAction::triggered, this, &MainWindow::showTraining);
    connect(m_actions->exportJson, &QAction::triggered, this, [this] { exportStory(StoryFormat::Json); });
    connect(m_actions->exportSrt, &QAction::triggered, this, [this] { exportStory(StoryFormat::Srt); });
    connect(m_actions->exportVtt, &QAction::triggered, this, [this] { exportStory(StoryFormat::Vtt); });
    connect(m_actions->exportHtml, &QAction::triggered, this, [this] { exportStory(StoryFormat::Html); });
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
    connect(m_actions->playPause, &QAction::triggered, this,
            [this] { m_player.isPlaying() ? m_player.pause() : m_player.play(); });
    connect(m_actions->stepBack, &QAction::triggered, this, [this] { m_player.step(-1); });
    connect(m_actions->stepForward, &QAction::triggered, this, [this] { m_player.step(1); });
    connect(m_actions->tenBack, &QAction::triggered, this, [this] { m_player.step(-10); });
    connect(m_actions->tenForward, &QAction::triggered, this, [this] { m_player.step(10); });
    connect(m_actions->first, &QAction::triggered, this, [this] { m_player.goTo(0); });
    connect(m_actions->last, &QAction::triggered, this, [this] { m_player.goTo(m_player.frameCount() - 1); });
    connect(m_actions->previousStoryFrame, &QAction::triggered, this, [this] { goToStoryFrame(-1); });
    connect(m_actions->nextStoryFrame, &QAction::triggered, this, [this] { goToStoryFrame(1); });
    connect(&m_player, &PlayerController::playingChanged, m_actions, &MainActions::setPlaying);
    auto* popup = new GoToPopup(this);
    connect(popup, &GoToPopup::chosen, &m_player, &PlayerController::goTo);
    connect(m_actions->goToFrame, &QAction::triggered, popup,
            [this, popup] { popup->ask(m_player.source(), m_explorer->player()->frameView()); });
}

void MainWindow::connectSession() {
    m_session.setRequestMaker([this] {
        StoryRequest request = m_choices->request();
        request.computeThreads = loadSettings(*m_settings).computeThreads;
        return request;
    });
    connect(m_startPage, &StartPage::openRequested, this, &MainWindow::open);
    connect(&m_session, &StorySession::opened, this, &MainWindow::mediaOpened);
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
        m_settings->setValue(modelKey, m_choices->modelFolder());
        Settings settings = loadSettings(*m_settings);
        settings.storyFrames = m_choices->frameCount();
        saveSettings(settings, *m_settings);
    });
    connect(m_lister, &ModelLister::listed, m_choices, &StoryChoices::setModels);
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
        m_lister->list();
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

void MainWindow::open(const QStringList& paths) {
    m_session.open(paths);
}

void MainWindow::openFiles() {
    askForFiles(this, {m_settings->value(folderKey).toString(), {}}, [this](const QStringList& paths) { open(paths); });
}

void MainWindow::openFolder() {
    askForFolder(this, {m_settings->value(folderKey).toString(), {}}, [this](const QString& path) { open({path}); });
}

void MainWindow::exportStory(StoryFormat format) {
    const QFileInfo source(m_session.story() ? toText(m_session.story()->result.source) : QString());
    askWhereToExport(this, {m_settings->value(folderKey).toString(), source.completeBaseName()}, format,
                     [this, format](const QString& path) { m_session.exportStory(format, path); });
}

void MainWindow::goToStoryFrame(int delta) {
    const ToldStoryPtr& story = m_session.story();
    std::optional<int> target;
    for (const ToldFrame& frame : story ? std::span(story->result.frames) : std::span<const ToldFrame>()) {
        const int distance = (frame.sourceIndex - m_selection.frame()) * delta;
        if (distance > 0 && (!target || distance < (*target - m_selection.frame()) * delta)) {
            target = frame.sourceIndex;
        }
    }
    if (target) {
        m_player.goTo(*target);
    }
}

void MainWindow::showTraining() {
    auto* dialog = new TrainDialog(this);
    const auto& source = m_player.source();
    if (source && source->kind() == media::MediaSource::Kind::PictureFolder) {
        dialog->setDataFolder(toText(source->path()));
    }
    connect(dialog, &TrainDialog::startRequested, m_runs, &RunsPanel::start);
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
    m_session.setMediaOptions(options);
    emit settingsChanged(settings);
}

void MainWindow::showProblem(const JobError& error) {
    m_banner->showMessage(MessageBanner::Kind::Error, error.message, error.details);
}

void MainWindow::mediaOpened(const QStringList& paths) {
    m_banner->dismiss();
    m_recent.add(paths);
    m_settings->setValue(folderKey, QFileInfo(paths.front()).absolutePath());
    setWindowTitle(tr("%1 – Storyscope").arg(RecentFiles::title(paths)));
    const auto& source = m_player.source();
    QString description = RecentFiles::title(paths) + QStringLiteral(" · ") + toText(source->description());
    if (const std::vector<Issue> issues = source->issues(); !issues.empty()) {
        const QString issue = tr("%1: %2").arg(toText(issues.front().place), toText(issues.front().text));
        m_banner->showMessage(MessageBanner::Kind::Warning, issue);
        description += QStringLiteral(" · ") + issue;
    }
    m_description->setFullText(description);
    m_pages->setCurrentWidget(m_explorer);
    m_layout->showPanels();
    m_explorer->player()->frameView()->setFocus();
    updateActions();
}

void MainWindow::storyFinished(const ToldStoryPtr& story) {
    const bool isErrorShown = !m_banner->text().isEmpty() && m_banner->kind() == MessageBanner::Kind::Error;
    if (story->result.isUnfamiliar() && !isErrorShown) {
        m_banner->showMessage(MessageBanner::Kind::Warning,
                              tr("These frames are unlike anything the %1 model was trained on; expect wrong captions.")
                                  .arg(toText(story->result.modelName)));
    }
    m_hints->showNext();
    updateActions();
}

void MainWindow::updateActions() {
    const bool isOpen = m_player.source() != nullptr;
    const bool isTelling = m_session.isTelling();
    for (QAction* action : m_actions->playing()) {
        action->setEnabled(isOpen);
    }
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
