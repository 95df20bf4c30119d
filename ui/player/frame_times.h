// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/media_source.h"

#include <memory>

namespace storyscope::ui {

/// When each frame of the media is on the screen while it plays. Pictures, which have no time of their own, are shown
/// for two seconds each. A cheap value.
class FrameTimes {
public:
    static constexpr double pictureSeconds = 2;

    FrameTimes() = default;
    explicit FrameTimes(std::shared_ptr<media::MediaSource> source);

    int frameCount() const { return m_source ? m_source->frameCount() : 0; }
    /// The media's own times, not ours.
    bool areReal() const { return m_areReal; }
    double begin(int number) const;
    /// The begin of the next frame; the last one lasts as long as the one before it.
    double end(int number) const;
    double duration(int number) const { return end(number) - begin(number); }
    /// The frame on the screen at this time, clamped to the ends.
    int at(double seconds) const;

private:
    std::shared_ptr<media::MediaSource> m_source;
    bool m_areReal = false;
};

} // namespace storyscope::ui
