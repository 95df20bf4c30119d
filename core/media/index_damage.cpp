// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/index_damage.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

namespace storyscope::media {

namespace {

/// What was lost inside the container is between the frames of the packets around it.
void addDamagedReads(VideoIndex& index, const PacketScan& scan) {
    std::vector<int> frameOf(scan.packets.size(), -1);
    for (int i = 0; i < index.frameCount(); ++i) {
        frameOf[static_cast<std::size_t>(index.frames[static_cast<std::size_t>(i)].decodeNumber)] = i;
    }
    const auto isFrame = [](int number) { return number >= 0; };
    for (const int place : scan.damagedBefore) {
        const auto middle = frameOf.begin() + place;
        const auto after = std::find_if(middle, frameOf.end(), isFrame);
        const auto before = std::find_if(std::make_reverse_iterator(middle), frameOf.rend(), isFrame);
        const int last = after == frameOf.end() ? index.frameCount() : *after;
        const int first = before == frameOf.rend() ? -1 : *before;
        addDamage(index.damaged,
                  {.firstFrame = std::min(first, last), .lastFrame = std::max(first, last), .lostFrames = 0});
    }
}

/// The first frame from `number` on whose decoding begins there or later; the number of frames if there is none.
int independentFrom(const VideoIndex& index, int number) {
    const int packet = index.frames[static_cast<std::size_t>(number)].decodeNumber;
    const auto first = index.frames.begin() + number;
    const auto found = std::find_if(first, index.frames.end(), [&](const FrameInfo& frame) {
        return index.seekPoints[static_cast<std::size_t>(frame.seekPoint)].decodeNumber >= packet;
    });
    return static_cast<int>(found - index.frames.begin());
}

/// How long frames last on the screen, without the last one.
std::vector<double> periodsOf(const VideoIndex& index) {
    std::vector<double> periods;
    periods.reserve(index.frames.size());
    for (const FrameInfo& frame : index.frames) {
        periods.push_back(frame.durationSeconds);
    }
    periods.pop_back();
    return periods;
}

/// Containers made for broadcasting and streaming go on silently behind damage. In a video with one frame rate a gap of
/// several frames shows it; rare gaps only, because what has many is recorded that way.
void addGaps(VideoIndex& index, std::string_view format) {
    constexpr std::size_t fewestFrames = 24;
    constexpr std::size_t framesPerGap = 50;
    constexpr double longestPeriods = 2.5;
    const bool isSilent = format.find("matroska") != std::string_view::npos || format.starts_with("mpeg");
    if (!isSilent || index.frameIdentity != FrameIdentity::Pts || index.frames.size() < fewestFrames) {
        return;
    }
    const std::vector<double> periods = periodsOf(index);
    std::vector<double> sorted = periods;
    std::ranges::sort(sorted);
    const double usual = sorted[sorted.size() / 2];
    const auto isUsual = [usual](double period) { return std::abs(period - usual) < 0.2 * usual + 0.001; };
    const auto isGap = [&](double period) { return period > longestPeriods * usual && !isUsual(period); };
    const auto gaps = static_cast<std::size_t>(std::ranges::count_if(periods, isGap));
    const auto usuals = static_cast<std::size_t>(std::ranges::count_if(periods, isUsual));
    if (gaps * framesPerGap > periods.size() + framesPerGap || usuals + gaps < periods.size() * 97 / 100) {
        return;
    }
    for (int i = 0; i < static_cast<int>(periods.size()); ++i) {
        const double period = periods[static_cast<std::size_t>(i)];
        if (isGap(period)) {
            const auto lost = static_cast<int>(std::lround(std::min(period / std::max(usual, 1e-6) - 1, 1e9)));
            addDamage(index.damaged, {.firstFrame = i, .lastFrame = independentFrom(index, i + 1), .lostFrames = lost});
        }
    }
}

} // namespace

void findDamage(VideoIndex& index, const PacketScan& scan, const AVInputFormat& format) {
    addDamagedReads(index, scan);
    addGaps(index, format.name);
    const int end = index.frameCount();
    if (scan.isCutOff) {
        addDamage(index.damaged, {.firstFrame = end - 1, .lastFrame = end, .lostFrames = scan.missingAtEnd});
    }
    for (const DamagedRange& range : index.damaged) {
        std::string text = range.lastFrame == end && scan.isCutOff ? "The file ends early" : "The file is damaged here";
        if (range.lostFrames > 0) {
            text += "; " + std::to_string(range.lostFrames) +
                    (range.lostFrames == 1 ? " frame is missing" : " frames are missing");
        }
        if (range.lastFrame - range.firstFrame > 1) {
            text += "; the pictures in between may be wrong";
        }
        index.issues.push_back(
            {.severity = Issue::Severity::Warning, .place = describePlace(range, end), .text = std::move(text)});
    }
}

} // namespace storyscope::media
