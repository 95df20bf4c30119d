// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hub/captioner_catalogue.h"
#include "core/inference/model_shelf.h"

#include <QString>
#include <optional>

namespace storyscope::ui {

/// How the models page says things. GUI thread.

/// "990 MB": powers of 1000, as download pages and file managers count.
QString bytesText(quint64 bytes);
/// "50 s", "3 min".
QString durationText(double seconds);
/// "about 4.2 s per frame"
QString costText(double secondsPerFrame);
/// "247,414,076", or that it is not known.
QString parametersText(qint64 count);
QString licenceText(const std::string& licence);

/// A folder as the models' list names it; earlier settings may have a slash at its end.
QString withoutSlash(QString folder);

/// What a model of this architecture does.
QString kindText(const std::string& architecture, int pictures = 1);
QString kindText(const inference::ShelfModel& model);
/// The same in one or two words, for a list.
QString shortKindText(const std::string& architecture, int pictures = 1);
QString shortKindText(const inference::ShelfModel& model);
/// Where it came from.
QString originText(const inference::ShelfModel& model);
/// What a captioner to be downloaded is for, in two sentences.
QString purposeText(const hub::PublishedCaptioner& captioner);

} // namespace storyscope::ui
