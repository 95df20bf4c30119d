// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/media_source.h"

#include <QString>
#include <QStringList>
#include <optional>

namespace storyscope::test {

/// Whether ffmpeg and ffprobe are installed; tests of files that only they can make are skipped without them.
bool hasFfmpeg();

/// Runs "ffmpeg -i source … target"; true if it succeeded.
bool convert(const QString& source, const QStringList& arguments, const QString& target);

/// The number in a numbered picture that was stretched from 320×240 to another size.
std::optional<int> readStretchedNumber(const Picture& picture);

} // namespace storyscope::test
