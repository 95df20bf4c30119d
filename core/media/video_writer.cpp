// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/video_writer.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/media/ffmpeg_handles.h"
#include "core/media/picture_header.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <array>
#include <map>
#include <string>

namespace storyscope::media {

namespace {

struct CloseOutput {
    void operator()(AVFormatContext* format) const {
        avio_closep(&format->pb);
        avformat_free_context(format);
    }
};

/// A fixed number, because x264's output depends on it and the same pictures shall give the same bytes everywhere.
constexpr int encoderThreads = 4;
/// For the same reason: some of x264's code for AVX-512 depends on what was in the memory before.
constexpr const char* encoderParameters = "cpu-independent=1";

void check(const VideoWriterOptions& options) {
    const bool sizeFits = options.width > 0 && options.height > 0 && options.width % 2 == 0 &&
                          options.height % 2 == 0 && options.width <= maximumPixels / options.height;
    if (!sizeFits) {
        throw Error(ErrorCode::BadArgument, "A video's width and height must be even and positive, not " +
                                                std::to_string(options.width) + "×" + std::to_string(options.height));
    }
    if (options.framesPerSecond < 1 || options.framesPerSecond > 1000 || options.keyFrameInterval < 1 ||
        options.bFrames < 0 || options.bFrames > 16 || options.constantRateFactor < 0 ||
        options.constantRateFactor > 51) {
        throw Error(ErrorCode::BadArgument,
                    "A video needs 1–1000 frames per second, a key frame interval from 1, 0–16 B-frames "
                    "and a rate factor of 0–51");
    }
}

ffmpeg::CodecContext openEncoder(const VideoWriterOptions& options, bool needsGlobalHeader,
                                 const std::filesystem::path& path) {
    const AVCodec* codec = avcodec_find_encoder_by_name("libx264");
    if (codec == nullptr) {
        throw Error(ErrorCode::Unsupported, "This FFmpeg cannot write H.264: it was built without libx264",
                    inFile(path));
    }
    ffmpeg::CodecContext context(avcodec_alloc_context3(codec));
    context->width = options.width;
    context->height = options.height;
    context->pix_fmt = AV_PIX_FMT_YUV420P;
    context->time_base = {1, options.framesPerSecond};
    context->framerate = {options.framesPerSecond, 1};
    context->gop_size = options.keyFrameInterval;
    context->max_b_frames = options.bFrames;
    context->thread_count = encoderThreads;
    context->color_range = AVCOL_RANGE_MPEG;
    context->colorspace = AVCOL_SPC_BT709;
    context->color_primaries = AVCOL_PRI_BT709;
    context->color_trc = AVCOL_TRC_BT709;
    context->flags |= AV_CODEC_FLAG_BITEXACT | (needsGlobalHeader ? AV_CODEC_FLAG_GLOBAL_HEADER : 0);
    av_opt_set_double(context->priv_data, "crf", options.constantRateFactor, 0);
    av_opt_set(context->priv_data, "x264-params", encoderParameters, 0);
    if (const int code = avcodec_open2(context.get(), codec, nullptr); code < 0) {
        ffmpeg::throwError("The H.264 encoder does not start", code, path);
    }
    return context;
}

ffmpeg::Scaler openConverter(const VideoWriterOptions& options) {
    ffmpeg::Scaler scaler(sws_getContext(
        options.width, options.height, AV_PIX_FMT_RGB24, options.width, options.height, AV_PIX_FMT_YUV420P,
        SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_BITEXACT, nullptr, nullptr, nullptr));
    if (!scaler) {
        throw Error(ErrorCode::OutOfSpace, "There is not enough memory to convert pictures for a video");
    }
    const int* matrix = sws_getCoefficients(SWS_CS_ITU709);
    constexpr int one = 1 << 16;
    sws_setColorspaceDetails(scaler.get(), matrix, 1, matrix, 0, 0, one, one);
    return scaler;
}

} // namespace

class VideoWriter::Encoder {
public:
    Encoder(std::filesystem::path path, const VideoWriterOptions& options);
    void add(const Picture& picture, int framePeriods);
    void finish();

private:
    void encode(const AVFrame* frame);
    void check(const std::string& what, int code) const {
        if (code < 0) {
            ffmpeg::throwError(what, code, m_path);
        }
    }

