// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/index_packing.h"

#include "core/media/index_builder.h"
#include "core/media/picture_header.h"

#include <bit>
#include <cmath>
#include <limits>

namespace storyscope::media {

namespace {

constexpr std::size_t longestText = 1 << 16;
constexpr std::uint8_t keyFrameFlag = 1;
constexpr std::uint8_t ownIdentityFlag = 2; // it is not the pts

/// Integers of seven bits per byte, lowest first; signed ones with their sign as the lowest bit.
class Packer {
public:
    void number(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7) {
            m_bytes.push_back(static_cast<char>(value | 0x80));
        }
        m_bytes.push_back(static_cast<char>(value));
    }
    void signedNumber(std::uint64_t value) { number((value << 1) ^ ((value >> 63) != 0 ? ~std::uint64_t{0} : 0)); }
    /// As the difference to the one before it in its column; wraps around.
    void next(std::uint64_t& previous, std::int64_t value) {
        signedNumber(static_cast<std::uint64_t>(value) - previous);
        previous = static_cast<std::uint64_t>(value);
    }
    void real(double value) { number(std::bit_cast<std::uint64_t>(value)); }
    void text(const std::string& value) {
        number(value.size());
        m_bytes += value;
    }
    std::string take() { return std::move(m_bytes); }

private:
    std::string m_bytes;
};

/// Reads what Packer wrote. After a failure everything is 0 and isGood() is false.
class Unpacker {
public:
    explicit Unpacker(std::string_view bytes) : m_bytes(bytes) {}

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (m_bytes.empty()) {
                break;
            }
            const auto byte = static_cast<std::uint8_t>(m_bytes.front());
            m_bytes.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if ((byte & 0x80) == 0) {
                return value;
            }
        }
        fail();
        return 0;
    }
    std::uint64_t signedNumber() {
        const std::uint64_t value = number();
        return (value >> 1) ^ ((value & 1) != 0 ? ~std::uint64_t{0} : 0);
    }
    std::int64_t next(std::uint64_t& previous) {
        previous += signedNumber();
        return static_cast<std::int64_t>(previous);
    }
    int smallNumber(std::uint64_t limit) {
        const std::uint64_t value = number();
        require(value <= limit);
        return m_isGood ? static_cast<int>(value) : 0;
    }
    double real() {
        const auto value = std::bit_cast<double>(number());
        require(std::isfinite(value) && value >= 0);
        return m_isGood ? value : 0;
    }
    std::string text() {
        const std::uint64_t size = number();
        require(size <= longestText && size <= m_bytes.size());
        const std::string value(m_bytes.substr(0, m_isGood ? size : 0));
        m_bytes.remove_prefix(value.size());
        return value;
    }
    /// How many items follow; each takes at least so many bytes.
    std::size_t count(std::size_t leastBytesEach) {
        const std::uint64_t value = number();
        require(value <= m_bytes.size() / leastBytesEach);
        return m_isGood ? value : 0;
    }
    void require(bool isTrue) {
        if (!isTrue) {
            fail();
        }
    }
    bool isGood() const { return m_isGood; }
    bool isAtEnd() const { return m_bytes.empty(); }

private:
    void fail() {
        m_isGood = false;
        m_bytes = {};
    }

    std::string_view m_bytes;
    bool m_isGood = true;
};

constexpr std::uint64_t largestInt = std::numeric_limits<int>::max();

void packStream(Packer& packer, const VideoIndex& index) {
    packer.text(index.path.string());
    packer.number(index.sizeBytes);
    packer.signedNumber(static_cast<std::uint64_t>(index.modified.time_since_epoch().count()));
    packer.text(index.codec);
    packer.number(static_cast<std::uint64_t>(index.streamIndex));
    packer.number(static_cast<std::uint64_t>(index.width));
    packer.number(static_cast<std::uint64_t>(index.height));
    packer.number(static_cast<std::uint64_t>(index.rotationDegrees / 90));
    packer.number(index.isMirrored ? 1 : 0);
    packer.number(static_cast<std::uint64_t>(index.frameIdentity));
    packer.real(index.secondsPerTick);
}

void unpackStream(Unpacker& bytes, VideoIndex& index) {
    index.path = bytes.text();
    index.sizeBytes = bytes.number();
    const auto modified = static_cast<std::int64_t>(bytes.signedNumber());
    index.modified = std::filesystem::file_time_type(std::filesystem::file_time_type::duration(modified));
    index.codec = bytes.text();
    index.streamIndex = bytes.smallNumber(largestInt);
    index.width = bytes.smallNumber(maximumPixels);
    index.height = bytes.smallNumber(maximumPixels);
    bytes.require(index.width > 0 && index.height > 0);
    bytes.require(bytes.isGood() && index.width <= maximumPixels / index.height);
    index.rotationDegrees = bytes.smallNumber(3) * 90;
    index.isMirrored = bytes.smallNumber(1) == 1;
    index.frameIdentity = static_cast<FrameIdentity>(bytes.smallNumber(static_cast<int>(FrameIdentity::Ordinal)));
    index.secondsPerTick = bytes.real();
    bytes.require(index.secondsPerTick > 0);
}

void packFrames(Packer& packer, const VideoIndex& index) {
    packer.number(index.frames.size());
    std::uint64_t pts = 0;
    std::uint64_t decodeNumber = 0;
    std::uint64_t seekPoint = 0;
    for (const FrameInfo& frame : index.frames) {
        const bool hasOwnIdentity = frame.identity != frame.pts;
        packer.number((frame.isKeyFrame ? keyFrameFlag : 0U) | (hasOwnIdentity ? ownIdentityFlag : 0U));
        packer.next(pts, frame.pts);
        packer.next(decodeNumber, frame.decodeNumber);
        packer.next(seekPoint, frame.seekPoint);
        if (hasOwnIdentity) {
            packer.signedNumber(static_cast<std::uint64_t>(frame.identity));
        }
    }
    packer.real(index.frames.back().durationSeconds);
}

