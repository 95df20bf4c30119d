// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace storyscope::ui {

/// Lets the calling thread, and the threads that it starts from now on, take only what the machine has to spare: the
/// window, playing, and the stories that are told meanwhile come first. Cannot be taken back.
void stepBackForOthers();

} // namespace storyscope::ui
