// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats_sample_story.h"

namespace storyscope::test {

namespace {

ToldCaption captionOf(const std::string& first, const std::string& second) {
    const std::size_t gap = first.size() + 1;
    ToldCaption caption{.text = first + ' ' + second, .tokens = {}};
    caption.tokens.push_back({.text = first, .logProbability = -0.1F, .begin = 0, .end = first.size()});
    caption.tokens.push_back({.text = second, .logProbability = -1.5F, .begin = gap, .end = gap + second.size()});
    caption.tokens.push_back(
        {.text = "[EOS]", .logProbability = -0.01F, .begin = caption.text.size(), .end = caption.text.size()});
    return caption;
}

Attention attentionOf(Attention::Kind kind, int subject, std::vector<int> frames) {
    Attention record;
    record.kind = kind;
    record.subject = subject;
    record.rows = {"first", "second", "[EOS]"};
    record.frames = std::move(frames);
    record.gridRows = 2;
    record.gridColumns = 2;
    const std::size_t columns = record.columnCount();
    for (std::size_t row = 0; row < record.rows.size(); ++row) {
        for (std::size_t column = 0; column < columns; ++column) {
            record.values.push_back(column + row + 1 == columns ? 0.65F : 0.35F / static_cast<float>(columns - 1));
        }
    }
    return record;
}

} // namespace

StoryResult sampleStory() {
    StoryResult result;
    result.source = "/films/Rain & \"shine\" <1>.mp4";
    result.modelName = "StoryWorld";
    result.modelPath = "models/storyworld";
    result.decoding = Decoding::Sample;
    result.seed = 18446744073709551615U;
    result.score = 0.1F;
    result.frames.push_back({.sourceIndex = 36,
                             .timeSeconds = 1.5,
                             .pictureName = "",
                             .caption = captionOf("Tom&Jerry", "<b>run</b>"),
                             .tags = {}});
    result.frames.push_back({.sourceIndex = 108,
                             .timeSeconds = 4.5,
                             .pictureName = "",
                             .caption = captionOf("Rain", "falls-->now"),
                             .tags = {}});
    result.frames[0].tags = {{.tag = "umbrella", .probability = 0.9F}, {.tag = "dog", .probability = 0.2F}};
    result.frames[1].unfamiliarity = 1.25F;
    result.attention.push_back(attentionOf(Attention::Kind::Caption, 0, {0, 1}));
    result.attention.push_back(attentionOf(Attention::Kind::Caption, 1, {0, 1}));
    result.attention.push_back(attentionOf(Attention::Kind::NextCaption, 0, {0}));
    result.attention.back().layer = 0;
    result.attention.push_back(attentionOf(Attention::Kind::NextCaption, 0, {0}));
    result.predictions.push_back({.contextFrames = {0},
                                  .truthFrame = 1,
                                  .picture = Picture(1, 1, {1, 2, 3}),
                                  .caption = captionOf("Rain", "stops")});
    return result;
}

} // namespace storyscope::test
