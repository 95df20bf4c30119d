// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/data_probe.h"

#include "core/datasets/story_dataset.h"

#include <algorithm>

namespace storyscope::ui {
namespace {

DataFacts factsOf(const datasets::StoryDataset& dataset) {
    DataFacts facts;
    facts.trainingStories = static_cast<std::int64_t>(dataset.split("train").stories.size());
    if (facts.trainingStories == 0)
        facts.problem = DataProbe::tr("%1 has no stories to train on.").arg(QString::fromStdString(dataset.name()));
    return facts;
}

} // namespace

void DataProbe::look(const std::string& specification) {
    start(Running::IsStopped, [this, specification](Run& run) {
        DataFacts facts;
        try {
            facts = factsOf(*datasets::openDataset(specification, run.stopToken(), run));
        } catch (...) {
            facts.problem = describeCurrentException().message;
        }
        facts.specification = specification;
        run.deliver([this, facts] { emit found(facts); });
    });
}

} // namespace storyscope::ui
