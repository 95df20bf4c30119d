// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace storyscope::test {

/// A grey video with sound that a formula gives.
struct SoundVideoOptions {
    std::string codec = "pcm_s16le"; ///< FFmpeg's name of the encoder; empty: no sound
    int sampleRate = 48'000;
    int channels = 2;
    double seconds = 3;       ///< of sound and of pictures
    double offsetSeconds = 0; ///< the sound begins so much after the first picture
};

/// Value of sample `index` (from the track's first, at its own rate) in a channel, [-1, 1].
using SoundFormula = std::function<double(std::int64_t index, int channel)>;

/// The file name's suffix chooses the container. Throws storyscope::Error{Unsupported} if the encoder is not there.
void writeSoundVideo(const std::filesystem::path& path, const SoundVideoOptions& options, const SoundFormula& formula);

} // namespace storyscope::test
