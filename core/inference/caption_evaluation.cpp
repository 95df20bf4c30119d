// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/caption_evaluation.h"

#include <algorithm>

namespace storyscope::inference {

namespace {

/// What a floor may say about a frame's own caption.
CaptionTable::Wish ofFrames(const EvaluationContext& context) {
    CaptionTable::Wish wish{"caption", "the captions", mostFrequent(context.known.all), "most_frequent_caption",
                            nullptr};
    if (context.nearest) {
        wish.nearest = [&](std::size_t story, std::size_t frame) { return context.nearest->caption(story, frame); };
    }
    return wish;
}

CaptionTable::Wish ofClips(const EvaluationContext& context) {
    CaptionTable::Wish wish = ofFrames(context);
    wish.prefix = "clip_caption";
    wish.what = "the captions of whole stories";
    wish.frequent = mostFrequent(context.known.whole);
    if (context.nearest) {
        wish.nearest = [&](std::size_t story, std::size_t frame) {
            return context.nearest->wholeCaption(story, frame);
        };
    }
    return wish;
}

void add(CaptionTable& table, std::size_t story, CaptionTable::Row row) {
    table.add(story, {std::move(row)});
}

} // namespace

void CaptionEvaluation::add(const EvaluatedStory& story) {
    std::vector<CaptionTable::Row> rows;
    for (std::size_t position = 0; position < story.truth.frames.size(); ++position) {
        const StoryFrame& frame = story.truth.frames[position];
        const ToldFrame& told = story.told.frames[position];
        if (frame.caption.empty() || told.captionOrigin == CaptionOrigin::Untold) {
            continue;
        }
        CaptionTable::Row row{position, told.caption.text, {}, referencesOf(frame)};
        // What is expected at a place depends on what that place is: only what is seen can be compared.
        if (story.shuffled && told.captionOrigin == CaptionOrigin::Seen) {
            row.shuffled = story.shuffled->frames[position].caption.text;
        }
        rows.push_back(std::move(row));
    }
    m_table.add(story.number, std::move(rows));
}

std::vector<Score> CaptionEvaluation::scores(const EvaluationContext& context) const {
    std::vector<Score> scores = m_table.scores(ofFrames(context), context);
    const auto bleu4 = std::ranges::find(scores, "caption_bleu4", &Score::name);
    if (bleu4 == scores.end() || !bleu4->gaps.contains(shuffledCondition)) {
        return scores;
    }
    const Gap gap = bleu4->gaps.at(shuffledCondition);
    bleu4->floors["captions_of_another_story"] = gap.other;
    Score pictures;
    pictures.name = "picture_gap";
    pictures.definition = "caption_bleu4 minus the same when each story gets the captions of another story's pictures";
    pictures.value = gap.gap;
    pictures.low = gap.low;
    pictures.high = gap.high;
    pictures.floors["blind"] = 0;
    pictures.samples = m_table.captionCount();
    scores.insert(bleu4 + 1, std::move(pictures));
    return scores;
}

void ClipCaptionEvaluation::add(const EvaluatedStory& story) {
    if (story.told.clipCaption && !story.truth.captions.empty()) {
        inference::add(m_table, story.number, {0, story.told.clipCaption->text, {}, story.truth.captions});
    }
}

std::vector<Score> ClipCaptionEvaluation::scores(const EvaluationContext& context) const {
    return m_table.scores(ofClips(context), context);
}

void ForcedCaptionEvaluation::add(const EvaluatedStory& story) {
    if (!story.forced) {
        return;
    }
    std::vector<CaptionTable::Row> rows;
    for (std::size_t position = 0; position < story.forced->frames.size(); ++position) {
        if (!story.forced->frames[position].empty()) {
            rows.push_back({position, story.forced->frames[position], {}, referencesOf(story.truth.frames[position])});
        }
    }
    m_frames.add(story.number, std::move(rows));
    if (!story.forced->next.empty()) {
        const std::size_t last = story.truth.frames.size() - 1;
        inference::add(m_next, story.number, {last, story.forced->next, {}, referencesOf(story.truth.frames[last])});
    }
    if (!story.forced->clip.empty()) {
        inference::add(m_clips, story.number, {0, story.forced->clip, {}, story.truth.captions});
    }
}

std::vector<Score> ForcedCaptionEvaluation::scores(const EvaluationContext& context) const {
    const std::string told = " as told word by word after the true words (teacher forcing)";
    CaptionTable::Wish frames = ofFrames(context);
    CaptionTable::Wish next = ofFrames(context);
    CaptionTable::Wish clips = ofClips(context);
    frames.prefix = "teacher_forced_caption";
    frames.what += told;
    next.prefix = "teacher_forced_next_caption";
    next.what = "the last frame's captions" + told;
    next.frequent = mostFrequent(context.known.last);
    next.frequentName = "most_frequent_last_caption";
    if (context.nearest) {
        next.nearest = [&](std::size_t story, std::size_t frame) { return context.nearest->nextCaption(story, frame); };
    }
    clips.prefix = "teacher_forced_clip_caption";
    clips.what += told;
    std::vector<Score> scores;
    std::ranges::move(m_frames.scores(frames, context), std::back_inserter(scores));
    std::ranges::move(m_next.scores(next, context), std::back_inserter(scores));
    std::ranges::move(m_clips.scores(clips, context), std::back_inserter(scores));
    return scores;
}

} // namespace storyscope::inference
