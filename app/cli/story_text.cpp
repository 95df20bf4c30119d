// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/story_text.h"

#include "app/cli/output.h"
#include "core/base/number_text.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace storyscope::cli {

namespace {

constexpr float shownTagProbability = 0.5F;
constexpr double barCells = 10;

std::string title(const StoryResult& result) {
    std::string text = result.source + "\ntold by " + result.modelName + ", " + decodingName(result.decoding);
    if (result.decoding == Decoding::Sample) {
        text += " with seed " + std::to_string(result.seed);
    }
    return text + '\n';
}

std::string frameTitle(const ToldFrame& frame, std::size_t position) {
    std::string text = std::to_string(position + 1) + "  frame " + std::to_string(frame.sourceIndex);
    if (frame.timeSeconds) {
        text += "  " + formatTime(*frame.timeSeconds);
    }
    if (!frame.pictureName.empty()) {
        text += "  " + frame.pictureName;
    }
    return text + (frame.isUnfamiliar() ? "  (unlike the training data)" : "") + '\n';
}

std::string bar(double share) {
    std::string text;
    for (int cell = 0; cell < static_cast<int>(share * barCells + 0.5); ++cell) {
        text += "▇";
    }
    return padded(text, static_cast<std::size_t>(barCells));
}

/// A row of frame shares: where the caption as a whole looked.
std::string frameShares(const Attention& attention) {
    std::vector<double> shares(attention.frames.size(), 0.0);
    for (std::size_t row = 0; row < attention.rows.size(); ++row) {
        const std::vector<float> weights = attention.frameWeights(row);
        for (std::size_t frame = 0; frame < weights.size(); ++frame) {
            shares[frame] += weights[frame] / static_cast<double>(attention.rows.size());
        }
    }
    std::string text;
    for (std::size_t frame = 0; frame < shares.size(); ++frame) {
        text += "      frame " + std::to_string(attention.frames[frame] + 1) + "  " + bar(shares[frame]) + ' ' +
                formatShare(shares[frame]) + '\n';
    }
    return text;
}

/// "umbrella → 1 (83 %)": each word with the frame it looked at most.
std::string wordFrames(const Attention& attention, const ToldCaption& caption) {
    std::string text;
    for (std::size_t row = 0; row < std::min(attention.rows.size(), caption.tokens.size()); ++row) {
        if (caption.tokens[row].begin == caption.tokens[row].end) {
            continue; // the end of the sentence has no text
        }
        const std::vector<float> weights = attention.frameWeights(row);
        const auto strongest = std::max_element(weights.begin(), weights.end());
        if (strongest == weights.end()) {
            continue;
        }
        const int frame = attention.frames[static_cast<std::size_t>(strongest - weights.begin())];
        text += (text.empty() ? "" : ", ") + attention.rows[row] + " → " + std::to_string(frame + 1) + " (" +
                formatShare(*strongest) + ')';
    }
    return text;
}

std::string tagsText(const std::vector<TagScore>& tags) {
    std::string text;
    for (const TagScore& tag : tags) {
        if (tag.probability >= shownTagProbability) {
            text += (text.empty() ? "" : ", ") + tag.tag + ' ' + formatNumber(tag.probability, 2);
        }
    }
    return text.empty() ? "none is likely" : text;
}

std::string captionText(const StoryResult& result, const ToldFrame& frame) {
    switch (frame.captionOrigin) {
    case CaptionOrigin::Seen:
        break;
    case CaptionOrigin::Expected:
        return frame.caption.text + "  (expected here, from the frames before)";
    case CaptionOrigin::Untold:
        return result.clipCaption ? "(told by the caption of all frames)"
                                  : "(untold: this model tells a frame by what it expects after the ones before)";
    }
    return frame.caption.text + (frame.repeatsEarlier ? "  (says what an earlier frame says)" : "");
}

std::string clipText(const StoryResult& result) {
    if (!result.clipCaption) {
        return {};
    }
    std::string text = "\nAll frames\n   " + result.clipCaption->text + '\n';
    if (const Attention* attention = result.clipCaptionAttention(); attention != nullptr) {
        text += "   looked at\n" + frameShares(*attention) +
                "   words: " + wordFrames(*attention, *result.clipCaption) + '\n';
    }
    return text;
}

std::string frameText(const StoryResult& result, std::size_t position) {
    const ToldFrame& frame = result.frames[position];
    std::string text = '\n' + frameTitle(frame, position) + "   " + captionText(result, frame) + '\n';
    if (const Attention* attention = result.captionAttention(static_cast<int>(position)); attention != nullptr) {
        text +=
            "   looked at\n" + frameShares(*attention) + "   words: " + wordFrames(*attention, frame.caption) + '\n';
    }
    return text + "   tags: " + tagsText(frame.tags) + '\n';
}

/// "1, 2, 3": places in the story, from 1.
std::string placesText(const std::vector<int>& positions) {
    std::string text;
    for (const int position : positions) {
        text += (text.empty() ? "" : ", ") + std::to_string(position + 1);
    }
    return text;
}

/// What the model expects at the end of the story, and before that what it expected instead of the last frame.
std::string predictionsText(const StoryResult& result) {
    std::string text;
    const std::size_t first = result.predictions.size() - std::min<std::size_t>(2, result.predictions.size());
    for (std::size_t index = first; index < result.predictions.size(); ++index) {
        const NextPrediction& prediction = result.predictions[index];
        text += "\nExpected after " + placesText(prediction.contextFrames);
        if (prediction.truthFrame) {
            text += " (what follows is " + std::to_string(*prediction.truthFrame + 1) + ')';
        }
        text += "\n   " + (prediction.caption.text.empty() ? "(no sentence)" : prediction.caption.text) + '\n';
        if (prediction.nearestFrame) {
            text +=
                "   the nearest real picture is that of frame " + std::to_string(*prediction.nearestFrame + 1) + '\n';
        }
    }
    return text;
}

} // namespace

std::string storyToText(const StoryResult& result) {
    std::string text = title(result);
    if (result.isUnfamiliar()) {
        text += "\nWarning: these frames are unlike anything this model was trained on; do not trust its words.\n";
    }
    text += clipText(result);
    for (std::size_t position = 0; position < result.frames.size(); ++position) {
        text += frameText(result, position);
    }
    text += predictionsText(result);
    if (result.score) {
        text += "\nCoherence of the sequence: " + formatNumber(*result.score, 2) + " of 1\n";
    }
    return text;
}

} // namespace storyscope::cli
