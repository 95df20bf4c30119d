// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QUndoStack>
#include <optional>
#include <vector>

namespace storyscope::ui {

/// What a person has chosen in the open media and may take back: the story's frames, the marks, and jumps. Every change
/// but those that say so goes through undoStack(). GUI thread.
class StoryDocument : public QObject {
    Q_OBJECT
public:
    struct Marks {
        std::optional<int> in;  ///< first frame of the marked range
        std::optional<int> out; ///< its last frame, not before `in`
        friend bool operator==(const Marks&, const Marks&) = default;
    };

    static constexpr std::size_t mostStoryFrames = 20;

    explicit StoryDocument(QObject* parent = nullptr);

    QUndoStack* undoStack() { return &m_undoStack; }
    /// Other media were opened: no story frames, no marks, nothing to undo.
    void reset(int frameCount);
    /// More frames are known of the same media.
    void setFrameCount(int count) { m_frameCount = count; }
    int frameCount() const { return m_frameCount; }

    /// Ascending, without repeats.
    const std::vector<int>& storyFrames() const { return m_storyFrames; }
    /// A person has moved, added or removed one since they were set.
    bool areChosenByHand() const { return m_areChosenByHand; }
    /// As a story was told from them; cannot be undone. If they differ, that they were changed by hand is forgotten,
    /// and so is what could be undone if that changed frames.
    void setStoryFrames(std::vector<int> frames);
    /// To a place where no other one is; false if it cannot be.
    bool moveStoryFrame(int from, int to);
    /// False if it is one already or there are too many.
    bool addStoryFrame(int number);
    /// The last one stays.
    bool removeStoryFrame(int number);

    const Marks& marks() const { return m_marks; }
    /// A mark that would turn the range around takes the other one away.
    void setMarkIn(std::optional<int> number);
    void setMarkOut(std::optional<int> number);

    /// A person went somewhere else than to a neighbouring frame; undoing it asks to go back. Jumps in quick succession
    /// from one drag are given as one by the caller.
    void recordJump(int from, int to);

signals:
    void storyFramesChanged();
    void marksChanged();
    /// By undo or redo of a jump.
    void jumpRequested(int number);

private:
    class FramesCommand;
    class MarksCommand;
    class JumpCommand;
    void applyFrames(std::vector<int> frames, bool areChosenByHand);
    void applyMarks(const Marks& marks);

    QUndoStack m_undoStack;
    int m_frameCount = 0;
    std::vector<int> m_storyFrames;
    bool m_areChosenByHand = false;
    Marks m_marks;
};

} // namespace storyscope::ui
