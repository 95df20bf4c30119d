// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/told_story.h"
#include "ui/jobs/dataset_opener.h"
#include "ui/jobs/export_job.h"
#include "ui/jobs/media_opener.h"
#include "ui/jobs/story_job.h"
#include "ui/player/player_controller.h"

#include <QObject>
#include <functional>
#include <vector>

namespace storyscope::ui {

/// Opens media and data sets, has their story told, and keeps every view of the story up to date. What fails leaves
/// what was there before. GUI thread.
class StorySession : public QObject {
    Q_OBJECT
public:
    /// Both must outlive the session.
    StorySession(PlayerController* player, StorySelection* selection, QObject* parent = nullptr);

    /// The view must outlive the session.
    void addView(StoryView* view) { m_views.push_back(view); }
    /// Asked for the model and the other choices each time a story is to be told.
    void setRequestMaker(std::function<StoryRequest()> maker) { m_makeRequest = std::move(maker); }
    /// Asked where the pictures of a data set are that is opened; empty: where it has them.
    void setPictureFolders(std::function<QString(const QString& dataset)> folderOf) { m_pictureFolderOf = folderOf; }
    void setMediaOptions(const media::MediaOptions& options) { m_opener.setOptions(options); }

    /// Media: shows the first frame, and tells the story as soon as all frames are known. A data set: datasetOpened().
    void open(const QStringList& paths);
    void openSample();
    /// Shows a story that was opened already, and tells it. `paths` is what a person would open to find it again.
    void show(const std::shared_ptr<media::MediaSource>& source, const QStringList& paths);
    void tell();
    void exportStory(StoryFormat format, const QString& path);

    bool isTelling() const { return m_teller.isBusy(); }
    /// The story that is shown, complete or so far; null if there is none.
    const ToldStoryPtr& story() const { return m_story; }
    /// For progress and cancelling.
    QList<Job*> jobs() { return {&m_recogniser, &m_opener, &m_teller, &m_exporter}; }
    DatasetOpener* datasetOpener() { return &m_recogniser; }

public slots:
    void stopTelling();

signals:
    /// Something can be shown; of a long video perhaps only its first frames (see MediaSource::isComplete).
    void opened(const QStringList& paths);
    void datasetOpened(const storyscope::ui::OpenDatasetPtr& dataset);
    /// After opened() with only the first frames: the player's source has all frames now, and all issues.
    void completed();
    void problem(const storyscope::ui::JobError& error);
    void tellingChanged(bool isTelling);
    void storyFinished(const storyscope::ui::ToldStoryPtr& story);
    void exported(const QString& path);

private:
    void openingEnded();
    void showStory(const ToldStoryPtr& story);
    void finished(const ToldStoryPtr& story);
    void tellingFailed(const JobError& error);
    /// Shows the last complete story again; false if there is none.
    bool showLastStory();

    PlayerController* m_player;
    StorySelection* m_selection;
    DatasetOpener m_recogniser;
    MediaOpener m_opener;
    StoryJob m_teller;
    ExportJob m_exporter;
    std::function<StoryRequest()> m_makeRequest;
    std::function<QString(const QString& dataset)> m_pictureFolderOf;
    std::vector<StoryView*> m_views;
    ToldStoryPtr m_story;
    bool m_tellsWhenComplete = false;
    ToldStoryPtr m_lastStory; ///< the last complete one of the open media
};

} // namespace storyscope::ui
