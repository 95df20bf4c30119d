// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/issue.h"
#include "core/base/progress.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::hub {

/// What the shared cache holds, whichever tool has put it there. Nothing here opens a connection. Any thread.

/// One snapshot of a published model.
struct InstalledModel {
    std::string id;       ///< "owner/name"
    std::string revision; ///< "main"; empty if no branch or tag means this commit
    std::string commit;
    std::filesystem::path folder; ///< with config.json and the weights
    std::uint64_t sizeBytes = 0;
};

/// By id, the main branch first; what cannot be read is left out.
std::vector<InstalledModel> installed(const std::filesystem::path& cache);

/// Deletes everything that the cache holds of a model, and what an interrupted download has left: the names first, so
/// that nothing looks installed that is not. Returns the bytes that became free. Throws Error{NotFound} if there is
/// nothing of it, Error{Unreadable} naming the folder that could not be deleted.
std::uint64_t remove(const std::filesystem::path& cache, const std::string& id);

struct Verification {
    int fileCount = 0; ///< whose contents were compared with their hash
    std::uint64_t sizeBytes = 0;
    std::vector<Issue> problems; ///< of contents that are not what they were, and snapshots' files that lead nowhere

    bool isGood() const { return problems.empty(); }
};

/// Reads every blob whose name is a hash (SHA-256, git's) and compares. Throws Error{NotFound} if the cache holds
/// nothing of the model, Error{Cancelled}.
Verification verify(const std::filesystem::path& cache, const std::string& id, const std::stop_token& stop,
                    Progress& progress);

} // namespace storyscope::hub
