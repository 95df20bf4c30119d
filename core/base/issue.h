// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace storyscope {

/// Something wrong with one row, file or range of data that is usable otherwise. Collected and shown in a list; an
/// `Error` is for what cannot be used at all.
struct Issue {
    enum class Severity { Note, Warning, Problem };

    Severity severity = Severity::Warning;
    std::string place; ///< what it is about: a file, "story 12, frame 3", "frames 100–140"
    std::string text;  ///< one sentence for a person
};

} // namespace storyscope
