// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/heap.h"

#include <cstdlib> // says whether this is glibc

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace storyscope {

void keepLargeBlocksOutOfHeap() {
#ifdef __GLIBC__
    constexpr int unusedBytes = 128 << 20; // what the heap may keep of memory that was given back to it
    mallopt(M_MMAP_THRESHOLD, largeBlockBytes);
    mallopt(M_TRIM_THRESHOLD, unusedBytes);
#endif
}

} // namespace storyscope
