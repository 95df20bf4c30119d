// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/attention/attention_controller.h"
#include "ui/player/player_controller.h"

#include <QSplitter>

namespace storyscope::ui {

class Filmstrip;
class PlayerWidget;
class StoryDocument;
class TimelineController;

/// The middle of the window: the player with its timeline above the story's filmstrip. Binds the heat map to the frame
/// that is shown, and the timeline to the story and the person's choices.
class ExplorerPage : public QSplitter {
    Q_OBJECT
public:
    struct Parts {
        StorySelection* selection;
        PlayerController* controller;
        AttentionController* attention;
        StoryDocument* document;
    };
    /// All parts must outlive the page.
    explicit ExplorerPage(const Parts& parts, QWidget* parent = nullptr);

    PlayerWidget* player() const { return m_player; }
    Filmstrip* filmstrip() const { return m_filmstrip; }
    TimelineController* timeline() const { return m_timeline; }

private:
    void followAttention();

    Parts m_parts;
    PlayerWidget* m_player = nullptr;
    Filmstrip* m_filmstrip = nullptr;
    TimelineController* m_timeline = nullptr;
};

} // namespace storyscope::ui
