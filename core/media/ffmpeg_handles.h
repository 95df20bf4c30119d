// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

#include <filesystem>
#include <memory>
#include <string>

/// FFmpeg's objects as owned values. Only .cpp files of core/media include this.
namespace storyscope::media::ffmpeg {

struct Free {
    void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
    void operator()(SwsContext* context) const { sws_freeContext(context); }
};

using CodecContext = std::unique_ptr<AVCodecContext, Free>;
using Frame = std::unique_ptr<AVFrame, Free>;
using Packet = std::unique_ptr<AVPacket, Free>;
using Scaler = std::unique_ptr<SwsContext, Free>;

/// Throw Error{OutOfSpace} instead of returning null.
Frame makeFrame();
Packet makePacket();

/// FFmpeg's words for one of its error codes.
std::string errorText(int code);

/// Throws the Error that fits one of FFmpeg's error codes: OutOfSpace, Unreadable, Cancelled or Malformed.
[[noreturn]] void throwError(const std::string& what, int code, const std::filesystem::path& path);

/// Sends FFmpeg's own messages to our log at debug level. Cheap; every opener calls it.
void routeLog();

} // namespace storyscope::media::ffmpeg
