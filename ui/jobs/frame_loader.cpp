// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/frame_loader.h"

#include <utility>

namespace storyscope::ui {

namespace {

using media::MediaSource;
using media::Travel;

/// What cannot be decoded ahead says so when it is asked for.
void prepare(MediaSource& source, int number, Travel travel, const std::stop_token& stop) {
    try {
        source.prepare(number, travel, stop);
    } catch (const Error&) {
        return;
    }
}

} // namespace

void FrameLoader::setSource(std::shared_ptr<MediaSource> source) {
    stop();
    m_source = std::move(source);
    m_latest = 0;
    m_isAwaiting = false;
    m_travel = Travel::Forwards;
}

void FrameLoader::request(int number) {
    if (!m_source) {
        return;
    }
    const Travel travel = travelTo(number);
    if (const Picture cached = m_source->cachedFrame(number); !cached.isEmpty() && !m_isAwaiting) {
        decodeAhead(number, travel);
        emit frameReady(number, cached);
        return;
    }
    m_isAwaiting = true;
    start(Running::Finishes, [this, source = m_source, number, travel, serial = ++m_serial](Run& run) {
        try {
            const Picture picture = source->frame(number, run.stopToken());
            run.deliver([this, serial, number, picture] {
                m_isAwaiting = m_isAwaiting && serial != m_serial;
                emit frameReady(number, picture);
            });
        } catch (...) {
            const JobError problem = describeCurrentException();
            if (problem.code == ErrorCode::Cancelled) {
                throw;
            }
            run.deliver([this, serial, number, problem] {
                m_isAwaiting = m_isAwaiting && serial != m_serial;
                emit frameFailed(number, problem);
            });
        }
        prepare(*source, number, travel, run.newerToken());
    });
}

Travel FrameLoader::travelTo(int number) {
    if (number != m_latest) {
        m_travel = number > m_latest ? Travel::Forwards : Travel::Backwards;
    }
    m_latest = number;
    return m_travel;
}

void FrameLoader::decodeAhead(int number, Travel travel) {
    start(Running::Finishes,
          [source = m_source, number, travel](Run& run) { prepare(*source, number, travel, run.newerToken()); });
}

} // namespace storyscope::ui