void unpackFrames(Unpacker& bytes, VideoIndex& index) {
    constexpr std::size_t leastBytes = 4;
    index.frames.resize(bytes.count(leastBytes));
    if (index.frames.empty()) {
        bytes.require(false);
        return;
    }
    std::uint64_t pts = 0;
    std::uint64_t decodeNumber = 0;
    std::uint64_t seekPoint = 0;
    std::int64_t earlier = std::numeric_limits<std::int64_t>::min();
    for (FrameInfo& frame : index.frames) {
        const int flags = bytes.smallNumber(keyFrameFlag | ownIdentityFlag);
        frame.isKeyFrame = (flags & keyFrameFlag) != 0;
        frame.pts = bytes.next(pts);
        const std::int64_t place = bytes.next(decodeNumber);
        const std::int64_t point = bytes.next(seekPoint);
        const bool hasOwnIdentity = (flags & ownIdentityFlag) != 0;
        frame.identity = hasOwnIdentity ? static_cast<std::int64_t>(bytes.signedNumber()) : frame.pts;
        bytes.require(frame.pts >= earlier && place >= 0 && place <= std::numeric_limits<int>::max() && point >= 0 &&
                      point <= std::numeric_limits<int>::max());
        if (!bytes.isGood()) {
            return;
        }
        frame.decodeNumber = static_cast<int>(place);
        frame.seekPoint = static_cast<int>(point);
        earlier = frame.pts;
    }
    setFrameTimes(index, bytes.real());
}

void packSeekPoints(Packer& packer, const VideoIndex& index) {
    packer.number(index.seekPoints.size());
    std::uint64_t pts = 0;
    std::uint64_t dts = 0;
    std::uint64_t identity = 0;
    std::uint64_t decodeNumber = 0;
    for (const SeekPoint& point : index.seekPoints) {
        packer.next(pts, point.pts);
        packer.next(dts, point.dts);
        packer.next(identity, point.identity);
        packer.next(decodeNumber, point.decodeNumber);
    }
}

void unpackSeekPoints(Unpacker& bytes, VideoIndex& index) {
    constexpr std::size_t leastBytes = 4;
    index.seekPoints.resize(bytes.count(leastBytes));
    std::uint64_t pts = 0;
    std::uint64_t dts = 0;
    std::uint64_t identity = 0;
    std::uint64_t decodeNumber = 0;
    std::int64_t earlier = -1;
    for (SeekPoint& point : index.seekPoints) {
        point.pts = bytes.next(pts);
        point.dts = bytes.next(dts);
        point.identity = bytes.next(identity);
        const std::int64_t place = bytes.next(decodeNumber);
        bytes.require(place > earlier && place <= std::numeric_limits<int>::max());
        point.decodeNumber = bytes.isGood() ? static_cast<int>(place) : 0;
        earlier = place;
    }
    bytes.require(!index.seekPoints.empty() && index.seekPoints.front().decodeNumber == 0);
    for (const FrameInfo& frame : index.frames) {
        bytes.require(static_cast<std::size_t>(frame.seekPoint) < index.seekPoints.size());
    }
}

void packDamage(Packer& packer, const VideoIndex& index) {
    packer.number(index.damaged.size());
    for (const DamagedRange& range : index.damaged) {
        packer.number(static_cast<std::uint64_t>(range.firstFrame + 1));
        packer.number(static_cast<std::uint64_t>(range.lastFrame));
        packer.number(static_cast<std::uint64_t>(range.lostFrames));
    }
    packer.number(index.issues.size());
    for (const Issue& issue : index.issues) {
        packer.number(static_cast<std::uint64_t>(issue.severity));
        packer.text(issue.place);
        packer.text(issue.text);
    }
}

void unpackDamage(Unpacker& bytes, VideoIndex& index) {
    constexpr std::size_t leastBytes = 3;
    index.damaged.resize(bytes.count(leastBytes));
    for (DamagedRange& range : index.damaged) {
        range.firstFrame = bytes.smallNumber(largestInt) - 1;
        range.lastFrame = bytes.smallNumber(largestInt);
        range.lostFrames = bytes.smallNumber(largestInt);
        bytes.require(range.firstFrame <= range.lastFrame && range.lastFrame <= index.frameCount());
    }
    index.issues.resize(bytes.count(leastBytes));
    for (Issue& issue : index.issues) {
        issue.severity = static_cast<Issue::Severity>(bytes.smallNumber(static_cast<int>(Issue::Severity::Problem)));
        issue.place = bytes.text();
        issue.text = bytes.text();
    }
}

} // namespace

std::string packIndex(const VideoIndex& index) {
    Packer packer;
    packStream(packer, index);
    packFrames(packer, index);
    packSeekPoints(packer, index);
    packDamage(packer, index);
    return packer.take();
}

std::optional<VideoIndex> unpackIndex(std::string_view bytes) {
    Unpacker unpacker(bytes);
    VideoIndex index;
    for (const auto unpack : {unpackStream, unpackFrames, unpackSeekPoints, unpackDamage}) {
        unpack(unpacker, index);
        if (!unpacker.isGood()) {
            return std::nullopt;
        }
    }
    return unpacker.isAtEnd() ? std::optional(std::move(index)) : std::nullopt;
}

} // namespace storyscope::media
