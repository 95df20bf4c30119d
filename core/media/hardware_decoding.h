// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/demuxer.h"

extern "C" {
#include <libavutil/hwcontext.h>
}

#include <memory>
#include <stop_token>

namespace storyscope::media {

/// The first of VAAPI and CUDA that is there and decodes the video's first frames to the same bytes as the processor;
/// AV_HWDEVICE_TYPE_NONE without one, with the reason in the log. Never throws but Error{Cancelled}.
AVHWDeviceType findExactHardware(const VideoIndex& index, const std::stop_token& stop);

/// "VAAPI" or "NVDEC", as people know them.
const char* hardwareName(AVHWDeviceType type);

/// A decoder for the demuxer's stream on such a device; null if there is no device or it does not know the codec.
ffmpeg::CodecContext openHardwareDecoder(const Demuxer& demuxer, AVHWDeviceType type);

/// Fetches a frame that lies on a device, and takes its interleaved planes apart as software decoders give them
/// (NV12 → YUV 4:2:0, P010 → 10 bits in the low bits). Other frames stay as they are. Throws Error{Malformed}.
void bringToMemory(AVFrame& frame);
/// The second half of it: `frame` is NV12 or P010 in memory.
void takeApart(AVFrame& frame);

/// Equal size, pixel format and bytes in every plane; for frames in memory.
bool haveSamePixels(const AVFrame& a, const AVFrame& b);

} // namespace storyscope::media
