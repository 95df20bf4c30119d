// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/demuxer.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <numbers>
#include <string>
#include <string_view>
#include <tuple>

namespace storyscope::media {

namespace {

[[noreturn]] void fail(ErrorCode code, const std::string& message, const std::filesystem::path& path) {
    throw Error(code, message, inFile(path));
}

/// Opening a pipe would wait for its writer, so the kind of file is looked at first.
void checkIsReadableFile(const std::filesystem::path& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found) {
        fail(ErrorCode::NotFound, "The file does not exist", path);
    }
    if (error) {
        fail(ErrorCode::Unreadable, "The file cannot be looked at: " + error.message(), path);
    }
    if (std::filesystem::is_directory(status)) {
        fail(ErrorCode::Unreadable, "This is a folder, not a video", path);
    }
    if (!std::filesystem::is_regular_file(status)) {
        fail(ErrorCode::Unreadable, "This is a pipe or a device, not a file", path);
    }
    if (std::filesystem::file_size(path, error) == 0 && !error) {
        fail(ErrorCode::Malformed, "The file is empty", path);
    }
    if (!std::ifstream(path, std::ios::binary)) {
        fail(ErrorCode::Unreadable, std::string("The file cannot be read: ") + std::strerror(errno), path);
    }
}

bool looksLikeMp4(const std::filesystem::path& path) {
    std::array<char, 8> head{};
    std::ifstream(path, std::ios::binary).read(head.data(), head.size());
    const std::string_view kind(head.data() + 4, 4);
    return kind == "ftyp" || kind == "moov" || kind == "mdat" || kind == "free" || kind == "wide";
}

[[noreturn]] void failToOpen(int code, const std::filesystem::path& path) {
    if (code == AVERROR_EXIT) {
        fail(ErrorCode::Cancelled, "Opening the video was stopped", path);
    }
    if (code != AVERROR_INVALIDDATA && code != AVERROR_EOF) {
        ffmpeg::throwError("The video cannot be opened", code, path);
    }
    if (looksLikeMp4(path)) {
        fail(ErrorCode::Malformed, "The video is incomplete or damaged: no usable index (moov) was found in it", path);
    }
    fail(ErrorCode::Malformed, "This is not a video that can be read", path);
}

/// Play lists and the like name other files; a dropped file shall only ever read itself.
bool readsOtherFiles(std::string_view formatName) {
    static constexpr std::array<std::string_view, 9> names{"concat", "hls", "dash", "sdp",       "rtsp",
                                                           "image2", "tty", "imf",  "ffmetadata"};
    return std::find(names.begin(), names.end(), formatName.substr(0, formatName.find(','))) != names.end();
}

[[noreturn]] void failWithoutDecoder(AVFormatContext& format, const std::filesystem::path& path) {
    const int stream = av_find_best_stream(&format, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    const AVCodecID codec = stream >= 0 ? format.streams[stream]->codecpar->codec_id : AV_CODEC_ID_NONE;
    if (codec == AV_CODEC_ID_NONE) {
        fail(ErrorCode::Malformed, "The video is incomplete or damaged: it does not say how its pictures are coded",
             path);
    }
    fail(ErrorCode::Unsupported, std::string("There is no decoder for this kind of video: ") + avcodec_get_name(codec),
         path);
}

const std::int32_t* displayMatrix(const AVStream& stream) {
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 31, 102)
    const AVPacketSideData* data = av_packet_side_data_get(
        stream.codecpar->coded_side_data, stream.codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
    return data != nullptr && data->size >= 9 * sizeof(std::int32_t) ? reinterpret_cast<const std::int32_t*>(data->data)
                                                                     : nullptr;
#else
    std::size_t size = 0;
    const std::uint8_t* data = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
    return data != nullptr && size >= 9 * sizeof(std::int32_t) ? reinterpret_cast<const std::int32_t*>(data) : nullptr;
#endif
}

/// The video stream that its author calls the default one, then the largest; attached pictures are no videos. Where
/// none has a decoder, FFmpeg's code for that.
int bestStream(AVFormatContext& format, const AVCodec*& codec) {
    int best = av_find_best_stream(&format, AVMEDIA_TYPE_VIDEO, -1, -1, &codec, 0);
    const auto rank = [&](int number) {
        const AVStream& stream = *format.streams[number];
        const bool isVideo = (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) == 0;
        const bool isDefault = (stream.disposition & AV_DISPOSITION_DEFAULT) != 0;
        return std::tuple(isVideo, isDefault, std::int64_t{stream.codecpar->width} * stream.codecpar->height);
    };
    for (int number = 0; best >= 0 && number < static_cast<int>(format.nb_streams); ++number) {
        const AVCodecParameters& parameters = *format.streams[number]->codecpar;
        const AVCodec* decoder = avcodec_find_decoder(parameters.codec_id);
        if (parameters.codec_type == AVMEDIA_TYPE_VIDEO && decoder != nullptr && rank(number) > rank(best)) {
            best = number;
            codec = decoder;
        }
    }
    return best;
}

int stopWasAsked(void* token) {
    return static_cast<std::stop_token*>(token)->stop_requested() ? 1 : 0;
}

} // namespace

Demuxer::Demuxer(const std::filesystem::path& path, const std::stop_token& stop) : m_path(path) {
    ffmpeg::routeLog();
    checkIsReadableFile(path);
    std::error_code ignored;
    m_sizeBytes = std::filesystem::file_size(path, ignored);
    m_modified = std::filesystem::last_write_time(path, ignored);
    try {
        open(stop);
        chooseStream();
    } catch (...) {
        avformat_close_input(&m_format);
        throw;
    }
}

Demuxer::~Demuxer() {
    avformat_close_input(&m_format);
}

void Demuxer::open(const std::stop_token& stop) {
    m_stop = stop;
    m_format = avformat_alloc_context();
    if (m_format == nullptr) {
        fail(ErrorCode::OutOfSpace, "There is not enough memory to open the video", m_path);
    }
    m_format->interrupt_callback = {.callback = stopWasAsked, .opaque = &m_stop};
    AVDictionary* options = nullptr;
    av_dict_set(&options, "protocol_whitelist", "file", 0);
    const int opened = avformat_open_input(&m_format, ("file:" + m_path.string()).c_str(), nullptr, &options);
    av_dict_free(&options);
    if (opened < 0) {
        failToOpen(opened, m_path);
    }
    if (readsOtherFiles(m_format->iformat->name)) {
        fail(ErrorCode::Malformed, "This is not a video that can be read", m_path);
    }
    const int found = avformat_find_stream_info(m_format, nullptr);
    if (found < 0) {
        failToOpen(found, m_path);
    }
}

void Demuxer::chooseStream() {
    const AVCodec* codec = nullptr;
    const int best = bestStream(*m_format, codec);
    const bool isVideo = best >= 0 && (m_format->streams[best]->disposition & AV_DISPOSITION_ATTACHED_PIC) == 0;
    if (best == AVERROR_DECODER_NOT_FOUND) {
        failWithoutDecoder(*m_format, m_path);
    }
    if (!isVideo) {
        const bool hasSound = av_find_best_stream(m_format, AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0) >= 0;
        fail(ErrorCode::Unsupported, hasSound ? "The file has sound but no video" : "The file holds no video", m_path);
    }
    m_stream = m_format->streams[best];
    m_codec = codec;
    for (unsigned i = 0; i < m_format->nb_streams; ++i) {
        m_format->streams[i]->discard = static_cast<int>(i) == best ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
    const AVCodecParameters& parameters = *m_stream->codecpar;
    if (parameters.width <= 0 || parameters.height <= 0) {
        fail(ErrorCode::Malformed, "The video is damaged: its pictures have no size", m_path);
    }
    if (parameters.width > maximumVideoPixels / parameters.height) {
        fail(ErrorCode::Unsupported, "The video's pictures are too large: at most 40 megapixels are read", m_path);
    }
    if (m_stream->time_base.num <= 0 || m_stream->time_base.den <= 0) {
        fail(ErrorCode::Malformed, "The video is damaged: it has no time base", m_path);
    }
}

Orientation Demuxer::orientation() const {
    const std::int32_t* matrix = displayMatrix(*m_stream);
    if (matrix == nullptr) {
        return {};
    }
    // A point (x, y) is shown at (a x + c y, b x + d y), y downwards.
    double a = matrix[0];
    double b = matrix[1];
    const double c = matrix[3];
    const double d = matrix[4];
    Orientation orientation;
    orientation.isMirrored = a * d - b * c < 0;
    if (orientation.isMirrored) {
        a = -a;
        b = -b;
    }
    if (a == 0 && b == 0) {
        return {};
    }
    const double degrees = std::atan2(b, a) * 180.0 / std::numbers::pi;
    const int quarters = static_cast<int>(std::lround(degrees / 90.0));
    orientation.rotationDegrees = ((quarters % 4) + 4) % 4 * 90;
    orientation.isExact = std::abs(degrees - quarters * 90.0) < 1.0;
    return orientation;
}

Demuxer::Read Demuxer::read(AVPacket& packet, const std::stop_token& stop) {
    constexpr int mostDamagedInARow = 64;
    m_stop = stop;
    while (true) {
        throwIfStopped(stop);
        av_packet_unref(&packet);
        const int code = av_read_frame(m_format, &packet);
        throwIfStopped(stop);
        if (code == AVERROR_EOF) {
            return Read::End;
        }
        if (code < 0) {
            return ++m_damagedInARow > mostDamagedInARow ? Read::End : Read::Damaged;
        }
        m_damagedInARow = 0;
        if (packet.stream_index == m_stream->index && packet.size > 0) {
            return Read::Packet;
        }
    }
}

bool Demuxer::seek(std::int64_t timestamp, const std::stop_token& stop) {
    m_stop = stop;
    m_damagedInARow = 0;
    return av_seek_frame(m_format, m_stream->index, timestamp, AVSEEK_FLAG_BACKWARD) >= 0;
}

ffmpeg::CodecContext openDecoder(const Demuxer& demuxer, int threads) {
    const std::filesystem::path path = std::string_view(demuxer.format().url).substr(std::strlen("file:"));
    ffmpeg::CodecContext context(avcodec_alloc_context3(&demuxer.codec()));
    if (!context || avcodec_parameters_to_context(context.get(), demuxer.stream().codecpar) < 0) {
        fail(ErrorCode::OutOfSpace, "There is not enough memory to decode the video", path);
    }
    context->pkt_timebase = demuxer.stream().time_base;
    context->thread_count = std::max(0, threads);
    context->max_pixels = maximumVideoPixels;
    if (const int code = avcodec_open2(context.get(), &demuxer.codec(), nullptr); code < 0) {
        fail(ErrorCode::Unsupported, "The video's decoder does not start: " + ffmpeg::errorText(code), path);
    }
    return context;
}

} // namespace storyscope::media
