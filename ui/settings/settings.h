// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

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

    friend bool operator==(const Settings&, const Settings&) = default;
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

} // namespace storyscope::ui
