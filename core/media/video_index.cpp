// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/video_index.h"

#include "core/base/error.h"
#include "core/media/demuxer.h"
#include "core/media/index_builder.h"
#include "core/media/index_cache.h"
#include "core/media/packet_scan.h"
#include "core/media/picture_converter.h"

#include <algorithm>
#include <optional>

namespace storyscope::media {

namespace {

using Clock = std::chrono::steady_clock;

VideoIndex describeStream(const std::filesystem::path& path, const Demuxer& demuxer) {
    VideoIndex index;
    index.path = path;
    AVStream& stream = demuxer.stream();
    const Orientation orientation = demuxer.orientation();
    const AVRational ratio = av_guess_sample_aspect_ratio(&demuxer.format(), &stream, nullptr);
    const ShownSize size = shownSize(stream.codecpar->width, stream.codecpar->height, ratio, orientation);
    index.sizeBytes = demuxer.sizeBytes();
    index.modified = demuxer.modified();
    index.codec = avcodec_get_name(stream.codecpar->codec_id);
    index.streamIndex = stream.index;
    index.width = size.width;
    index.height = size.height;
    index.rotationDegrees = orientation.rotationDegrees;
    index.isMirrored = orientation.isMirrored;
    index.secondsPerTick = av_q2d(stream.time_base);
    if (!orientation.isExact) {
        index.issues.push_back(
            {.severity = Issue::Severity::Note,
             .place = index.path.filename().string(),
             .text = "The video asks to be turned by an odd angle; the nearest right angle is used"});
    }
    const auto transfer = stream.codecpar->color_trc;
    if (transfer == AVCOL_TRC_SMPTE2084 || transfer == AVCOL_TRC_ARIB_STD_B67) {
        index.issues.push_back({.severity = Issue::Severity::Note,
                                .place = index.path.filename().string(),
                                .text = "The video is HDR; it is shown with the brightness of an ordinary screen"});
    }
    return index;
}

/// Gives the first frames once the scan has taken too long, as soon as there are enough of them.
class FirstFramesGiver {
public:
    FirstFramesGiver(const VideoIndex& described, const Demuxer& demuxer, const IndexOptions& options,
                     const std::stop_token& stop, Clock::time_point begin)
        : m_described(described), m_demuxer(demuxer), m_options(options), m_stop(stop),
          m_due(begin + options.patience) {}

    /// True when there is no more to do.
    bool operator()(const PacketScan& soFar) {
        if (soFar.packets.size() < m_nextTry || Clock::now() < m_due) {
            return false;
        }
        m_nextTry = soFar.packets.size() * 2;
        const auto index = IndexBuilder(m_described, soFar, m_demuxer, m_stop, Progress::none()).buildFirstFrames();
        if (index) {
            m_options.firstFrames(*index);
        }
        return index.has_value();
    }

private:
    const VideoIndex& m_described;
    const Demuxer& m_demuxer;
    const IndexOptions& m_options;
    const std::stop_token& m_stop;
    const Clock::time_point m_due;
    std::size_t m_nextTry = 64; ///< packets
};

VideoIndex scanVideo(const std::filesystem::path& path, const std::stop_token& stop, Progress& progress,
                     const IndexOptions& options) {
    const Clock::time_point begin = Clock::now();
    Demuxer demuxer(path, stop);
    VideoIndex described = describeStream(path, demuxer);
    ScanOptions scanOptions;
    if (options.firstFrames) {
        scanOptions.afterPacket = FirstFramesGiver(described, demuxer, options, stop, begin);
    }
    PacketScan scan = scanPackets(demuxer, stop, progress, scanOptions);
    if (scan.isEncrypted) {
        throw Error(ErrorCode::Unsupported, "The video is encrypted", inFile(path));
    }
    if (scan.packets.empty()) {
        throw Error(ErrorCode::Malformed, "The video has no frames", inFile(path));
    }
    return IndexBuilder(std::move(described), std::move(scan), demuxer, stop, progress).build();
}

} // namespace

double VideoIndex::durationSeconds() const {
    return frames.empty() ? 0.0 : frames.back().ptsSeconds + frames.back().durationSeconds - frames.front().ptsSeconds;
}

int VideoIndex::frameAt(double seconds) const {
    const auto after = std::upper_bound(frames.begin(), frames.end(), seconds,
                                        [](double time, const FrameInfo& frame) { return time < frame.ptsSeconds; });
    return after == frames.begin() ? 0 : static_cast<int>(after - frames.begin()) - 1;
}

VideoIndex buildVideoIndex(const std::filesystem::path& path, const std::stop_token& stop, Progress& progress,
                           const IndexOptions& options) {
    constexpr std::chrono::milliseconds leastWorthKeeping{50};
    const IndexCache cache(options.cacheFolder);
    if (std::optional<VideoIndex> known = cache.find(path)) {
        return std::move(*known);
    }
    const Clock::time_point begin = Clock::now();
    VideoIndex index = scanVideo(path, stop, progress, options);
    if (Clock::now() - begin >= leastWorthKeeping) {
        cache.keep(index);
    }
    return index;
}

} // namespace storyscope::media
