// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/frame_times.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace storyscope::ui {

FrameTimes::FrameTimes(std::shared_ptr<media::MediaSource> source)
    : m_source(std::move(source)), m_areReal(frameCount() > 0 && m_source->timeSeconds(0).has_value()) {}

double FrameTimes::begin(int number) const {
    return m_areReal ? m_source->timeSeconds(number).value_or(0) : number * pictureSeconds;
}

double FrameTimes::end(int number) const {
    if (number + 1 < frameCount()) {
        return std::max(begin(number), begin(number + 1));
    }
    return number > 0 ? begin(number) + std::max(0.0, begin(number) - begin(number - 1))
                      : begin(number) + pictureSeconds;
}

int FrameTimes::at(double seconds) const {
    const int last = std::max(0, frameCount() - 1);
    if (m_areReal) {
        return std::clamp(m_source->frameAt(seconds), 0, last);
    }
    return static_cast<int>(std::clamp(std::floor(seconds / pictureSeconds), 0.0, static_cast<double>(last)));
}

} // namespace storyscope::ui
