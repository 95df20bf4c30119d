// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <filesystem>
#include <optional>
#include <string>

namespace storyscope::ui {

/// "00:03.12"; hours are shown when there are any.
QString timeText(double seconds);

/// A share or a probability as the panels show it: "0.41".
QString shareText(double share);

/// ① … ⑳, as the filmstrip, the timeline and the story number their frames; plain digits beyond.
QString circledNumber(int number);

/// UTF-8, as core speaks.
QString toText(const std::string& utf8);
/// File names are bytes; the ways there and back fit together.
QString toText(const std::filesystem::path& path);
std::filesystem::path toPath(const QString& text);

} // namespace storyscope::ui
