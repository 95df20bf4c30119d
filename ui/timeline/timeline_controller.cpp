// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_controller.h"

#include "ui/common/story_selection.h"
#include "ui/common/text.h"
#include "ui/player/player_controller.h"
#include "ui/timeline/story_notice.h"
#include "ui/timeline/timeline_menu.h"
#include "ui/timeline/timeline_view.h"
#include "ui/timeline/timeline_widget.h"

#include <algorithm>
#include <utility>

namespace storyscope::ui {

TimelineController::TimelineController(const Parts& parts, QObject* parent)
    : QObject(parent), m_parts(parts), m_view(parts.timeline->view()), m_pictures(m_view) {
    m_contents.lanes.push_back({.name = tr("Attention"), .frames = {}, .values = {}});
    connectView();
    connect(&m_pictures, &TimelinePictures::shotsChanged, this, [this](const std::vector<int>& starts) {
        m_contents.shots = starts;
        updateView();
    });
    connect(&m_pictures, &TimelinePictures::damageFound, this, &TimelineController::takeSource);
    connect(parts.player, &PlayerController::sourceChanged, this, &TimelineController::sourceChanged);
    connect(parts.player, &PlayerController::sourceReplaced, this, &TimelineController::sourceReplaced);
    connect(parts.player, &PlayerController::frameFailed, this, &TimelineController::takeSource);
    connect(parts.selection, &StorySelection::frameChanged, this, &TimelineController::possibilitiesChanged);
    connect(parts.document, &StoryDocument::storyFramesChanged, this, &TimelineController::storyFramesChanged);
    connect(parts.document, &StoryDocument::marksChanged, this, &TimelineController::updateView);
    connect(parts.timeline->notice(), &StoryNotice::tellRequested, this, &TimelineController::tellRequested);
}

void TimelineController::connectView() {
    StoryDocument* document = m_parts.document;
    connect(m_view, &TimelineView::markerMoved, document, &StoryDocument::moveStoryFrame);
    connect(m_view, &TimelineView::markerRemoved, document, &StoryDocument::removeStoryFrame);
    connect(m_view, &TimelineView::frameAddRequested, document, &StoryDocument::addStoryFrame);
    connect(m_view, &TimelineView::menuRequested, this, &TimelineController::showMenu);
}

void TimelineController::sourceChanged() {
    m_toldFrames.clear();
    m_contents.captions.clear();
    m_contents.lanes.front().values.clear();
    m_pictures.setSource(m_parts.player->source());
    m_view->fit();
    takeSource();
}

void TimelineController::sourceReplaced() {
    m_pictures.setSource(m_parts.player->source());
    takeSource();
}

void TimelineController::takeSource() {
    const auto& source = m_parts.player->source();
    const bool hasTimes = source && source->timeSeconds(0).has_value();
    m_contents.frameCount = source ? source->frameCount() : 0;
    m_contents.timeSeconds = {};
    m_contents.frameAtTime = {};
    if (hasTimes) {
        m_contents.timeSeconds = [source](int frame) { return source->timeSeconds(frame); };
        m_contents.frameAtTime = [source](double seconds) { return source->frameAt(seconds); };
    }
    m_contents.damage = source ? source->damagedRanges() : std::vector<media::DamagedRange>();
    updateView();
}

int TimelineController::shownFrame() const {
    return m_parts.selection->frame();
}

bool TimelineController::canAdd() const {
    const std::vector<int>& frames = m_parts.document->storyFrames();
    return shownFrame() < m_contents.frameCount && frames.size() < StoryDocument::mostStoryFrames &&
           !std::ranges::binary_search(frames, shownFrame());
}

bool TimelineController::canRemove() const {
    const std::vector<int>& frames = m_parts.document->storyFrames();
    return frames.size() > 1 && std::ranges::binary_search(frames, shownFrame());
}

bool TimelineController::canMove(int frames) const {
    const std::vector<int>& chosen = m_parts.document->storyFrames();
    const int target = shownFrame() + frames;
    return std::ranges::binary_search(chosen, shownFrame()) && target >= 0 && target < m_contents.frameCount &&
           !std::ranges::binary_search(chosen, target);
}

void TimelineController::moveShownFrame(int frames) {
    const int from = shownFrame();
    if (m_parts.document->moveStoryFrame(from, from + frames)) {
        m_parts.player->step(frames);
    }
}

void TimelineController::setShares(const QString& title, const std::vector<std::optional<float>>& shares) {
    TimelineLane& lane = m_contents.lanes.front();
    lane.name = title.isEmpty() ? tr("Attention") : title;
    lane.frames.clear();
    lane.values.clear();
    for (std::size_t place = 0; place < std::min(shares.size(), m_toldFrames.size()); ++place) {
        if (shares[place]) {
            lane.frames.push_back(m_toldFrames[place]);
            lane.values.push_back(*shares[place]);
        }
    }
    updateView();
}

void TimelineController::storyFramesChanged() {
    m_isEdited = true;
    updateView();
}

void TimelineController::setCaptions(const std::vector<ToldFrame>& frames) {
    m_contents.captions.clear();
    for (std::size_t place = 0; place < frames.size(); ++place) {
        const int last = place + 1 < frames.size() ? frames[place + 1].sourceIndex - 1 : m_contents.frameCount - 1;
        m_contents.captions.push_back({frames[place].sourceIndex, last, toText(frames[place].caption.text)});
    }
}

void TimelineController::clearStory() {
    m_toldFrames.clear();
    m_contents.captions.clear();
    m_contents.lanes.front().values.clear();
    m_isWorking = false;
    updateView();
}

void TimelineController::showEmpty() {
    clearStory();
}

void TimelineController::showWorking() {
    clearStory();
    m_isWorking = true;
    m_isEdited = false;
    updateView();
}

void TimelineController::showStory(const ToldStoryPtr& story) {
    m_toldFrames.clear();
    for (const ToldFrame& frame : story->result.frames) {
        m_toldFrames.push_back(frame.sourceIndex);
    }
    setCaptions(story->result.frames);
    // A complete story at this moment is the last one, shown again because the new one was not told.
    const bool isNew = std::exchange(m_isWorking, false) && !story->isComplete;
    if (isNew && !m_isEdited) {
        m_parts.document->setStoryFrames(m_toldFrames);
    }
    updateView();
}

void TimelineController::showCaption(int framePosition, const ToldCaption& caption) {
    const auto place = static_cast<std::size_t>(framePosition);
    if (place < m_contents.captions.size()) {
        m_contents.captions[place].text = toText(caption.text);
        updateView();
    }
}

void TimelineController::showFailed(const QString&) {
    clearStory();
}

void TimelineController::updateView() {
    const std::vector<int>& frames = m_parts.document->storyFrames();
    m_contents.markers.clear();
    for (const int frame : frames) {
        m_contents.markers.push_back({frame, std::ranges::binary_search(m_toldFrames, frame)});
    }
    m_contents.marks = m_parts.document->marks();
    m_view->setContents(m_contents);
    m_parts.timeline->notice()->setVisible(!m_isWorking && !frames.empty() && frames != m_toldFrames);
    emit possibilitiesChanged();
}

void TimelineController::showMenu(int frame, int marker, const QPoint& place) {
    QMenu* menu = makeTimelineMenu(m_view, m_parts.document, {frame, marker});
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(place);
}

} // namespace storyscope::ui
