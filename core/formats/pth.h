// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/pickle.h"
#include "core/formats/safetensors.h"

#include <filesystem>
#include <string_view>

namespace storyscope::formats {

/// The tensors of a file that PyTorch's torch.save wrote (.pth, .pt, .bin): the ZIP container since 1.6 and the row of
/// pickles before it. They are named by their way from the root, "model_state_dict.conv.weight", items of lists by
/// their number; each has bytes of its own, row-major, whatever storage it shared and whatever its strides were.
/// No code of the file is ever run; see readPickle(). Throws Error{Malformed} for broken or truncated bytes,
/// Error{Unsupported} naming what is neither a tensor nor a plain value, and for big-endian files.
TensorFile readPth(const std::filesystem::path& path);
TensorFile parsePth(std::string_view bytes, const std::filesystem::path& nameForErrors);

/// The same tensors. One that may be used as it lies in the file, row-major, aligned and shared with no other, stays
/// there, a MappedFile, and is read when it is used; the others are read now.
MappedTensors mapPth(const std::filesystem::path& path);

/// The pickled object itself, with its plain values; storages are checked against the file, but not read.
Pickle readPthObject(const std::filesystem::path& path);

/// Whether a file begins like one of these. `firstBytes`: 64, or all that there are.
bool isPth(std::string_view firstBytes);

} // namespace storyscope::formats
