// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace storyscope::metrics {

/// A number that a metric gives: a name that says which definition ("bleu_coco_4") and that definition in one line.
struct ScoreName {
    std::string name;
    std::string definition;
};

struct NamedScore {
    ScoreName name;
    double value = 0;
};

} // namespace storyscope::metrics
