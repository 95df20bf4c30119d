// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/media_source.h"
#include "ui/common/theme.h"
#include "ui/player/playing_mode.h"

#include <QString>

class QSettings;

namespace storyscope::ui {

/// What a person can choose for the whole program. A plain value.
struct Settings {
    int computeThreads = 0;   ///< for models; 0: as many as fit (physical cores minus one)
    int cacheMebibytes = 512; ///< decoded frames kept in memory
    Appearance appearance = Appearance::System;
    QString defaultModel; ///< folder; empty: the model that comes with the program
    int storyFrames = 5;  ///< frames of a story
    media::HardwareDecoding hardware = media::HardwareDecoding::Off;

    friend bool operator==(const Settings&, const Settings&) = default;
};

/// What the player's own controls choose. A plain value.
struct PlayerSettings {
    PlayingMode mode = PlayingMode::EveryFrame;
    int volumePercent = 80;
    bool isMuted = false;

    friend bool operator==(const PlayerSettings&, const PlayerSettings&) = default;
};

struct SettingsLimits {
    static constexpr int mostThreads = 256;
    static constexpr int leastCacheMebibytes = 64;
    static constexpr int mostCacheMebibytes = 16384;
    static constexpr int leastFrames = 2;
    static constexpr int mostFrames = 20;
};

/// What is absent or out of its limits in the store takes the default above.
Settings loadSettings(const QSettings& store);
void saveSettings(const Settings& settings, QSettings& store);
PlayerSettings loadPlayerSettings(const QSettings& store);
void savePlayerSettings(const PlayerSettings& settings, QSettings& store);

} // namespace storyscope::ui
