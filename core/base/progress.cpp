// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/progress.h"

#include "core/base/error.h"

namespace storyscope {

namespace {

class NoProgress final : public Progress {
public:
    void report(std::string_view, std::int64_t, std::int64_t) override {}
};

} // namespace

Progress& Progress::none() {
    static NoProgress ignore; // has no state
    return ignore;
}

void throwIfStopped(const std::stop_token& stop) {
    if (stop.stop_requested()) {
        throw Error(ErrorCode::Cancelled, "Stopped");
    }
}

} // namespace storyscope
