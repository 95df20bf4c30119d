// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace storyscope::ui {

enum class PlayingMode {
    EveryFrame, ///< each frame is shown, if need be more slowly; without sound
    RealTime,   ///< the clock, and so the sound, says which frame is due; frames that come too late are left out
};

} // namespace storyscope::ui
