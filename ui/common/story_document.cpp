// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/story_document.h"

#include <algorithm>
#include <utility>

namespace storyscope::ui {

namespace {

constexpr int mostUndoSteps = 1000;

} // namespace

class StoryDocument::FramesCommand : public QUndoCommand {
public:
    FramesCommand(StoryDocument* document, std::vector<int> frames, const QString& text)
        : QUndoCommand(text), m_document(document), m_before(document->m_storyFrames), m_after(std::move(frames)),
          m_wereChosenByHand(document->m_areChosenByHand) {}

    void redo() override { m_document->applyFrames(m_after, true); }
    void undo() override { m_document->applyFrames(m_before, m_wereChosenByHand); }

private:
    StoryDocument* m_document;
    std::vector<int> m_before;
    std::vector<int> m_after;
    bool m_wereChosenByHand;
};

class StoryDocument::MarksCommand : public QUndoCommand {
public:
    MarksCommand(StoryDocument* document, const Marks& marks, const QString& text)
        : QUndoCommand(text), m_document(document), m_before(document->m_marks), m_after(marks) {}

    void redo() override { m_document->applyMarks(m_after); }
    void undo() override { m_document->applyMarks(m_before); }

private:
    StoryDocument* m_document;
    Marks m_before;
    Marks m_after;
};

class StoryDocument::JumpCommand : public QUndoCommand {
public:
    JumpCommand(StoryDocument* document, int from, int to)
        : QUndoCommand(tr("Jump to frame %1").arg(to)), m_document(document), m_from(from), m_to(to) {}

    /// The first time the person is there already.
    void redo() override {
        if (std::exchange(m_hasHappened, true)) {
            emit m_document->jumpRequested(m_to);
        }
    }
    void undo() override { emit m_document->jumpRequested(m_from); }

private:
    StoryDocument* m_document;
    int m_from;
    int m_to;
    bool m_hasHappened = false;
};

StoryDocument::StoryDocument(QObject* parent) : QObject(parent) {
    m_undoStack.setUndoLimit(mostUndoSteps);
}

void StoryDocument::reset(int frameCount) {
    m_undoStack.clear();
    m_frameCount = frameCount;
    applyFrames({}, false);
    applyMarks({});
}

void StoryDocument::setStoryFrames(std::vector<int> frames) {
    std::ranges::sort(frames);
    frames.erase(std::ranges::unique(frames).begin(), frames.end());
    if (frames == m_storyFrames) {
        return;
    }
    for (int step = 0; step < m_undoStack.count(); ++step) {
        if (dynamic_cast<const FramesCommand*>(m_undoStack.command(step)) != nullptr) {
            m_undoStack.clear();
        }
    }
    applyFrames(std::move(frames), false);
}

bool StoryDocument::moveStoryFrame(int from, int to) {
    const bool isFree = to >= 0 && to < m_frameCount && !std::ranges::binary_search(m_storyFrames, to);
    const auto place = std::ranges::find(m_storyFrames, from);
    if (!isFree || place == m_storyFrames.end()) {
        return false;
    }
    std::vector<int> frames = m_storyFrames;
    frames[static_cast<std::size_t>(place - m_storyFrames.begin())] = to;
    std::ranges::sort(frames);
    m_undoStack.push(new FramesCommand(this, std::move(frames), tr("Move story frame")));
    return true;
}

bool StoryDocument::addStoryFrame(int number) {
    const bool isFree = number >= 0 && number < m_frameCount && !std::ranges::binary_search(m_storyFrames, number);
    if (!isFree || m_storyFrames.size() >= mostStoryFrames) {
        return false;
    }
    std::vector<int> frames = m_storyFrames;
    frames.insert(std::ranges::upper_bound(frames, number), number);
    m_undoStack.push(new FramesCommand(this, std::move(frames), tr("Add story frame")));
    return true;
}

bool StoryDocument::removeStoryFrame(int number) {
    if (m_storyFrames.size() < 2 || !std::ranges::binary_search(m_storyFrames, number)) {
        return false;
    }
    std::vector<int> frames = m_storyFrames;
    std::erase(frames, number);
    m_undoStack.push(new FramesCommand(this, std::move(frames), tr("Remove story frame")));
    return true;
}

void StoryDocument::setMarkIn(std::optional<int> number) {
    Marks marks{number, m_marks.out};
    if (marks.in && marks.out && *marks.out < *marks.in) {
        marks.out.reset();
    }
    if (marks != m_marks) {
        m_undoStack.push(new MarksCommand(this, marks, number ? tr("Set in mark") : tr("Clear in mark")));
    }
}

void StoryDocument::setMarkOut(std::optional<int> number) {
    Marks marks{m_marks.in, number};
    if (marks.in && marks.out && *marks.out < *marks.in) {
        marks.in.reset();
    }
    if (marks != m_marks) {
        m_undoStack.push(new MarksCommand(this, marks, number ? tr("Set out mark") : tr("Clear out mark")));
    }
}

void StoryDocument::recordJump(int from, int to) {
    if (from != to) {
        m_undoStack.push(new JumpCommand(this, from, to));
    }
}

void StoryDocument::applyFrames(std::vector<int> frames, bool areChosenByHand) {
    if (frames == m_storyFrames && areChosenByHand == m_areChosenByHand) {
        return;
    }
    m_storyFrames = std::move(frames);
    m_areChosenByHand = areChosenByHand;
    emit storyFramesChanged();
}

void StoryDocument::applyMarks(const Marks& marks) {
    if (marks == m_marks) {
        return;
    }
    m_marks = marks;
    emit marksChanged();
}

} // namespace storyscope::ui
