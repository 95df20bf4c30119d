// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/data_path.h"

#include "core/base/error.h"

#include <algorithm>

namespace storyscope::datasets {

namespace {

bool startsWith(const std::filesystem::path& path, const std::filesystem::path& beginning) {
    const auto [rest, end] = std::mismatch(beginning.begin(), beginning.end(), path.begin(), path.end());
    return rest == beginning.end();
}

} // namespace

bool staysInside(const std::string& name) {
    const std::filesystem::path path = name;
    if (name.empty() || name.find('\0') != std::string::npos || path.is_absolute()) {
        return false;
    }
    const std::filesystem::path plain = path.lexically_normal();
    return plain.begin() != plain.end() && *plain.begin() != ".." && plain != ".";
}

std::filesystem::path inside(const std::filesystem::path& folder, const std::string& name) {
    const auto leaves = [&folder, &name] {
        return Error(ErrorCode::Malformed, "The file name \"" + name + "\" leads out of the data set's folder",
                     inFile(folder));
    };
    if (!staysInside(name)) {
        throw leaves();
    }
    std::error_code problem;
    const std::filesystem::path base = std::filesystem::weakly_canonical(folder, problem);
    const std::filesystem::path file = problem ? base : std::filesystem::weakly_canonical(base / name, problem);
    if (problem) {
        throw Error(ErrorCode::Unreadable, "The file cannot be looked for: " + problem.message(),
                    inFile(folder / name));
    }
    if (file == base || !startsWith(file, base)) {
        throw leaves();
    }
    return folder / name;
}

} // namespace storyscope::datasets
