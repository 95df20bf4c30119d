// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace storyscope::models {

/// Where published weights are looked for besides the place that a person names. Nothing is ever downloaded.
struct WeightsPlaces {
    std::filesystem::path own;         ///< userDataPath()/weights: files by the network's name
    std::filesystem::path torchHub;    ///< $TORCH_HOME/hub/checkpoints, default below $XDG_CACHE_HOME or ~/.cache
    std::filesystem::path huggingFace; ///< $HF_HUB_CACHE, $HF_HOME/hub, default below $XDG_CACHE_HOME or ~/.cache

    static WeightsPlaces fromEnvironment();
};

/// The weights file (.safetensors, .pth, .pt, .bin) that `source` means: a file; a folder with one; a repository of the
/// Hugging Face hub, "owner/name", in its cache; or the name of a published network, "resnet18", in any of the places.
/// Throws Error{NotFound} that lists where it looked.
std::filesystem::path findWeights(const std::string& source, const WeightsPlaces& places);

/// The model folder that `source` means: a folder with a config.json, or what the Hugging Face cache holds of a
/// repository, "owner/name". Throws Error{NotFound} that says where it looked and how the model can be had.
std::filesystem::path findModelFolder(const std::string& source, const WeightsPlaces& places);

/// The other way round: the repository, "owner/name", whose snapshot in a Hugging Face cache a folder is; empty if it
/// is none.
std::string hubRepository(const std::filesystem::path& snapshot);

/// What the Hugging Face cache holds of a repository, "owner/name" or "name": the folders of its snapshots, that of the
/// main branch first.
std::vector<std::filesystem::path> hubSnapshots(const std::string& repository, const WeightsPlaces& places);
/// The folder of the Hugging Face cache that a repository is kept in; it need not exist.
std::filesystem::path hubFolder(const std::string& repository, const WeightsPlaces& places);

/// Whether `source` is a name that is looked up, not a file or a folder that exists.
bool isPublishedName(const std::string& source);

} // namespace storyscope::models
