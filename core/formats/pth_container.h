// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/pickle.h"
#include "core/formats/weights_input.h"

#include <map>
#include <string>
#include <string_view>

namespace storyscope::formats {

/// The first pickle of the container before 1.6 is the number 0x1950a86a20f9469cfc6c; these are its bytes.
inline constexpr std::string_view legacyMagic{"\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 10};

/// What torch.save wrote: an object, and where the numbers of its tensors are.
struct PthContainer {
    Pickle object;
    std::map<std::string, std::uint64_t> storageOffsets; ///< byte of the first element in the file; all of it is there
};

/// Reads either container. Source: torch/serialization.py, `_save` and `_legacy_save`. Throws Error.
PthContainer readPthContainer(WeightsInput& input);

} // namespace storyscope::formats
