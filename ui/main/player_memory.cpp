// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/player_memory.h"

#include "ui/jobs/sound_player.h"
#include "ui/player/player_controller.h"
#include "ui/settings/settings.h"

namespace storyscope::ui {

void rememberPlayer(QSettings* settings, PlayerController* player, SoundPlayer* sound) {
    const PlayerSettings last = loadPlayerSettings(*settings);
    player->setMode(last.mode);
    sound->setVolume(last.volumePercent);
    sound->setMuted(last.isMuted);
    const auto save = [settings, player, sound] {
        savePlayerSettings({player->mode(), sound->volume(), sound->isMuted()}, *settings);
    };
    QObject::connect(player, &PlayerController::modeChanged, sound, save);
    QObject::connect(sound, &SoundPlayer::volumeChanged, sound, save);
}

} // namespace storyscope::ui
