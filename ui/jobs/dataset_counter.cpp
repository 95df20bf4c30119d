// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/dataset_counter.h"

#include "ui/jobs/thread_priority.h"

#include <utility>

namespace storyscope::ui {

void DatasetCounter::count(std::shared_ptr<const datasets::StoryDataset> dataset) {
    start(Running::IsStopped, [this, dataset = std::move(dataset)](Run& run) {
        stepBackForOthers();
        const datasets::DatasetCounts counts = datasets::countsOf(*dataset, run.stopToken(), run);
        run.deliver([this, counts] { emit counted(counts); });
    });
}

} // namespace storyscope::ui
