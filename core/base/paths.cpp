// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/paths.h"

#include "core/base/error.h"

#include <cstdlib>
#include <string>

namespace storyscope {

namespace fs = std::filesystem;

namespace {

fs::path environmentPath(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? fs::path(value) : fs::path();
}

fs::path xdgPath(const char* variable, const char* below) {
    const fs::path base = environmentPath(variable);
    return (base.is_absolute() ? base : environmentPath("HOME") / below) / "storyscope";
}

} // namespace

fs::path resourcesPath() {
    if (const fs::path chosen = environmentPath("STORYSCOPE_RESOURCES"); !chosen.empty()) {
        return chosen;
    }
    std::error_code ignored;
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
    const fs::path installed = program.parent_path().parent_path() / STORYSCOPE_INSTALLED_RESOURCES;
    for (const fs::path& candidate : {installed, fs::path(STORYSCOPE_SOURCE_RESOURCES)}) {
        if (fs::is_directory(candidate / "presets", ignored)) {
            return candidate;
        }
    }
    throw Error(ErrorCode::NotFound, "Storyscope's resources are missing; set STORYSCOPE_RESOURCES to their folder",
                inFile(installed));
}

fs::path bundledModelPath() {
    return resourcesPath() / "models" / "storyworld";
}

fs::path userDataPath() {
    return xdgPath("XDG_DATA_HOME", ".local/share");
}

fs::path userCachePath() {
    return xdgPath("XDG_CACHE_HOME", ".cache");
}

fs::path sharedCachePath() {
    const fs::path chosen = environmentPath("XDG_CACHE_HOME");
    return chosen.empty() ? environmentPath("HOME") / ".cache" : chosen;
}

fs::path huggingFaceCachePath() {
    for (const char* const name : {"HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"}) {
        if (const fs::path chosen = environmentPath(name); !chosen.empty()) {
            return chosen;
        }
    }
    const fs::path home = environmentPath("HF_HOME");
    return (home.empty() ? sharedCachePath() / "huggingface" : home) / "hub";
}

fs::path indexCachePath() {
    return userCachePath() / "indexes";
}

} // namespace storyscope
