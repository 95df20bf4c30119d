// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/media_source.h"
#include "ui/common/story_document.h"

#include <QString>
#include <functional>
#include <optional>
#include <vector>

namespace storyscope::ui {

/// A frame of the story on the timeline.
struct StoryMarker {
    int frame = 0;
    bool isTold = false; ///< a story was told with it; hollow otherwise
};

/// Numbers that belong to frames, drawn in a lane of their own.
struct TimelineLane {
    enum class Shape {
        Bars,  ///< one for each value, with its number where there is room
        Curve, ///< for a value per frame
    };

    QString name; ///< "Attention"
    Shape shape = Shape::Bars;
    std::vector<int> frames;   ///< ascending, one per value; empty: value i belongs to frame i
    std::vector<float> values; ///< at least 0
    float maximum = 1;         ///< what fills the lane's height

    int frameOf(std::size_t place) const { return frames.empty() ? static_cast<int>(place) : frames[place]; }
};

/// What is told about the frames from `firstFrame` on, until the next caption begins.
struct CaptionSpan {
    int firstFrame = 0;
    int lastFrame = 0;
    QString text; ///< empty while it is being written
};

/// Everything that a timeline shows, but its pictures. A plain value.
struct TimelineContents {
    int frameCount = 0;
    std::function<std::optional<double>(int frame)> timeSeconds; ///< may be empty: frames have no times
    std::function<int(double seconds)> frameAtTime;              ///< set if timeSeconds is
    std::vector<StoryMarker> markers;                            ///< in the order of their frames
    std::vector<CaptionSpan> captions;
    std::vector<TimelineLane> lanes;
    std::vector<int> shots; ///< where they begin; empty: not known
    std::vector<media::DamagedRange> damage;
    StoryDocument::Marks marks;

    std::optional<double> timeOf(int frame) const { return timeSeconds ? timeSeconds(frame) : std::nullopt; }
};

} // namespace storyscope::ui
