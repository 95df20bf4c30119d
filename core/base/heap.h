// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace storyscope {

/// Blocks of memory from this size on are large. Smaller ones are asked for too often to be had from the system.
inline constexpr int largeBlockBytes = 4 << 20;

/// Lets large blocks come from the system and go back to it one by one, so that a training run needs what its tensors
/// need. By itself the C library takes them from a heap, where blocks of changing sizes leave gaps: up to two fifths
/// of a run's memory. To be called first in main(). Source: mallopt(3).
void keepLargeBlocksOutOfHeap();

} // namespace storyscope
