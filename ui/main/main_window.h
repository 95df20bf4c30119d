// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"
#include "ui/attention/attention_controller.h"
#include "ui/common/story_document.h"
#include "ui/jobs/sound_player.h"
#include "ui/library/recent_files.h"
#include "ui/main/main_actions.h"
#include "ui/main/story_choices.h"
#include "ui/main/story_session.h"
#include "ui/main/window_layout.h"
#include "ui/player/player_controller.h"
#include "ui/settings/settings.h"

#include <QMainWindow>
#include <optional>

class QDockWidget;
class QSettings;
class QStackedWidget;

namespace storyscope::ui {

class AttentionPanel;
class ElidedLabel;
class ExplorerPage;
class FileRequests;
class FirstHints;
class FrameViewActions;
class JobStatus;
class LibrarySession;
class MediaIssuesPanel;
class MessageBanner;
class ModelSession;
class PlayActions;
class PredictionPanel;
class RunsPanel;
class StartPage;
class StoryPanel;
class TimelineActions;
struct JobError;

/// The window. Assembles panels, menus and actions and connects them; decides nothing itself.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// The settings must outlive the window.
    explicit MainWindow(QSettings* settings, QWidget* parent = nullptr);
    ~MainWindow() override;

    void open(const QStringList& paths) { m_session.open(paths); }

    StorySession* session() { return &m_session; }
    StorySelection* selection() { return &m_selection; }
    PlayerController* player() { return &m_player; }
    AttentionController* attention() { return &m_attention; }
    StoryDocument* document() { return &m_document; }
    MainActions* actionSet() { return m_actions; }
    PlayActions* playActions() { return m_playActions; }
    StoryChoices* choices() { return m_choices; }
    ModelSession* models() { return m_models; }

signals:
    /// The person chose other settings; they are stored already.
    void settingsChanged(const storyscope::ui::Settings& settings);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void makeCentre();
    void makeDocks();
    void makePictureActions();
    void makeBars();
    void connectActions();
    void connectPlaying();
    void connectIssues();
    void connectSession();
    void connectTraining();

    void showTraining();
    void showSettings();
    void applySettings(const Settings& settings);
    void showProblem(const JobError& error);
    void mediaOpened(const QStringList& paths);
    void describeMedia();
    void storyFinished(const ToldStoryPtr& story);
    void updateActions();

    QSettings* m_settings;
    RecentFiles m_recent;
    StorySelection m_selection;
    StoryDocument m_document;
    SoundPlayer m_sound;
    PlayerController m_player;
    AttentionController m_attention;
    StorySession m_session;
    MainActions* m_actions;
    PlayActions* m_playActions;
    StoryChoices* m_choices;
    FileRequests* m_files;

    QStackedWidget* m_pages = nullptr;
    StartPage* m_startPage = nullptr;
    ExplorerPage* m_explorer = nullptr;
    MessageBanner* m_banner = nullptr;
    FirstHints* m_hints = nullptr;
    QToolBar* m_toolBar = nullptr;
    LibrarySession* m_library = nullptr;
    ModelSession* m_models = nullptr;
    QList<QDockWidget*> m_docks; ///< library, story, prediction, attention
    QDockWidget* m_runsDock = nullptr;
    RunsPanel* m_runs = nullptr;
    QDockWidget* m_issuesDock = nullptr;
    MediaIssuesPanel* m_issues = nullptr;
    FrameViewActions* m_viewActions = nullptr;
    TimelineActions* m_timelineActions = nullptr;
    ElidedLabel* m_description = nullptr;
    JobStatus* m_jobStatus = nullptr;
    std::optional<WindowLayout> m_layout;
    QString m_mediaTitle;     ///< of what is open
    bool m_isClosing = false; ///< the person has agreed to end a run; the window closes when it has ended
};

} // namespace storyscope::ui
