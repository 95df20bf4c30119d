// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_reader.h"

#include "core/base/error.h"
#include "core/media/frame_decoder.h"
#include "core/media/hardware_decoding.h"
#include "core/media/picture_converter.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace storyscope::media {

namespace {

/// A key frame so few packets ahead is reached by decoding on, which is what playing forwards does all the time.
constexpr int decodeOnPackets = 32;

std::vector<std::pair<std::int64_t, int>> numbersByIdentity(const VideoIndex& index) {
    std::vector<std::pair<std::int64_t, int>> numbers;
    numbers.reserve(index.frames.size());
    for (int i = 0; i < index.frameCount(); ++i) {
        numbers.emplace_back(index.frames[static_cast<std::size_t>(i)].identity, i);
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

/// More frame threads than this only decode frames that nobody asked for.
int threadsFor(int asked) {
    constexpr unsigned mostThreads = 4;
    return asked > 0 ? asked : static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, mostThreads));
}

bool isSound(const VideoIndex& index) {
    return std::none_of(index.issues.begin(), index.issues.end(),
                        [](const Issue& issue) { return issue.severity != Issue::Severity::Note; });
}

} // namespace

class FrameReader::Decoder {
public:
    Decoder(std::shared_ptr<const VideoIndex> index, const FrameReaderOptions& options, PictureBounds size);

    const VideoIndex& index() const { return *m_index; }
    AVHWDeviceType hardware() const { return m_hardware; }
    const std::set<int>& damagedFrames() const { return m_damaged; }
    Picture frame(const Wanted& wanted, const std::stop_token& stop, const Keep& keep);

private:
    const FrameInfo& info(int number) const { return m_index->frames[static_cast<std::size_t>(number)]; }
    ffmpeg::CodecContext openCodec(const Demuxer& demuxer) const;
    int numberOf(std::int64_t identity) const;
    bool canDecodeOnTo(int number) const;
    void goToSeekPoint(int place, const std::stop_token& stop);
    bool reach(const Wanted& wanted, const std::stop_token& stop, const Keep& keep);
    bool decodeUntil(const Wanted& wanted, const std::stop_token& stop, const Keep& keep);
    bool nextNeeded(const Wanted& wanted, const std::stop_token& stop);
    void noteDamage(int decoded);
    [[noreturn]] void failAt(int number) const;

    std::shared_ptr<const VideoIndex> m_index;
    AVHWDeviceType m_hardware;
    int m_threads;
    bool m_isSmall; ///< pictures so small that the smoothing of block borders cannot be seen in them
    std::vector<std::pair<std::int64_t, int>> m_numbers; ///< (identity, frame number), by identity
    FrameDecoder m_decoder;
    PictureConverter m_converter;
    ffmpeg::Frame m_frame = ffmpeg::makeFrame();
    int m_held = -1;       ///< the frame that is in m_frame; -1: none that the index knows
    int m_passed = -1;     ///< the last frame that came out since decoding began
    int m_leftOut = -1;    ///< frames up to this one may have been left out since decoding began
    bool m_isLost = false; ///< a stop left file and decoder somewhere in between
    bool m_canLeaveOut = false;
    std::set<int> m_undecodable;
    std::set<int> m_damaged; ///< the decoder had to fill something in
};

FrameReader::Decoder::Decoder(std::shared_ptr<const VideoIndex> index, const FrameReaderOptions& options,
                              PictureBounds size)
    : m_index(std::move(index)),
      m_hardware(options.hardware == HardwareDecoding::WhereExact ? findExactHardware(*m_index, {})
                                                                  : AV_HWDEVICE_TYPE_NONE),
      m_threads(threadsFor(options.decoderThreads)), m_isSmall(2 * size.width <= m_index->width),
      m_numbers(numbersByIdentity(*m_index)),
      m_decoder(m_index->path, m_index->frameIdentity, [this](const Demuxer& demuxer) { return openCodec(demuxer); },
                {}),
      m_converter({size.width, size.height},
                  {.rotationDegrees = m_index->rotationDegrees, .isMirrored = m_index->isMirrored, .isExact = true}),
      m_canLeaveOut(m_decoder.canLeaveOut() && isSound(*m_index)) {
    const Demuxer& demuxer = m_decoder.demuxer();
    if (demuxer.stream().index != m_index->streamIndex || demuxer.sizeBytes() != m_index->sizeBytes ||
        demuxer.modified() != m_index->modified) {
        throw Error(ErrorCode::Mismatch, "The file has changed since it was opened", inFile(m_index->path));
    }
}

