// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/media_source.h"

#include <stop_token>
#include <vector>

namespace storyscope::media {

/// `count` frame numbers i·step with step = frameCount // count, as the video captioner of reference system 004 samples
/// them; all frames if there are not more than `count`. Ascending, without repeats.
std::vector<int> sampleUniform(int frameCount, int count);

/// The middles of `count` equal parts: what a person would pick from an unknown video.
std::vector<int> sampleMiddles(int frameCount, int count);

/// First frames of shots: places where the picture's content changes (HSV histogram and structure distance between
/// neighbouring frames). Always begins with 0. Takes one sequential decode with a decoder of its own: the source stays
/// usable meanwhile and its cache as it is.
std::vector<int> findShots(const MediaSource& source, const std::stop_token& stop, Progress& progress);

/// `count` frames that tell a story: the middle frame of each shot if there are as many shots as frames asked for, the
/// longest shots if there are more, and evenly spread frames inside the longest shots if there are fewer.
std::vector<int> sampleShots(int frameCount, const std::vector<int>& shotStarts, int count);

} // namespace storyscope::media
