// SPDX-License-Identifier: GPL-3.0-or-later
// Part of each program with storyscope_heap: jemalloc reads it when it starts. Tensors come and go with each step, and
// in pages of 4 KiB the system spends up to a third of the time on giving their memory.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "thp:always";
}
