// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/known_captions.h"

#include "core/datasets/frame_captions.h"

#include <algorithm>

namespace storyscope::inference {

KnownCaptions KnownCaptions::count(const datasets::StoryDataset& dataset, const std::vector<std::size_t>& evaluated,
                                   const std::stop_token& stop, Progress& progress) {
    const std::vector<datasets::Split> splits = dataset.splits();
    const auto training = std::ranges::find(splits, "train", &datasets::Split::name);
    const bool hasTraining = training != splits.end() && !training->stories.empty();
    const std::vector<std::size_t>& counted = hasTraining ? training->stories : evaluated;

    KnownCaptions known;
    for (std::size_t done = 0; done < counted.size(); ++done) {
        throwIfStopped(stop);
        progress.report("Reading captions", static_cast<std::int64_t>(done), static_cast<std::int64_t>(counted.size()));
        const Story asPublished = dataset.story(counted[done]);
        if (const std::vector<std::string> whole = datasets::wholeCaptions(asPublished); !whole.empty()) {
            ++known.whole[whole.front()];
        }
        const Story story = datasets::withFrameCaptions(asPublished);
        for (const StoryFrame& frame : story.frames) {
            if (!frame.caption.empty()) {
                ++known.all[frame.caption];
            }
        }
        if (story.orderIsTrue && story.frames.size() > 1 && !story.frames.back().caption.empty()) {
            ++known.last[story.frames.back().caption];
        }
    }
    return known;
}

std::string mostFrequent(const KnownCaptions::Counts& counts) {
    const auto most = std::ranges::max_element(counts, {}, &KnownCaptions::Counts::value_type::second);
    return most == counts.end() ? std::string() : most->first;
}

} // namespace storyscope::inference
