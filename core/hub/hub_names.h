// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace storyscope::hub {

/// Throws Error{BadArgument} unless `id` is "owner/name" or "name" as the hub allows them.
void requireRepositoryId(const std::string& id);
/// Throws Error{BadArgument} unless `revision` can be a branch, a tag or a commit.
void requireRevision(const std::string& revision);

/// Whether a file of this name stays inside the folder it is written to: relative, without "..", backslashes and
/// control characters.
bool isSafeFileName(const std::string& name);
/// Whether `name` can be the name of one file: a blob, a commit.
bool isSafeEntryName(const std::string& name);
/// 64 or 40 hexadecimal digits in lower case: what the hub names large and small files' contents by.
bool isSha256(const std::string& text);
bool isGitHash(const std::string& text);

/// "models--owner--name" and back.
std::string cacheFolderName(const std::string& id);
std::optional<std::string> idOfCacheFolder(const std::string& folderName);

} // namespace storyscope::hub
