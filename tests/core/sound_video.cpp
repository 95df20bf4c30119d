// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/sound_video.h"

#include "core/base/error.h"
#include "core/media/ffmpeg_handles.h"

extern "C" {
#include <libavutil/opt.h>
}

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

namespace storyscope::test {

namespace {

namespace ffmpeg = media::ffmpeg;

constexpr int pictureRate = 25;

void check(int code, const char* what) {
    if (code < 0) {
        throw Error(ErrorCode::Internal, std::string(what) + ": " + ffmpeg::errorText(code));
    }
}

/// One stream of the file with its encoder.
class Track {
public:
    Track(AVFormatContext* format, const AVCodec* codec)
        : m_format(format), m_stream(avformat_new_stream(format, nullptr)), m_context(avcodec_alloc_context3(codec)) {}

    AVCodecContext& context() { return *m_context; }

    void open() {
        if ((m_format->oformat->flags & AVFMT_GLOBALHEADER) != 0) {
            m_context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        }
        m_context->strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL;
        check(avcodec_open2(m_context.get(), nullptr, nullptr), "encoder");
        check(avcodec_parameters_from_context(m_stream->codecpar, m_context.get()), "parameters");
        m_stream->time_base = m_context->time_base;
    }

    /// Null ends the track.
    void encode(const AVFrame* frame) {
        check(avcodec_send_frame(m_context.get(), frame), "frame");
        while (avcodec_receive_packet(m_context.get(), m_packet.get()) >= 0) {
            av_packet_rescale_ts(m_packet.get(), m_context->time_base, m_stream->time_base);
            m_packet->stream_index = m_stream->index;
            check(av_interleaved_write_frame(m_format, m_packet.get()), "packet");
        }
    }

private:
    AVFormatContext* m_format;
    AVStream* m_stream;
    ffmpeg::CodecContext m_context;
    ffmpeg::Packet m_packet = ffmpeg::makePacket();
};

void openVideo(Track& track) {
    AVCodecContext& context = track.context();
    context.width = 64;
    context.height = 48;
    context.pix_fmt = AV_PIX_FMT_YUV420P;
    context.time_base = {1, pictureRate};
    context.gop_size = 12;
    track.open();
}

void writeVideo(Track& track, int frames) {
    ffmpeg::Frame frame = ffmpeg::makeFrame();
    frame->format = AV_PIX_FMT_YUV420P;
    frame->width = 64;
    frame->height = 48;
    check(av_frame_get_buffer(frame.get(), 0), "picture");
    for (int number = 0; number < frames; ++number) {
        check(av_frame_make_writable(frame.get()), "picture");
        for (int plane = 0; plane < 3; ++plane) {
            std::fill_n(frame->data[plane],
                        static_cast<std::ptrdiff_t>(frame->linesize[plane]) * (plane == 0 ? 48 : 24),
                        std::uint8_t{128});
        }
        frame->pts = number;
        track.encode(frame.get());
    }
}

/// The first of the encoder's sample formats that setSample() writes.
AVSampleFormat sampleFormat(const AVCodec& codec) {
    for (const AVSampleFormat* format = codec.sample_fmts; format != nullptr && *format >= 0; ++format) {
        const AVSampleFormat packed = av_get_packed_sample_fmt(*format);
        if (packed == AV_SAMPLE_FMT_S16 || packed == AV_SAMPLE_FMT_FLT) {
            return *format;
        }
    }
    return AV_SAMPLE_FMT_S16;
}

void openSound(Track& track, const SoundVideoOptions& options) {
    AVCodecContext& context = track.context();
    context.sample_fmt = sampleFormat(*context.codec);
    context.sample_rate = options.sampleRate;
    context.bit_rate = 192'000;
    av_channel_layout_default(&context.ch_layout, options.channels);
    context.time_base = {1, options.sampleRate};
    track.open();
}

void setSample(AVFrame& frame, int index, int channel, double value) {
    const auto format = static_cast<AVSampleFormat>(frame.format);
    const bool isPlanar = av_sample_fmt_is_planar(format) != 0;
    const int place = isPlanar ? index : index * frame.ch_layout.nb_channels + channel;
    std::uint8_t* data = frame.extended_data[isPlanar ? channel : 0];
    if (av_get_packed_sample_fmt(format) == AV_SAMPLE_FMT_FLT) {
        reinterpret_cast<float*>(data)[place] = static_cast<float>(value);
    } else {
        reinterpret_cast<std::int16_t*>(data)[place] = static_cast<std::int16_t>(std::lround(value * 32767));
    }
}

void writeSound(Track& track, const SoundVideoOptions& options, const SoundFormula& formula) {
    AVCodecContext& context = track.context();
    const auto total = static_cast<std::int64_t>(options.seconds * options.sampleRate);
    const auto offset = static_cast<std::int64_t>(options.offsetSeconds * options.sampleRate);
    const int frameSize = context.frame_size > 0 ? context.frame_size : 1024;
    for (std::int64_t begin = 0; begin < total; begin += frameSize) {
        ffmpeg::Frame frame = ffmpeg::makeFrame();
        frame->format = context.sample_fmt;
        frame->sample_rate = options.sampleRate;
        frame->nb_samples = static_cast<int>(std::min<std::int64_t>(frameSize, total - begin));
        check(av_channel_layout_copy(&frame->ch_layout, &context.ch_layout), "channels");
        check(av_frame_get_buffer(frame.get(), 0), "samples");
        for (int index = 0; index < frame->nb_samples; ++index) {
            for (int channel = 0; channel < options.channels; ++channel) {
                setSample(*frame, index, channel, formula(begin + index, channel));
            }
        }
        frame->pts = offset + begin;
        track.encode(frame.get());
    }
}

} // namespace

void writeSoundVideo(const std::filesystem::path& path, const SoundVideoOptions& options, const SoundFormula& formula) {
    const AVCodec* soundCodec = options.codec.empty() ? nullptr : avcodec_find_encoder_by_name(options.codec.c_str());
    const AVCodec* videoCodec = avcodec_find_encoder(AV_CODEC_ID_MPEG4);
    if ((soundCodec == nullptr && !options.codec.empty()) || videoCodec == nullptr) {
        throw Error(ErrorCode::Unsupported, "There is no such encoder: " + options.codec);
    }
    AVFormatContext* format = nullptr;
    check(avformat_alloc_output_context2(&format, nullptr, nullptr, path.c_str()), "container");
    const std::unique_ptr<AVFormatContext, void (*)(AVFormatContext*)> owner(format, avformat_free_context);
    Track video(format, videoCodec);
    openVideo(video);
    std::optional<Track> sound;
    if (soundCodec != nullptr) {
        sound.emplace(format, soundCodec);
        openSound(*sound, options);
    }
    check(avio_open(&format->pb, path.c_str(), AVIO_FLAG_WRITE), "file");
    check(avformat_write_header(format, nullptr), "header");
    writeVideo(video, static_cast<int>(options.seconds * pictureRate));
    if (sound) {
        writeSound(*sound, options, formula);
        sound->encode(nullptr);
    }
    video.encode(nullptr);
    check(av_write_trailer(format), "trailer");
    avio_closep(&format->pb);
}

} // namespace storyscope::test
