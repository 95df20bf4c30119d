// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_text.h"
#include "core/inference/bootstrap.h"
#include "core/inference/evaluation.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace storyscope::inference {

namespace {

/// The scores that the answer rests on, and what they are of.
constexpr std::array<std::pair<const char*, const char*>, 6> witnesses{{
    {"caption_bleu4", "captions"},
    {"clip_caption_bleu4", "captions of whole stories"},
    {"next_caption_perplexity", "the next caption"},
    {"next_caption_bleu4", "the next caption as it is written"},
    {"next_picture_l1", "the next picture"},
    {"tag_micro_f1", "tags"},
}};

std::string number(double value) {
    return formatNumber(value, 3);
}

/// "captions (caption_bleu4 0.610, otherwise 0.220; gap 0.390, 95 % 0.350 – 0.440)"
std::string evidence(const Score& score, const char* of, const Gap& gap) {
    std::string text = std::string(of) + " (" + score.name + " " + number(score.value) + ", otherwise " +
                       number(gap.other) + "; gap " + number(gap.gap);
    if (gap.low && gap.high) {
        text += ", 95 % " + number(*gap.low) + " – " + number(*gap.high);
    }
    return text + ")";
}

struct Findings {
    std::string shown;
    std::string notShown;
};

Findings findings(const std::vector<Score>& scores, const std::string& gapName) {
    Findings result;
    for (const auto& [name, of] : witnesses) {
        const auto score = std::ranges::find(scores, std::string_view(name), &Score::name);
        if (score == scores.end() || !score->gaps.contains(gapName)) {
            continue;
        }
        const Gap& gap = score->gaps.at(gapName);
        std::string& list = gap.isShown() ? result.shown : result.notShown;
        list += (list.empty() ? "" : ", ") + evidence(*score, of, gap);
    }
    return result;
}

} // namespace

LookVerdict judgedByGaps(const std::vector<Score>& scores) {
    const Findings pictures = findings(scores, shuffledCondition);
    const Findings order = findings(scores, shuffledOrder);
    LookVerdict verdict;
    verdict.sentence = "Does the model look at its input? ";
    if (pictures.shown.empty() && pictures.notShown.empty()) {
        verdict.sentence += "Unknown: too few stories to give one the pictures of another.";
    } else if (pictures.shown.empty()) {
        verdict.answer = LookVerdict::Answer::No;
        verdict.sentence +=
            "No: with another story's pictures nothing gets worse by more than chance: " + pictures.notShown + ".";
    } else {
        verdict.answer = LookVerdict::Answer::Yes;
        verdict.sentence += "Yes: with another story's pictures it gets worse at " + pictures.shown + ".";
        verdict.sentence += pictures.notShown.empty() ? "" : " Not shown for " + pictures.notShown + ".";
    }
    if (!order.shown.empty()) {
        verdict.sentence += " The order of the frames matters for " + order.shown + ".";
    } else if (!order.notShown.empty()) {
        verdict.sentence += " The order of the frames is not shown to matter: " + order.notShown + ".";
    }
    return verdict;
}

const char* answerName(LookVerdict::Answer answer) {
    switch (answer) {
    case LookVerdict::Answer::Yes:
        return "yes";
    case LookVerdict::Answer::No:
        return "no";
    case LookVerdict::Answer::Unknown:
        return "unknown";
    }
    return "unknown";
}

} // namespace storyscope::inference
