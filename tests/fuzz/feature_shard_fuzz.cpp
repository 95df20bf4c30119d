// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/formats/feature_shard.h"
#include "tests/fuzz/memory_file.h"

#include <cstdint>
#include <cstdlib>

using namespace storyscope;
using namespace storyscope::formats;

/// Whatever the file holds, it is refused with an Error or every picture in it has features of the same shape, all of
/// which can be read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const MemoryFile bytes(data, size);
    try {
        const auto shard = FeatureShard::open(bytes.path(), {.encoder = "e", .preprocessing = "p"});
        std::size_t length = 1;
        for (const std::int64_t dimension : shard->shape()) {
            length *= static_cast<std::size_t>(dimension);
        }
        float sum = 0;
        for (std::size_t i = 0; i < shard->size(); ++i) {
            const std::span<const float> features = shard->features(i);
            if (features.size() != length) {
                std::abort();
            }
            for (const float value : features) {
                sum += value + static_cast<float>(shard->key(i)[0]);
            }
        }
        [[maybe_unused]] volatile float isUsed = sum;
    } catch (const Error&) {
    }
    return 0;
}
