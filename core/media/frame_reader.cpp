// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_reader.h"

#include "core/base/error.h"
#include "core/media/frame_decoder.h"
#include "core/media/picture_converter.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
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

} // namespace

class FrameReader::Decoder {
public:
    Decoder(std::shared_ptr<const VideoIndex> index, const FrameReaderOptions& options);

    const VideoIndex& index() const { return *m_index; }
    Picture frame(int number, const std::stop_token& stop, const Keep& keep);

private:
    const FrameInfo& info(int number) const { return m_index->frames[static_cast<std::size_t>(number)]; }
    int numberOf(std::int64_t identity) const;
    bool canDecodeOnTo(int number) const;
    void goToSeekPoint(int place, const std::stop_token& stop);
    bool decodeUntil(int number, const std::stop_token& stop, const Keep& keep);
    [[noreturn]] void failAt(int number) const;

    std::shared_ptr<const VideoIndex> m_index;
    std::vector<std::pair<std::int64_t, int>> m_numbers; ///< (identity, frame number), by identity
    FrameDecoder m_decoder;
    PictureConverter m_converter;
    ffmpeg::Frame m_frame = ffmpeg::makeFrame();
    int m_held = -1;       ///< the frame that is in m_frame; -1: none that the index knows
    int m_passed = -1;     ///< the last frame that came out since decoding began
    bool m_isLost = false; ///< a stop left file and decoder somewhere in between
    std::set<int> m_undecodable;
};

FrameReader::Decoder::Decoder(std::shared_ptr<const VideoIndex> index, const FrameReaderOptions& options)
    : m_index(std::move(index)), m_numbers(numbersByIdentity(*m_index)),
      m_decoder(m_index->path, m_index->frameIdentity, options.decoderThreads, {}),
      m_converter({m_index->width, m_index->height},
                  {.rotationDegrees = m_index->rotationDegrees, .isMirrored = m_index->isMirrored, .isExact = true}) {
    const Demuxer& demuxer = m_decoder.demuxer();
    if (demuxer.stream().index != m_index->streamIndex || demuxer.sizeBytes() != m_index->sizeBytes ||
        demuxer.modified() != m_index->modified) {
        throw Error(ErrorCode::Mismatch, "The file has changed since it was opened",
                    {.file = m_index->path, .byteOffset = {}, .row = {}});
    }
}

int FrameReader::Decoder::numberOf(std::int64_t identity) const {
    const auto found = std::lower_bound(m_numbers.begin(), m_numbers.end(), std::pair{identity, 0});
    return found != m_numbers.end() && found->first == identity ? found->second : -1;
}

bool FrameReader::Decoder::canDecodeOnTo(int number) const {
    const SeekPoint& needed = m_index->seekPoints[static_cast<std::size_t>(info(number).seekPoint)];
    return !m_isLost && number > m_passed && m_decoder.startedAt() <= needed.decodeNumber &&
           needed.decodeNumber <= m_decoder.nextDecodeNumber() + decodeOnPackets;
}

void FrameReader::Decoder::goToSeekPoint(int place, const std::stop_token& stop) {
    const auto placeOf = [this](std::int64_t identity) {
        const int number = numberOf(identity);
        return number < 0 ? -1 : info(number).decodeNumber;
    };
    const SeekPoint& point = m_index->seekPoints[static_cast<std::size_t>(place)];
    const bool mustRestart = m_isLost || place == 0;
    m_isLost = true;
    m_held = -1;
    if (mustRestart || !m_decoder.goTo(point, placeOf, stop)) {
        m_decoder.restart(stop);
    }
    m_passed = -1;
    m_isLost = false;
}

/// False if the frame did not come.
bool FrameReader::Decoder::decodeUntil(int number, const std::stop_token& stop, const Keep& keep) {
    m_isLost = true;
    m_held = -1;
    while (m_decoder.next(*m_frame, stop)) {
        const int decoded = numberOf(m_frame->pts);
        if (decoded < 0) {
            continue;
        }
        m_passed = decoded;
        if (decoded >= number) {
            m_held = decoded;
            m_isLost = false;
            return decoded == number;
        }
        if (keep && (m_frame->flags & AV_FRAME_FLAG_CORRUPT) == 0) {
            keep(decoded, [this] { return m_converter.convert(*m_frame); });
        }
    }
    m_passed = m_index->frameCount();
    m_isLost = false;
    return false;
}

void FrameReader::Decoder::failAt(int number) const {
    throw Error(ErrorCode::Malformed,
                "Frame " + std::to_string(number) + " of the video is damaged and cannot be decoded",
                {.file = m_index->path, .byteOffset = {}, .row = {}});
}

Picture FrameReader::Decoder::frame(int number, const std::stop_token& stop, const Keep& keep) {
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
    if (canDecodeOnTo(number) && decodeUntil(number, stop, keep)) {
        return m_converter.convert(*m_frame);
    }
    // Some files call a frame a key frame that is none; decoding from further back then gives the frame.
    constexpr std::array<int, 3> stepsBack{0, 1, 3};
    int lastPlace = -1;
    for (const int steps : stepsBack) {
        const int place = std::max(0, info(number).seekPoint - steps);
        if (place == lastPlace) {
            break;
        }
        lastPlace = place;
        goToSeekPoint(place, stop);
        const bool isLastTry = place == 0 || steps == stepsBack.back();
        if (decodeUntil(number, stop, keep) && (isLastTry || (m_frame->flags & AV_FRAME_FLAG_CORRUPT) == 0)) {
            return m_converter.convert(*m_frame);
        }
    }
    m_undecodable.insert(number);
    failAt(number);
}

FrameReader::FrameReader(std::shared_ptr<const VideoIndex> index, FrameReaderOptions options)
    : m_decoder(std::make_unique<Decoder>(std::move(index), options)) {}

FrameReader::~FrameReader() = default;

const VideoIndex& FrameReader::index() const {
    return m_decoder->index();
}

Picture FrameReader::frame(int number, const std::stop_token& stop) {
    return m_decoder->frame(number, stop, {});
}

Picture FrameReader::frame(int number, const std::stop_token& stop, const Keep& keep) {
    return m_decoder->frame(number, stop, keep);
}

} // namespace storyscope::media
