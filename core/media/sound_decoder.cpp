// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/sound_decoder.h"

#include "core/base/error.h"
#include "core/media/sound_reader.h"

extern "C" {
#include <libswresample/swresample.h>
}

#include <algorithm>
#include <cmath>

namespace storyscope::media {

namespace {

/// Containers round times to milliseconds; a larger step is a gap.
constexpr std::int64_t largestJitter = SoundReader::sampleRate / 50;
constexpr int mostChannels = 64;
constexpr int highestRate = 768'000;
constexpr int mostDamagedInARow = 64;

std::int64_t rescaled(std::int64_t timestamp, AVRational unit) {
    return av_rescale_q_rnd(timestamp, unit, {1, SoundReader::sampleRate}, AV_ROUND_NEAR_INF);
}

} // namespace

std::unique_ptr<SoundDecoder> SoundDecoder::open(const std::filesystem::path& path, const std::stop_token& stop) {
    throwIfStopped(stop);
    std::unique_ptr<SoundDecoder> decoder(new SoundDecoder(path));
    throwIfStopped(stop);
    return decoder->chooseTrack() ? std::move(decoder) : nullptr;
}

SoundDecoder::SoundDecoder(const std::filesystem::path& path)
    : m_demuxer(path, {}), m_packet(ffmpeg::makePacket()), m_frame(ffmpeg::makeFrame()) {}

SoundDecoder::~SoundDecoder() {
    forgetResampler();
    av_channel_layout_uninit(&m_inputLayout);
}

bool SoundDecoder::chooseTrack() {
    AVFormatContext& format = m_demuxer.format();
    const AVCodec* codec = nullptr;
    const int best = av_find_best_stream(&format, AVMEDIA_TYPE_AUDIO, -1, m_demuxer.stream().index, &codec, 0);
    if (best < 0 || codec == nullptr) {
        return false;
    }
    m_stream = format.streams[best];
    for (unsigned i = 0; i < format.nb_streams; ++i) {
        format.streams[i]->discard = static_cast<int>(i) == best ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
    m_context.reset(avcodec_alloc_context3(codec));
    if (!m_context || avcodec_parameters_to_context(m_context.get(), m_stream->codecpar) < 0) {
        throw Error(ErrorCode::OutOfSpace, "There is not enough memory to decode the sound");
    }
    m_context->pkt_timebase = m_stream->time_base;
    m_context->thread_count = 1;
    return avcodec_open2(m_context.get(), codec, nullptr) >= 0;
}

double SoundDecoder::startSeconds() const {
    return m_stream->start_time == AV_NOPTS_VALUE
               ? 0
               : static_cast<double>(m_stream->start_time) * av_q2d(m_stream->time_base);
}

void SoundDecoder::seek(double seconds, const std::stop_token& stop) {
    throwIfStopped(stop);
    const auto timestamp = static_cast<std::int64_t>(std::floor(seconds / av_q2d(m_stream->time_base)));
    AVFormatContext& format = m_demuxer.format();
    if (av_seek_frame(&format, m_stream->index, timestamp, AVSEEK_FLAG_BACKWARD) < 0) {
        avformat_seek_file(&format, -1, INT64_MIN, INT64_MIN, INT64_MAX, 0);
    }
    avcodec_flush_buffers(m_context.get());
    forgetResampler();
    m_isFileRead = false;
}

std::optional<SoundChunk> SoundDecoder::next(const std::stop_token& stop) {
    while (true) {
        throwIfStopped(stop);
        switch (receive()) {
        case Step::NeedsMore:
            feed(stop);
            break;
        case Step::Frame:
            if (SoundChunk chunk = convert(); !chunk.samples.empty()) {
                return chunk;
            }
            break;
        case Step::End:
            if (SoundChunk chunk = drain(); !chunk.samples.empty()) {
                return chunk;
            }
            return std::nullopt;
        }
    }
}

SoundDecoder::Step SoundDecoder::receive() {
    const int code = avcodec_receive_frame(m_context.get(), m_frame.get());
    if (code >= 0) {
        return Step::Frame;
    }
    return code == AVERROR_EOF || m_isFileRead ? Step::End : Step::NeedsMore;
}

void SoundDecoder::feed(const std::stop_token& stop) {
    int damaged = 0;
    while (damaged < mostDamagedInARow) {
        throwIfStopped(stop);
        av_packet_unref(m_packet.get());
        const int code = av_read_frame(&m_demuxer.format(), m_packet.get());
        if (code == AVERROR_EOF) {
            break;
        }
        if (code < 0) {
            ++damaged;
        } else if (m_packet->stream_index == m_stream->index && m_packet->size > 0) {
            avcodec_send_packet(m_context.get(), m_packet.get()); // a damaged packet is left out
            return;
        }
    }
    m_isFileRead = true;
    avcodec_send_packet(m_context.get(), nullptr);
}

/// False if the frame cannot be converted.
bool SoundDecoder::fitResampler() {
    const AVFrame& frame = *m_frame;
    if (frame.sample_rate <= 0 || frame.sample_rate > highestRate || frame.nb_samples <= 0 ||
        frame.ch_layout.nb_channels <= 0 || frame.ch_layout.nb_channels > mostChannels) {
        return false;
    }
    if (m_resampler != nullptr && frame.sample_rate == m_inputRate && frame.format == m_inputFormat &&
        av_channel_layout_compare(&frame.ch_layout, &m_inputLayout) == 0) {
        return true;
    }
    forgetResampler();
    m_inputRate = frame.sample_rate;
    m_inputFormat = frame.format;
    av_channel_layout_copy(&m_inputLayout, &frame.ch_layout);
    AVChannelLayout input{};
    av_channel_layout_copy(&input, &frame.ch_layout);
    if (input.order == AV_CHANNEL_ORDER_UNSPEC) {
        av_channel_layout_default(&input, frame.ch_layout.nb_channels);
    }
    AVChannelLayout output = AV_CHANNEL_LAYOUT_STEREO;
    swr_alloc_set_opts2(&m_resampler, &output, AV_SAMPLE_FMT_S16, SoundReader::sampleRate, &input,
                        static_cast<AVSampleFormat>(frame.format), frame.sample_rate, 0, nullptr);
    av_channel_layout_uninit(&input);
    if (m_resampler == nullptr || swr_init(m_resampler) < 0) {
        forgetResampler();
        return false;
    }
    return true;
}

SoundChunk SoundDecoder::convert() {
    SoundChunk chunk;
    if (!fitResampler()) {
        return chunk;
    }
    const std::int64_t timestamp = m_frame->best_effort_timestamp;
    if (timestamp != AV_NOPTS_VALUE) {
        const std::int64_t position = rescaled(timestamp, m_stream->time_base);
        const std::int64_t inside = swr_get_delay(m_resampler, SoundReader::sampleRate);
        if (!m_next || std::abs(position - inside - *m_next) > largestJitter) {
            swr_close(m_resampler);
            swr_init(m_resampler);
            m_next = position;
        }
    }
    chunk.position = m_next.value_or(0);
    const int room = std::max(0, swr_get_out_samples(m_resampler, m_frame->nb_samples));
    chunk.samples.resize(static_cast<std::size_t>(room) * SoundReader::channels);
    auto* output = reinterpret_cast<std::uint8_t*>(chunk.samples.data());
    auto** input = const_cast<const std::uint8_t**>(m_frame->extended_data);
    const int frames = std::max(0, swr_convert(m_resampler, &output, room, input, m_frame->nb_samples));
    chunk.samples.resize(static_cast<std::size_t>(frames) * SoundReader::channels);
    m_next = chunk.position + frames;
    return chunk;
}

/// What the resampler still holds.
SoundChunk SoundDecoder::drain() {
    SoundChunk chunk;
    if (m_resampler == nullptr) {
        return chunk;
    }
    chunk.position = m_next.value_or(0);
    const int room = std::max(0, swr_get_out_samples(m_resampler, 0));
    chunk.samples.resize(static_cast<std::size_t>(room) * SoundReader::channels);
    auto* output = reinterpret_cast<std::uint8_t*>(chunk.samples.data());
    const int frames = room > 0 ? std::max(0, swr_convert(m_resampler, &output, room, nullptr, 0)) : 0;
    chunk.samples.resize(static_cast<std::size_t>(frames) * SoundReader::channels);
    m_next = chunk.position + frames;
    return chunk;
}

void SoundDecoder::forgetResampler() {
    swr_free(&m_resampler);
    m_next.reset();
}

} // namespace storyscope::media
