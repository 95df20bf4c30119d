// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/hardware_decoding.h"

#include "core/base/error.h"
#include "core/base/logging.h"
#include "core/media/frame_decoder.h"

extern "C" {
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
}

#include <array>
#include <cstring>
#include <string>

namespace storyscope::media {

namespace {

/// How many frames are compared before a device is trusted: all kinds of frames of the usual patterns are among them.
constexpr int comparedFrames = 16;

const AVCodecHWConfig* configFor(const AVCodec& codec, AVHWDeviceType type) {
    for (int i = 0;; ++i) {
        const AVCodecHWConfig* config = avcodec_get_hw_config(&codec, i);
        const bool usesDevice = config != nullptr && (config->methods & AV_CODEC_HW_CONFIG_METHOD_HW_DEVICE_CTX) != 0;
        if (config == nullptr || (usesDevice && config->device_type == type)) {
            return config;
        }
    }
}

/// The device's format if the decoder offers it, else the first one in memory.
AVPixelFormat chooseFormat(AVCodecContext* context, const AVPixelFormat* offered) {
    const auto wanted = static_cast<AVPixelFormat>(reinterpret_cast<std::intptr_t>(context->opaque));
    for (const AVPixelFormat* format = offered; *format != AV_PIX_FMT_NONE; ++format) {
        if (*format == wanted) {
            return *format;
        }
    }
    for (const AVPixelFormat* format = offered; *format != AV_PIX_FMT_NONE; ++format) {
        if ((av_pix_fmt_desc_get(*format)->flags & AV_PIX_FMT_FLAG_HWACCEL) == 0) {
            return *format;
        }
    }
    return AV_PIX_FMT_NONE;
}

template <typename Sample>
void takeRowApart(const std::uint8_t* from, std::uint8_t* first, std::uint8_t* second, int columns, int shift) {
    for (int x = 0; x < columns; ++x) {
        std::array<Sample, 2> pair{};
        std::memcpy(pair.data(), from + sizeof pair * static_cast<std::size_t>(x), sizeof pair);
        const auto put = [&](std::uint8_t* to, Sample value) {
            const auto low = static_cast<Sample>(value >> shift);
            std::memcpy(to + sizeof low * static_cast<std::size_t>(x), &low, sizeof low);
        };
        put(first, pair[0]);
        put(second, pair[1]);
    }
}

void copyLumaRow(const std::uint8_t* from, std::uint8_t* to, int columns, bool isTenBits) {
    if (!isTenBits) {
        std::memcpy(to, from, static_cast<std::size_t>(columns));
        return;
    }
    for (int x = 0; x < columns; ++x) {
        std::uint16_t value = 0;
        std::memcpy(&value, from + std::ptrdiff_t{2} * x, 2);
        value = static_cast<std::uint16_t>(value >> 6);
        std::memcpy(to + std::ptrdiff_t{2} * x, &value, 2);
    }
}

ffmpeg::CodecContext openOrThrow(const Demuxer& demuxer, AVHWDeviceType type) {
    ffmpeg::CodecContext context = openHardwareDecoder(demuxer, type);
    if (!context) {
        throw Error(ErrorCode::Unsupported, "There is no such device");
    }
    return context;
}

/// False also for a video that has no frame.
bool isExact(const VideoIndex& index, AVHWDeviceType type, const std::stop_token& stop) {
    FrameDecoder device(
        index.path, index.frameIdentity, [type](const Demuxer& demuxer) { return openOrThrow(demuxer, type); }, stop);
    FrameDecoder processor(index.path, index.frameIdentity, 1, stop);
    const ffmpeg::Frame fromDevice = ffmpeg::makeFrame();
    const ffmpeg::Frame fromProcessor = ffmpeg::makeFrame();
    int compared = 0;
    for (; compared < comparedFrames && processor.next(*fromProcessor, stop); ++compared) {
        if (!device.next(*fromDevice, stop) || fromDevice->pts != fromProcessor->pts ||
            !haveSamePixels(*fromDevice, *fromProcessor)) {
            return false;
        }
    }
    return compared > 0;
}

} // namespace

const char* hardwareName(AVHWDeviceType type) {
    return type == AV_HWDEVICE_TYPE_CUDA ? "NVDEC" : "VAAPI";
}

AVHWDeviceType findExactHardware(const VideoIndex& index, const std::stop_token& stop) {
    for (const AVHWDeviceType type : {AV_HWDEVICE_TYPE_VAAPI, AV_HWDEVICE_TYPE_CUDA}) {
        std::string verdict;
        try {
            if (isExact(index, type, stop)) {
                log(LogLevel::Info, std::string("Decoding with ") + hardwareName(type));
                return type;
            }
            verdict = "does not give the same picture as the processor";
        } catch (const Error& error) {
            if (error.code() == ErrorCode::Cancelled) {
                throw;
            }
            verdict = "is not used: " + error.message();
        }
        log(LogLevel::Info, std::string(hardwareName(type)) + " " + verdict);
    }
    return AV_HWDEVICE_TYPE_NONE;
}

ffmpeg::CodecContext openHardwareDecoder(const Demuxer& demuxer, AVHWDeviceType type) {
    const AVCodecHWConfig* config = configFor(demuxer.codec(), type);
    AVBufferRef* device = nullptr;
    if (config == nullptr || av_hwdevice_ctx_create(&device, type, nullptr, nullptr, 0) < 0) {
        return {};
    }
    ffmpeg::CodecContext context(avcodec_alloc_context3(&demuxer.codec()));
    if (!context || avcodec_parameters_to_context(context.get(), demuxer.stream().codecpar) < 0) {
        av_buffer_unref(&device);
        return {};
    }
    context->hw_device_ctx = device;
    context->opaque = reinterpret_cast<void*>(static_cast<std::intptr_t>(config->pix_fmt));
    context->get_format = chooseFormat;
    context->pkt_timebase = demuxer.stream().time_base;
    context->thread_count = 1;
    if (avcodec_open2(context.get(), &demuxer.codec(), nullptr) < 0) {
        return {};
    }
    return context;
}

void bringToMemory(AVFrame& frame) {
    if (frame.hw_frames_ctx == nullptr) {
        return;
    }
    const ffmpeg::Frame fetched = ffmpeg::makeFrame();
    if (av_hwframe_transfer_data(fetched.get(), &frame, 0) < 0 || av_frame_copy_props(fetched.get(), &frame) < 0) {
        throw Error(ErrorCode::Malformed, "A frame could not be fetched from the graphics card");
    }
    av_frame_unref(&frame);
    av_frame_move_ref(&frame, fetched.get());
    takeApart(frame);
}

void takeApart(AVFrame& frame) {
    const bool isTenBits = frame.format == AV_PIX_FMT_P010;
    if (frame.format != AV_PIX_FMT_NV12 && !isTenBits) {
        return;
    }
    const ffmpeg::Frame planar = ffmpeg::makeFrame();
    planar->format = isTenBits ? AV_PIX_FMT_YUV420P10 : AV_PIX_FMT_YUV420P;
    planar->width = frame.width;
    planar->height = frame.height;
    if (av_frame_get_buffer(planar.get(), 0) < 0 || av_frame_copy_props(planar.get(), &frame) < 0) {
        throw Error(ErrorCode::OutOfSpace, "There is not enough memory for a frame");
    }
    const auto row = [](const AVFrame& of, int plane, int y) {
        return of.data[plane] + std::ptrdiff_t{y} * of.linesize[plane];
    };
    for (int y = 0; y < frame.height; ++y) {
        copyLumaRow(row(frame, 0, y), row(*planar, 0, y), frame.width, isTenBits);
    }
    const int columns = (frame.width + 1) / 2;
    for (int y = 0; y < (frame.height + 1) / 2; ++y) {
        const std::uint8_t* from = row(frame, 1, y);
        if (isTenBits) {
            takeRowApart<std::uint16_t>(from, row(*planar, 1, y), row(*planar, 2, y), columns, 6);
        } else {
            takeRowApart<std::uint8_t>(from, row(*planar, 1, y), row(*planar, 2, y), columns, 0);
        }
    }
    av_frame_unref(&frame);
    av_frame_move_ref(&frame, planar.get());
}

bool haveSamePixels(const AVFrame& a, const AVFrame& b) {
    if (a.format != b.format || a.width != b.width || a.height != b.height) {
        return false;
    }
    const auto format = static_cast<AVPixelFormat>(a.format);
    const AVPixFmtDescriptor* description = av_pix_fmt_desc_get(format);
    for (int plane = 0; plane < av_pix_fmt_count_planes(format); ++plane) {
        const int bytes = av_image_get_linesize(format, a.width, plane);
        const bool isChroma = plane == 1 || plane == 2;
        const int rows = isChroma ? AV_CEIL_RSHIFT(a.height, description->log2_chroma_h) : a.height;
        for (int y = 0; y < rows; ++y) {
            const std::uint8_t* rowA = a.data[plane] + std::ptrdiff_t{y} * a.linesize[plane];
            const std::uint8_t* rowB = b.data[plane] + std::ptrdiff_t{y} * b.linesize[plane];
            if (std::memcmp(rowA, rowB, static_cast<std::size_t>(bytes)) != 0) {
                return false;
            }
        }
    }
    return true;
}

} // namespace storyscope::media
