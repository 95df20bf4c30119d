// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/dataset_opener.h"
#include "ui/jobs/dataset_story_opener.h"
#include "ui/library/story_entities.h"

#include <QObject>
#include <QTimer>

class QAction;
class QDockWidget;
class QMainWindow;

namespace storyscope::ui {

class FrameView;
class LibraryPanel;
class PlayerController;
class RecentFiles;
class ReferenceView;
class StorySelection;
class StorySession;

/// Puts data sets into the library and their stories into the explorer: shows what the data set says of the open story
/// beside what the model says, and its entities as boxes on the frame. GUI thread.
class LibrarySession : public QObject {
    Q_OBJECT
public:
    struct Parts {
        StorySession* session;
        PlayerController* player;
        StorySelection* selection;
        RecentFiles* recent;
        LibraryPanel* panel;
        QDockWidget* dock; ///< of the panel
        FrameView* view;
        QAction* boxes;     ///< switches the boxes on and off
        QAction* findStory; ///< goes to the search
    };
    /// Belongs to the window; all parts must outlive its use.
    LibrarySession(QMainWindow* window, const Parts& parts);

    struct TrainingData {
        QString specification; ///< the open data set or folder; empty if there is none
        QString pictureFolder; ///< empty: where the data set has them
    };
    /// What a person who trains now most likely means.
    TrainingData trainingData() const;
    /// Position in the data set that the library shows.
    void openStory(std::size_t story);
    /// What the data set says of the open story.
    QDockWidget* referenceDock() { return m_referenceDock; }
    DatasetStoryOpener* opener() { return &m_opener; }

protected:
    /// Takes stories that are dragged from the library.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void followOpening();
    void datasetOpened(const OpenDatasetPtr& dataset);
    void makeRoom();
    void askForPictures();
    void followSource();
    void showReference();
    void showBoxes(const QString& highlighted = {});

    QMainWindow* m_window;
    Parts m_parts;
    ReferenceView* m_reference;
    QDockWidget* m_referenceDock;
    bool m_hasStory = false; ///< a story of a data set is open
    DatasetStoryOpener m_opener;
    OpenDatasetPtr m_dataset;
    StoryEntities m_entities; ///< of the open story
    QTimer m_slowOpening;
};

} // namespace storyscope::ui
