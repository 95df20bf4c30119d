// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_info.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::inference {

/// Where a model that is on this machine came from.
enum class ModelOrigin {
    Bundled,  ///< with the program
    Own,      ///< a folder in userDataPath()/models
    Run,      ///< the best model of a training run
    HubCache, ///< fetched from the hub, by us or another tool, into the cache that they share
    Imported, ///< a folder anywhere, of which userDataPath()/models holds a link
};

/// A model on this machine, as a person chooses one. A plain value, free of LibTorch.
struct ShelfModel {
    models::ModelInfo info; ///< with a name for a person; a parameterCount of 0 is not known
    ModelOrigin origin = ModelOrigin::Own;
    std::string repository;     ///< "owner/name" of a published one; empty: none
    std::string revision;       ///< of it, where it is not the main branch
    std::filesystem::path link; ///< of an imported one
    bool isCaptioner = false;   ///< published, and trained on photographs or films
    std::string problem; ///< one sentence: why it cannot tell stories; empty: it can, for all that its files show
};

/// What tells stories on this machine: ours, then imported folders, then captioners in the hub's cache. Other models
/// that are in that cache are left out. Reads configurations and the headers of weights; opens no connection. Any
/// thread.
std::vector<ShelfModel> modelShelf(const std::filesystem::path& hubCache);

/// Makes a model that lies anywhere known to Storyscope. `source` is its folder or a file in it. It is loaded once, so
/// that nothing is listed that cannot tell stories; nothing is copied: userDataPath()/models gets a link to the folder.
/// Throws Error that names the file and says what is missing or wrong, Error{BadArgument} for a model that is listed
/// already, Error{Cancelled}; then nothing has changed.
ShelfModel importModel(const std::filesystem::path& source, const std::filesystem::path& hubCache,
                       const std::stop_token& stop);

/// Takes an imported model off the list; its folder stays. Deletes the folder of one in userDataPath()/models. Throws
/// Error{BadArgument} for any other, Error{Unreadable}.
void removeModel(const ShelfModel& model);

/// What a folder's README.md says.
struct ModelCard {
    std::string licence; ///< "bsd-3-clause"; empty: not stated
    std::string text;    ///< Markdown without the front matter; empty: there is no card
};

/// Empty if there is none or it cannot be read.
ModelCard readModelCard(const std::filesystem::path& folder);

} // namespace storyscope::inference
