// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/story_result.h"

#include <string>

namespace storyscope::formats {

/// Frames side by side in the strip at most; longer stories have a strip of several lines.
inline constexpr int stripColumns = 8;

/// A share as a whole number of percent, 0 to 100.
int wholePercent(float share);
/// "61 %".
std::string percentText(float share);

/// A caption whose words show their heat maps; without `attention` they are plain. Frame k's picture is the CSS class
/// "f<k>".
std::string captionHtml(const ToldCaption& caption, const Attention* attention);

/// Words by frames in percent, for those who read with their ears or want the figures.
std::string attentionTable(const std::string& title, const Attention& record);

} // namespace storyscope::formats
