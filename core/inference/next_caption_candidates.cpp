// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/next_caption_candidates.h"

#include "core/datasets/frame_captions.h"
#include "core/inference/caption_table.h"
#include "core/inference/sampling.h"

#include <algorithm>
#include <random>
#include <set>
#include <utility>

namespace storyscope::inference {

NextCaptionCandidates::NextCaptionCandidates(const datasets::StoryDataset& dataset,
                                             const std::vector<std::size_t>& stories, const std::stop_token& stop,
                                             Progress& progress) {
    std::set<std::string> captions;
    for (std::size_t done = 0; done < stories.size(); ++done) {
        throwIfStopped(stop);
        progress.report("Reading captions", static_cast<std::int64_t>(done), static_cast<std::int64_t>(stories.size()));
        const Story story = datasets::withFrameCaptions(dataset.story(stories[done]));
        if (story.orderIsTrue && story.frames.size() > 1 && !story.frames.back().caption.empty()) {
            captions.insert(story.frames.back().caption);
        }
    }
    m_captions.assign(captions.begin(), captions.end());
}

std::vector<std::string> NextCaptionCandidates::of(std::size_t story, const StoryFrame& last, std::size_t count) const {
    const std::vector<std::string> truths = referencesOf(last);
    std::vector<std::string> others;
    std::ranges::copy_if(m_captions, std::back_inserter(others), [&](const std::string& caption) {
        return std::ranges::find(truths, caption) == truths.end();
    });
    std::mt19937_64 generator(mixedSeed(story, 1));
    std::vector<std::string> candidates{last.caption};
    while (candidates.size() < count && !others.empty()) {
        std::swap(others[generator() % others.size()], others.back());
        candidates.push_back(std::move(others.back()));
        others.pop_back();
    }
    return candidates.size() < 2 ? std::vector<std::string>() : candidates;
}

} // namespace storyscope::inference
