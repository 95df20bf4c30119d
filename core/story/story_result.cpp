// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/story/story_result.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace storyscope {

double ToldCaption::perplexity() const {
    if (tokens.empty()) {
        return 0;
    }
    const double sum = std::accumulate(tokens.begin(), tokens.end(), 0.0,
                                       [](double total, const Token& token) { return total + token.logProbability; });
    return std::exp(-sum / static_cast<double>(tokens.size()));
}

bool StoryResult::isUnfamiliar() const {
    const auto unfamiliar = std::ranges::count_if(frames, &ToldFrame::isUnfamiliar);
    return 2 * unfamiliar > static_cast<std::ptrdiff_t>(frames.size());
}

const Attention* StoryResult::captionAttention(int framePosition, int layer, int head) const {
    const auto found = std::ranges::find_if(attention, [&](const Attention& record) {
        return record.kind == Attention::Kind::Caption && record.subject == framePosition && record.layer == layer &&
               record.head == head;
    });
    return found != attention.end() ? &*found : nullptr;
}

const Attention* StoryResult::clipCaptionAttention() const {
    const auto found = std::ranges::find_if(attention, [](const Attention& record) {
        return record.kind == Attention::Kind::ClipCaption && record.layer == Attention::averaged &&
               record.head == Attention::averaged;
    });
    return found != attention.end() ? &*found : nullptr;
}

const char* captionOriginName(CaptionOrigin origin) {
    switch (origin) {
    case CaptionOrigin::Seen:
        return "seen";
    case CaptionOrigin::Expected:
        return "expected";
    case CaptionOrigin::Untold:
        return "untold";
    }
    return "seen";
}

const char* decodingName(Decoding decoding) {
    switch (decoding) {
    case Decoding::Greedy:
        return "greedy";
    case Decoding::Beam:
        return "beam";
    case Decoding::Sample:
        return "sample";
    }
    return "greedy";
}

} // namespace storyscope
