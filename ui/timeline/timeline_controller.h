// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/story_document.h"
#include "ui/common/told_story.h"
#include "ui/timeline/timeline_contents.h"
#include "ui/timeline/timeline_pictures.h"

#include <QObject>
#include <QPoint>
#include <optional>
#include <vector>

namespace storyscope::ui {

class PlayerController;
class StorySelection;
class TimelineView;
class TimelineWidget;

/// Brings the open media, the told story and the person's choices onto the timeline, and what a person does there into
/// the document. GUI thread.
class TimelineController : public QObject, public StoryView {
    Q_OBJECT
public:
    struct Parts {
        TimelineWidget* timeline;
        StoryDocument* document;
        StorySelection* selection;
        PlayerController* player;
    };
    /// All parts must outlive the controller.
    explicit TimelineController(const Parts& parts, QObject* parent = nullptr);

    /// Shares of the story's frames in the attention that is shown, nothing for those that were not there to be looked
    /// at; `title` says whose.
    void setShares(const QString& title, const std::vector<std::optional<float>>& shares);

    TimelineView* view() const { return m_view; }
    TimelinePictures* pictures() { return &m_pictures; }
    /// What can be done with the shown frame.
    bool canAdd() const;
    bool canRemove() const;
    bool canMove(int frames) const;
    /// The marker of the shown frame, and the person with it.
    void moveShownFrame(int frames);
    StoryDocument* document() const { return m_parts.document; }
    int shownFrame() const;

    void showEmpty() override;
    void showWorking() override;
    void showStory(const ToldStoryPtr& story) override;
    void showCaption(int framePosition, const ToldCaption& caption) override;
    void showFailed(const QString& reason) override;

signals:
    /// A person wants the story told from the frames that are marked now.
    void tellRequested();
    /// Other things can be done with the shown frame.
    void possibilitiesChanged();

private:
    void connectView();
    void sourceChanged();
    void sourceReplaced();
    void takeSource();
    void storyFramesChanged();
    void setCaptions(const std::vector<ToldFrame>& frames);
    void clearStory();
    void updateView();
    void showMenu(int frame, int marker, const QPoint& place);

    Parts m_parts;
    TimelineView* m_view;
    TimelinePictures m_pictures;
    TimelineContents m_contents;
    std::vector<int> m_toldFrames; ///< of the shown story
    bool m_isWorking = false;      ///< a story is about to be told and its frames are not known yet
    bool m_isEdited = false;       ///< meanwhile a person has changed the story's frames
};

} // namespace storyscope::ui
