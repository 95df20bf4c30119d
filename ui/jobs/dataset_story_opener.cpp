// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/dataset_story_opener.h"

namespace storyscope::ui {

void DatasetStoryOpener::open(const datasets::StoryPlace& place) {
    start(Running::IsStopped, [this, place](Run& run) {
        const auto source = std::make_shared<datasets::StoryMediaSource>(place, run.stopToken(), run);
        run.deliver([this, source] { emit opened(source); });
    });
}

} // namespace storyscope::ui
