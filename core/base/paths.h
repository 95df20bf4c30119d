// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace storyscope {

/// The folder with presets/, models/ and samples/: $STORYSCOPE_RESOURCES, else the installed share/storyscope beside
/// the program, else the source tree it was built from. Throws Error{NotFound} if none exists.
std::filesystem::path resourcesPath();

/// The model that comes with the program: resources/models/storyworld.
std::filesystem::path bundledModelPath();

/// Where a person's own models, runs and settings live: $XDG_DATA_HOME/storyscope (default ~/.local/share/storyscope).
/// Not created by this call.
std::filesystem::path userDataPath();

/// What may be deleted at any time: $XDG_CACHE_HOME/storyscope (default ~/.cache/storyscope). Not created by this call.
std::filesystem::path userCachePath();

/// The cache folder that programs share: $XDG_CACHE_HOME, taken as it is, else ~/.cache.
std::filesystem::path sharedCachePath();

/// Where the Hugging Face library and whoever shares its cache keep published models: $HF_HUB_CACHE, its older name
/// $HUGGINGFACE_HUB_CACHE, $HF_HOME/hub, else huggingface/hub in sharedCachePath(). Not created by this call. Source:
/// huggingface_hub, "Environment variables".
std::filesystem::path huggingFaceCachePath();

/// Where the indexes of videos are kept between runs: userCachePath()/indexes.
std::filesystem::path indexCachePath();

} // namespace storyscope
