// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/packet_scan.h"
#include "core/media/video_index.h"

namespace storyscope::media {

/// Adds to the index's damaged ranges those that the container's own faults show, and an issue for each range. The
/// index has its frames with their times already.
void findDamage(VideoIndex& index, const PacketScan& scan, const AVInputFormat& format);

} // namespace storyscope::media
