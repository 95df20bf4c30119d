// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace storyscope {

/// Whether memory that a program asks huge pages for, as those with storyscope_heap do, gets them. On Linux; elsewhere
/// false.
bool systemGivesHugePages();

/// The same of what /sys/kernel/mm/transparent_hugepage/enabled says: "always [madvise] never", the choice in brackets.
/// Source: Linux, Documentation/admin-guide/mm/transhuge.rst.
bool givesHugePages(std::string_view enabled);

} // namespace storyscope
