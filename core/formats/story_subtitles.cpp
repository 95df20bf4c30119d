// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/story_export.h"

#include "core/formats/html_text.h"
#include "core/formats/utf8.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace storyscope::formats {

namespace {

constexpr std::int64_t lastCueMilliseconds = 3000;
constexpr double latestSeconds = 360'000; // 100 hours: as far as the format counts with two digits

struct Cue {
    std::int64_t beginMilliseconds = 0;
    std::int64_t endMilliseconds = 0;
    std::string text; ///< one line
};

std::string oneLine(const std::string& text) {
    std::string line = withValidUtf8(text);
    std::ranges::replace_if(
        line, [](char letter) { return static_cast<unsigned char>(letter) < 0x20; }, ' ');
    const auto begin = line.find_first_not_of(' ');
    return begin == std::string::npos ? std::string() : line.substr(begin, line.find_last_not_of(' ') + 1 - begin);
}

/// In order of time; frames of the same moment share one end, frames without a caption only end the cue before them.
std::vector<Cue> cuesOf(const StoryResult& result) {
    std::vector<Cue> cues;
    for (const ToldFrame& frame : result.frames) {
        if (frame.timeSeconds && std::isfinite(*frame.timeSeconds)) {
            const double seconds = std::clamp(*frame.timeSeconds, 0.0, latestSeconds);
            cues.push_back({.beginMilliseconds = std::llround(seconds * 1000), .text = oneLine(frame.caption.text)});
        }
    }
    std::ranges::stable_sort(cues, {}, &Cue::beginMilliseconds);
    for (Cue& cue : cues) {
        const auto next = std::ranges::upper_bound(cues, cue.beginMilliseconds, {}, &Cue::beginMilliseconds);
        cue.endMilliseconds =
            next == cues.end() ? cue.beginMilliseconds + lastCueMilliseconds : next->beginMilliseconds;
    }
    const std::int64_t end = cues.empty() ? 0 : cues.back().endMilliseconds;
    const std::int64_t begin = cues.empty() ? 0 : cues.front().beginMilliseconds;
    std::erase_if(cues, [](const Cue& cue) { return cue.text.empty(); });
    if (cues.empty() && end > 0 && result.clipCaption && !oneLine(result.clipCaption->text).empty()) {
        cues.push_back({begin, end, oneLine(result.clipCaption->text)});
    }
    return cues;
}

std::string padded(std::int64_t number, std::size_t digits) {
    const std::string text = std::to_string(number);
    return std::string(digits - std::min(digits, text.size()), '0') + text;
}

std::string timeCode(std::int64_t milliseconds, char separator) {
    const std::int64_t seconds = milliseconds / 1000;
    return padded(seconds / 3600, 2) + ':' + padded(seconds / 60 % 60, 2) + ':' + padded(seconds % 60, 2) + separator +
           padded(milliseconds % 1000, 3);
}

std::string timeLine(const Cue& cue, char separator) {
    return timeCode(cue.beginMilliseconds, separator) + " --> " + timeCode(cue.endMilliseconds, separator) + '\n';
}

} // namespace

std::string storyToSrt(const StoryResult& result) {
    std::string text;
    std::size_t number = 0;
    for (const Cue& cue : cuesOf(result)) {
        text += std::to_string(++number) + '\n' + timeLine(cue, ',') + cue.text + "\n\n";
    }
    return text;
}

std::string storyToVtt(const StoryResult& result) {
    std::string text = "WEBVTT\n\n";
    for (const Cue& cue : cuesOf(result)) {
        text += timeLine(cue, '.') + escapedHtml(cue.text) + "\n\n";
    }
    return text;
}

} // namespace storyscope::formats
