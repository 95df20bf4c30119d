// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/frame_loader.h"

#include <utility>

namespace storyscope::ui {

void FrameLoader::setSource(std::shared_ptr<media::MediaSource> source) {
    stop();
    m_source = std::move(source);
}

void FrameLoader::request(int number) {
    if (!m_source) {
        return;
    }
    if (const Picture cached = m_source->cachedFrame(number); !cached.isEmpty() && !isBusy()) {
        emit frameReady(number, cached);
        return;
    }
    start(Running::Finishes, [this, source = m_source, number](Run& run) {
        try {
            const Picture picture = source->frame(number, run.stopToken());
            run.deliver([this, number, picture] { emit frameReady(number, picture); });
        } catch (const Error& error) {
            if (error.code() == ErrorCode::Cancelled) {
                throw;
            }
            run.deliver([this, number, problem = describeCurrentException()] { emit frameFailed(number, problem); });
        }
    });
}

} // namespace storyscope::ui
