// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/hub/hub_settings.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::hub {

struct PlannedFile {
    std::string name;
    std::optional<std::uint64_t> sizeBytes; ///< as far as the hub says
    std::string contentHash;                ///< SHA-256 of a large file, git's hash of a small one; empty: not said
    std::uint64_t presentBytes = 0;         ///< that the cache has already, whole or from an interrupted download
};

/// What a download would do: for a person to agree to.
struct Plan {
    std::string repository; ///< "owner/name"
    std::string revision;   ///< that was asked for
    std::string commit;     ///< that it means now
    std::string licence;    ///< "bsd-3-clause"; empty: not stated
    bool isGated = false;   ///< access must be asked for on the model's page
    std::vector<PlannedFile> files;
    std::filesystem::path folder; ///< where the model will be

    std::uint64_t totalBytes() const;   ///< of files whose size is known
    std::uint64_t presentBytes() const; ///< of them, what need not be fetched
    bool isInstalled() const;           ///< nothing is left to fetch
};

/// plan() and download() are the only functions of Storyscope that open a connection, and only to the hub that the
/// settings name and to where it redirects. They block; call them on a worker thread. Both throw Error with one
/// sentence that names the repository and, where there is one, the file, and Error{Cancelled} within 100 ms of a stop.

/// Asks the hub what a model consists of; writes nothing. Throws Error{BadArgument} for a name that cannot be one,
/// Error{Unsupported} when offline, Error{NotFound}, Error{Unreadable}, Error{Malformed}.
Plan plan(const std::string& repository, const std::string& revision, const Settings& settings,
          const std::stop_token& stop);

/// Fetches what is missing into the cache, checks sizes and hashes, and returns the model's folder. The hash is
/// compared wherever the hub names contents by one: SHA-256 (large files), git's (small ones); other files by their
/// size alone. Interrupted at any point, the bytes that came are kept and nothing looks installed: the snapshot appears
/// when all blobs are there, the revision's name last. Throws also Error{OutOfSpace}, before the first byte if the
/// files cannot fit, and Error{Mismatch} if the revision has changed since the plan. `progress` counts bytes of all
/// files.
std::filesystem::path download(const Plan& plan, const Settings& settings, const std::stop_token& stop,
                               Progress& progress);

} // namespace storyscope::hub
