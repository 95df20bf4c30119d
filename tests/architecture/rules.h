// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/architecture/source_tree.h"

#include <string>
#include <vector>

namespace storyscope::test {

/// "core/media/x.cpp:3: what is wrong"
using Violations = std::vector<std::string>;

/// The rules of ARCHITECTURE.md, "Doors" and "Rooms", each over the whole tree.

/// Includes run downwards only: app → ui → core's rooms in their layers → core/base.
Violations upwardIncludes(const SourceTree& tree);
/// core/ never includes Qt.
Violations qtInCore(const SourceTree& tree);
/// ui/ and app/ include no LibTorch, FFmpeg or OpenCV header, not even through a header of ours.
Violations heavyHeadersInFront(const SourceTree& tree);
/// Only core/media includes FFmpeg; only core/hub includes libcurl; only ui/runs includes QCustomPlot; LibTorch stays
/// in nn, models, inference, training.
Violations librariesOutsideTheirRoom(const SourceTree& tree);
/// core/{nn,models,training} include nothing of core/media: they are built on machines without it.
Violations mediaInTraining(const SourceTree& tree);
/// No source file is longer than 500 lines; the main window's are at most 400.
Violations longFiles(const SourceTree& tree);
/// Every source, CMake file and script names its licence in its first lines.
Violations missingLicenceLines(const SourceTree& tree);
/// No path of the machine that something was written on.
Violations machinePaths(const SourceTree& tree);

} // namespace storyscope::test