    std::filesystem::path m_path;
    VideoWriterOptions m_options;
    AtomicFile m_file;
    std::unique_ptr<AVFormatContext, CloseOutput> m_format;
    ffmpeg::CodecContext m_codec;
    ffmpeg::Scaler m_scaler;
    ffmpeg::Frame m_frame = ffmpeg::makeFrame();
    ffmpeg::Packet m_packet = ffmpeg::makePacket();
    std::map<std::int64_t, int> m_framePeriods; ///< by pts, of frames inside the encoder
    std::int64_t m_nextPts = 0;                 ///< in frame periods
    bool m_isFinished = false;
};

VideoWriter::Encoder::Encoder(std::filesystem::path path, const VideoWriterOptions& options)
    : m_path(std::move(path)), m_options(options), m_file(m_path) {
    ffmpeg::routeLog();
    AVFormatContext* format = nullptr;
    check("Cannot write", avformat_alloc_output_context2(&format, nullptr, "mp4", m_file.temporaryPath().c_str()));
    m_format.reset(format);
    m_format->flags |= AVFMT_FLAG_BITEXACT;
    m_codec = openEncoder(options, (m_format->oformat->flags & AVFMT_GLOBALHEADER) != 0, m_path);
    m_scaler = openConverter(options);
    AVStream* stream = avformat_new_stream(m_format.get(), nullptr);
    check("Cannot write", stream != nullptr ? 0 : AVERROR(ENOMEM));
    stream->time_base = m_codec->time_base;
    stream->avg_frame_rate = m_codec->framerate;
    check("Cannot write", avcodec_parameters_from_context(stream->codecpar, m_codec.get()));
    check("Cannot write", avio_open(&m_format->pb, m_file.temporaryPath().c_str(), AVIO_FLAG_WRITE));
    AVDictionary* muxer = nullptr;
    av_dict_set(&muxer, "movflags", "+faststart", 0);
    const int code = avformat_write_header(m_format.get(), &muxer);
    av_dict_free(&muxer);
    check("Cannot write", code);
    m_frame->format = AV_PIX_FMT_YUV420P;
    m_frame->width = options.width;
    m_frame->height = options.height;
    check("Cannot write", av_frame_get_buffer(m_frame.get(), 0));
}

void VideoWriter::Encoder::add(const Picture& picture, int framePeriods) {
    if (picture.width() != m_options.width || picture.height() != m_options.height) {
        throw Error(ErrorCode::BadArgument, "A picture of " + std::to_string(picture.width()) + "×" +
                                                std::to_string(picture.height()) + " does not fit a video of " +
                                                std::to_string(m_options.width) + "×" +
                                                std::to_string(m_options.height));
    }
    if (framePeriods < 1 || m_isFinished) {
        throw Error(ErrorCode::BadArgument, "A frame needs a length, and a video that is not finished");
    }
    check("Cannot encode", av_frame_make_writable(m_frame.get()));
    const std::array<const std::uint8_t*, 1> rows{picture.data()};
    const std::array<int, 1> stride{picture.strideBytes()};
    sws_scale(m_scaler.get(), rows.data(), stride.data(), 0, picture.height(), m_frame->data, m_frame->linesize);
    m_frame->pts = m_nextPts;
    m_framePeriods[m_nextPts] = framePeriods;
    m_nextPts += framePeriods;
    encode(m_frame.get());
}

void VideoWriter::Encoder::encode(const AVFrame* frame) {
    check("Cannot encode", avcodec_send_frame(m_codec.get(), frame));
    while (true) {
        const int code = avcodec_receive_packet(m_codec.get(), m_packet.get());
        if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) {
            return;
        }
        check("Cannot encode", code);
        if (const auto found = m_framePeriods.find(m_packet->pts); found != m_framePeriods.end()) {
            m_packet->duration = found->second;
            m_framePeriods.erase(found);
        }
        m_packet->stream_index = 0;
        av_packet_rescale_ts(m_packet.get(), m_codec->time_base, m_format->streams[0]->time_base);
        check("Cannot write", av_interleaved_write_frame(m_format.get(), m_packet.get()));
    }
}

void VideoWriter::Encoder::finish() {
    if (m_isFinished) {
        return;
    }
    if (m_nextPts == 0) {
        throw Error(ErrorCode::BadArgument, "A video without frames cannot be written", inFile(m_path));
    }
    m_isFinished = true;
    encode(nullptr);
    check("Cannot write", av_write_trailer(m_format.get()));
    check("Cannot write", avio_closep(&m_format->pb));
    m_file.commit();
}

VideoWriter::VideoWriter(std::filesystem::path path, const VideoWriterOptions& options) {
    check(options);
    m_encoder = std::make_unique<Encoder>(std::move(path), options);
}

VideoWriter::~VideoWriter() = default;

void VideoWriter::add(const Picture& picture, int framePeriods) {
    m_encoder->add(picture, framePeriods);
}

void VideoWriter::finish() {
    m_encoder->finish();
}

} // namespace storyscope::media
