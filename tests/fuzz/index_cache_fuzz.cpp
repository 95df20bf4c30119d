// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/index_packing.h"

#include <cstdint>
#include <cstdlib>

using namespace storyscope::media;

/// Any bytes are a sound index or none; what is one can be packed and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto index = unpackIndex({reinterpret_cast<const char*>(data), size});
    if (!index) {
        return 0;
    }
    for (const FrameInfo& frame : index->frames) {
        if (static_cast<std::size_t>(frame.seekPoint) >= index->seekPoints.size()) {
            std::abort();
        }
    }
    const auto again = unpackIndex(packIndex(*index));
    if (!again || packIndex(*again) != packIndex(*index)) {
        std::abort();
    }
    return 0;
}