ffmpeg::CodecContext FrameReader::Decoder::openCodec(const Demuxer& demuxer) const {
    ffmpeg::CodecContext context;
    if (m_hardware != AV_HWDEVICE_TYPE_NONE) {
        context = openHardwareDecoder(demuxer, m_hardware);
    }
    if (!context) {
        context = openDecoder(demuxer, m_threads);
    }
    if (m_isSmall) {
        context->skip_loop_filter = AVDISCARD_NONREF;
    }
    return context;
}

int FrameReader::Decoder::numberOf(std::int64_t identity) const {
    const auto found = std::lower_bound(m_numbers.begin(), m_numbers.end(), std::pair{identity, 0});
    return found != m_numbers.end() && found->first == identity ? found->second : -1;
}

bool FrameReader::Decoder::canDecodeOnTo(int number) const {
    const SeekPoint& needed = m_index->seekPoints[static_cast<std::size_t>(info(number).seekPoint)];
    return !m_isLost && number > m_passed && number > m_leftOut && m_decoder.startedAt() <= needed.decodeNumber &&
           needed.decodeNumber <= m_decoder.nextDecodeNumber() + decodeOnPackets;
}

void FrameReader::Decoder::goToSeekPoint(int place, const std::stop_token& stop) {
    const auto placeOf = [this](std::int64_t identity) {
        const int number = numberOf(identity);
        return number < 0 ? -1 : info(number).decodeNumber;
    };
    SeekPoint point = m_index->seekPoints[static_cast<std::size_t>(place)];
    const bool wasLost = std::exchange(m_isLost, true);
    m_held = -1;
    if (wasLost) {
        m_decoder.restart(stop);
    }
    const bool isRecognised = place > 0 || m_index->frameIdentity == FrameIdentity::Pts;
    if (place == 0) {
        point.pts = point.identity;
    }
    if (!isRecognised || !m_decoder.goTo(point, placeOf, stop)) {
        m_decoder.restart(stop);
    }
    m_passed = -1;
    m_leftOut = -1;
    m_isLost = false;
}

/// The decoder's next frame, which need not be one of the index; false at the end.
bool FrameReader::Decoder::nextNeeded(const Wanted& wanted, const std::stop_token& stop) {
    if (!m_canLeaveOut) {
        return m_decoder.next(*m_frame, stop);
    }
    const int first = std::min(wanted.keepFrom, wanted.number);
    return m_decoder.next(*m_frame, stop, [this, first](std::int64_t identity) {
        const int number = numberOf(identity);
        if (number < first) {
            m_leftOut = std::max(m_leftOut, number);
        }
        return number >= first;
    });
}

/// False if the frame did not come.
bool FrameReader::Decoder::decodeUntil(const Wanted& wanted, const std::stop_token& stop, const Keep& keep) {
    m_held = -1;
    while (nextNeeded(wanted, stop)) {
        const int decoded = numberOf(m_frame->pts);
        if (decoded < 0) {
            continue;
        }
        m_passed = decoded;
        noteDamage(decoded);
        if (decoded >= wanted.number) {
            m_held = decoded;
            return decoded == wanted.number;
        }
        if (keep && decoded >= wanted.keepFrom && (m_frame->flags & AV_FRAME_FLAG_CORRUPT) == 0) {
            keep(decoded, [this] { return m_converter.convert(*m_frame); });
        }
    }
    m_passed = m_index->frameCount();
    return false;
}

