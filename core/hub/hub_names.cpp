// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hub/hub_names.h"

#include "core/base/error.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace storyscope::hub {

namespace {

constexpr std::size_t longestName = 96; // of the hub
constexpr std::size_t longestRevision = 200;
constexpr std::size_t longestEntry = 200; // of a file system, less our own endings
constexpr std::string_view folderPrefix = "models--";

bool isNameCharacter(unsigned char c) {
    return c < 0x80 && (std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.');
}

bool isHexadecimal(const std::string& text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool isRepositoryPart(std::string_view part) {
    return !part.empty() && part.size() <= longestName && std::ranges::all_of(part, isNameCharacter) &&
           part.find("--") == std::string_view::npos && part.find("..") == std::string_view::npos &&
           part.front() != '.' && part.front() != '-' && part.back() != '.' && part.back() != '-';
}

bool everyStep(const std::string& path, bool (*isGood)(std::string_view)) {
    std::string_view rest = path;
    while (true) {
        const std::size_t end = rest.find('/');
        if (!isGood(rest.substr(0, end))) {
            return false;
        }
        if (end == std::string_view::npos) {
            return true;
        }
        rest.remove_prefix(end + 1);
    }
}

bool isFileStep(std::string_view step) {
    return !step.empty() && step.size() <= longestEntry && step != "." && step != ".." &&
           std::ranges::none_of(step, [](unsigned char c) { return c < ' ' || c == 0x7F || c == '\\'; });
}

bool isRevisionStep(std::string_view step) {
    return isFileStep(step) && step.find("..") == std::string_view::npos && step.front() != '.' &&
           std::ranges::all_of(step, [](unsigned char c) { return isNameCharacter(c) || c == '+'; });
}

} // namespace

void requireRepositoryId(const std::string& id) {
    const std::size_t slash = id.find('/');
    const bool isGood = slash == std::string::npos ? isRepositoryPart(id)
                                                   : isRepositoryPart(std::string_view(id).substr(0, slash)) &&
                                                         isRepositoryPart(std::string_view(id).substr(slash + 1));
    if (!isGood) {
        throw Error(ErrorCode::BadArgument, '"' + id + "\" is not the name of a published model: owner/name");
    }
}

void requireRevision(const std::string& revision) {
    if (revision.size() > longestRevision || !everyStep(revision, isRevisionStep)) {
        throw Error(ErrorCode::BadArgument, '"' + revision + "\" is not a revision: a branch, a tag or a commit");
    }
}

bool isSafeFileName(const std::string& name) {
    return everyStep(name, isFileStep);
}

bool isSafeEntryName(const std::string& name) {
    return !name.empty() && name.size() <= longestEntry && name.front() != '.' &&
           std::ranges::all_of(name, isNameCharacter);
}

bool isSha256(const std::string& text) {
    return text.size() == 64 && isHexadecimal(text);
}

bool isGitHash(const std::string& text) {
    return text.size() == 40 && isHexadecimal(text);
}

std::string cacheFolderName(const std::string& id) {
    std::string name(folderPrefix);
    for (const char c : id) {
        c == '/' ? name.append(2, '-') : name.append(1, c);
    }
    return name;
}

std::optional<std::string> idOfCacheFolder(const std::string& folderName) {
    if (!folderName.starts_with(folderPrefix)) {
        return std::nullopt;
    }
    const std::string id = folderName.substr(folderPrefix.size());
    const std::size_t at = id.find("--");
    return at == std::string::npos ? id : id.substr(0, at) + '/' + id.substr(at + 2);
}

} // namespace storyscope::hub
