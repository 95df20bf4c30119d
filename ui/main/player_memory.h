// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QSettings;

namespace storyscope::ui {

class PlayerController;
class SoundPlayer;

/// Sets the player as it was left last, and stores what a person changes from now on. All must outlive the player.
void rememberPlayer(QSettings* settings, PlayerController* player, SoundPlayer* sound);

} // namespace storyscope::ui
