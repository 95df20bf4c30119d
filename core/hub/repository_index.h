// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace storyscope::hub {

/// A file of a repository as the hub lists it.
struct RepositoryFile {
    std::string name;                       ///< relative, inside the repository
    std::optional<std::uint64_t> sizeBytes; ///< as far as the hub says
    std::string contentHash;                ///< SHA-256 of a large file, git's hash of a small one; empty: not said
};

/// What the hub says about one revision of a model.
struct RepositoryIndex {
    std::string commit;
    std::string licence; ///< "bsd-3-clause"; empty: not stated
    bool isGated = false;
    std::vector<RepositoryFile> files;

    /// Reads the answer of GET /api/models/{id}/revision/{revision}?blobs=true. Throws Error{Malformed} that names the
    /// repository, also for a file name that leads out of it.
    static RepositoryIndex parse(const std::string& json, const std::string& repository);
    /// Null if there is no such file.
    const RepositoryFile* find(const std::string& name) const;
};

/// The files that a model needs to run, small ones first: configuration, tokenizer, preparation, card; then the
/// weights, in this order of preference: model.safetensors, its shards, pytorch_model.bin, its shards. Throws
/// Error{NotFound} if there are no such weights or a shard is missing.
std::vector<RepositoryFile> neededFiles(const RepositoryIndex& index, const std::string& repository);

/// Whether a file of this name lists the shards of weights.
bool isShardIndex(const std::string& name);
/// The shards that such a file names, each once. Throws Error{Malformed} naming `subject`.
std::vector<std::string> shardsOf(const std::string& json, const std::string& subject);

} // namespace storyscope::hub