/// Frames that began before the decoder did lack what they refer to, which is no damage.
void FrameReader::Decoder::noteDamage(int decoded) {
    const SeekPoint& needed = m_index->seekPoints[static_cast<std::size_t>(info(decoded).seekPoint)];
    const bool isFaulty = (m_frame->flags & AV_FRAME_FLAG_CORRUPT) != 0 || m_frame->decode_error_flags != 0;
    if (isFaulty && m_decoder.startedAt() <= needed.decodeNumber) {
        m_damaged.insert(decoded);
    }
}

void FrameReader::Decoder::failAt(int number) const {
    throw Error(ErrorCode::Malformed,
                "Frame " + std::to_string(number) + " of the video is damaged and cannot be decoded",
                inFile(m_index->path));
}

/// Brings the frame into m_frame; false if the file does not give it.
bool FrameReader::Decoder::reach(const Wanted& wanted, const std::stop_token& stop, const Keep& keep) {
    if (canDecodeOnTo(wanted.number) && decodeUntil(wanted, stop, keep)) {
        return true;
    }
    // Some files call a frame a key frame that is none; decoding from further back then gives the frame.
    constexpr std::array<int, 3> stepsBack{0, 1, 3};
    int lastPlace = -1;
    for (const int steps : stepsBack) {
        const int place = std::max(0, info(wanted.number).seekPoint - steps);
        if (place == lastPlace) {
            break;
        }
        lastPlace = place;
        goToSeekPoint(place, stop);
        const bool isLastTry = place == 0 || steps == stepsBack.back();
        if (decodeUntil(wanted, stop, keep) && (isLastTry || (m_frame->flags & AV_FRAME_FLAG_CORRUPT) == 0)) {
            return true;
        }
    }
    return false;
}

Picture FrameReader::Decoder::frame(const Wanted& wanted, const std::stop_token& stop, const Keep& keep) {
    const int number = wanted.number;
    if (number < 0 || number >= m_index->frameCount()) {
        throw Error(ErrorCode::BadArgument, "There is no frame " + std::to_string(number) + ": the video has " +
                                                std::to_string(m_index->frameCount()) + " frames, numbered from 0");
    }
    if (number == m_held) {
        return m_converter.convert(*m_frame);
    }
    if (m_undecodable.contains(number)) {
        failAt(number);
    }
    throwIfStopped(stop);
    bool isThere = reach(wanted, stop, keep);
    if (!isThere && std::exchange(m_canLeaveOut, false)) {
        isThere = reach(wanted, stop, keep);
    }
    if (!isThere) {
        m_undecodable.insert(number);
        failAt(number);
    }
    return m_converter.convert(*m_frame);
}

FrameReader::FrameReader(std::shared_ptr<const VideoIndex> index, FrameReaderOptions options)
    : FrameReader(index, options, {.width = index->width, .height = index->height}) {}

FrameReader::FrameReader(std::shared_ptr<const VideoIndex> index, FrameReaderOptions options, PictureBounds size)
    : m_decoder(std::make_unique<Decoder>(std::move(index), options, size)) {}

FrameReader::~FrameReader() = default;

const VideoIndex& FrameReader::index() const {
    return m_decoder->index();
}

std::string FrameReader::hardwareName() const {
    return m_decoder->hardware() == AV_HWDEVICE_TYPE_NONE ? std::string() : media::hardwareName(m_decoder->hardware());
}

const std::set<int>& FrameReader::damagedFrames() const {
    return m_decoder->damagedFrames();
}

Picture FrameReader::frame(int number, const std::stop_token& stop) {
    return m_decoder->frame({.number = number, .keepFrom = number}, stop, {});
}

Picture FrameReader::frame(const Wanted& wanted, const std::stop_token& stop, const Keep& keep) {
    return m_decoder->frame(wanted, stop, keep);
}

} // namespace storyscope::media
