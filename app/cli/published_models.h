// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commands.h"

#include <string>

namespace storyscope::cli {

/// Whether a person must be asked before something is fetched or deleted.
enum class Consent {
    Ask,  ///< on a terminal; elsewhere the command refuses
    Given ///< by --yes
};

/// Published models in the cache that the hub's tools share: what `models download`, `verify`, `remove` and a part of
/// `list` do. Each prints to standard output and throws Error.
void downloadModel(const std::string& id, const std::string& revision, Consent consent, const Session& session);
void verifyModel(const std::string& id, const Session& session);
void removeModel(const std::string& id, Consent consent, const Session& session);
/// A line per model; empty if there are none.
std::string publishedModelLines();

} // namespace storyscope::cli
