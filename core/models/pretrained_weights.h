// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/pretrained_files.h"
#include "core/nn/pretrained_module.h"

#include <string>
#include <vector>

namespace storyscope::models {

/// Which published weights a network is to get.
struct PretrainedRequest {
    std::string source; ///< as findWeights() takes it: a file, a folder, "owner/name", "resnet18"
    std::string sha256; ///< that the file must have; empty: any
};

/// What became of the tensors of a weights file.
struct PretrainedReport {
    std::filesystem::path file;
    std::vector<std::string> unexpected; ///< tensors of the file that the network has no use for: its classifier, say
};

/// Fills `network` with the weights that `request` means and notes their origin. Names of tensors may be those of the
/// network below any common prefix ("module.", "backbone."), for a ResNet also those of a plain sequence of its
/// children or of the transformers library; batch normalisation's num_batches_tracked may be absent. Throws
/// Error{NotFound} that lists where it looked, Error{Mismatch} that lists every tensor that is missing or misshapen,
/// or if the file is not the one with that SHA-256, Error{Malformed} if its bytes are not those that a published
/// file's name promises.
PretrainedReport loadPretrained(nn::PretrainedModule& network, const PretrainedRequest& request,
                                const WeightsPlaces& places = WeightsPlaces::fromEnvironment());

/// Of a file's bytes, 64 lower-case digits. Throws Error{Unreadable}.
std::string fileSha256(const std::filesystem::path& file);

} // namespace storyscope::models
