// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/attention/attention_controller.h"
#include "ui/player/player_controller.h"

#include <QSplitter>

namespace storyscope::ui {

class Filmstrip;
class PlayerWidget;

/// The middle of the window: the player above the story's filmstrip. Binds the heat map and the timeline's markers to
/// the frame that is shown.
class ExplorerPage : public QSplitter {
    Q_OBJECT
public:
    struct Parts {
        StorySelection* selection;
        PlayerController* controller;
        AttentionController* attention;
    };
    /// All parts must outlive the page.
    explicit ExplorerPage(const Parts& parts, QWidget* parent = nullptr);

    PlayerWidget* player() const { return m_player; }
    Filmstrip* filmstrip() const { return m_filmstrip; }

private:
    void followAttention();

    Parts m_parts;
    PlayerWidget* m_player = nullptr;
    Filmstrip* m_filmstrip = nullptr;
};

} // namespace storyscope::ui
