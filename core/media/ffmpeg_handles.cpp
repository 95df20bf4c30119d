// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/ffmpeg_handles.h"

#include "core/base/error.h"
#include "core/base/logging.h"

extern "C" {
#include <libavutil/log.h>
}

#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <mutex>
#include <string_view>

namespace storyscope::media::ffmpeg {

namespace {

void writeToLog(void*, int level, const char* format, va_list arguments) {
    if (level > AV_LOG_WARNING) {
        return;
    }
    std::array<char, 512> text{};
    std::vsnprintf(text.data(), text.size(), format, arguments);
    std::string_view line(text.data());
    while (!line.empty() && line.back() == '\n') {
        line.remove_suffix(1);
    }
    log(LogLevel::Debug, line);
}

} // namespace

Frame makeFrame() {
    Frame frame(av_frame_alloc());
    if (!frame) {
        throw Error(ErrorCode::OutOfSpace, "There is not enough memory for a frame");
    }
    return frame;
}

Packet makePacket() {
    Packet packet(av_packet_alloc());
    if (!packet) {
        throw Error(ErrorCode::OutOfSpace, "There is not enough memory for a packet");
    }
    return packet;
}

std::string errorText(int code) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return text.data();
}

void throwError(const std::string& what, int code, const std::filesystem::path& path) {
    ErrorCode kind = ErrorCode::Malformed;
    if (code == AVERROR(ENOSPC) || code == AVERROR(ENOMEM) || code == AVERROR(EDQUOT)) {
        kind = ErrorCode::OutOfSpace;
    } else if (code == AVERROR(EACCES) || code == AVERROR(EPERM) || code == AVERROR(EIO)) {
        kind = ErrorCode::Unreadable;
    } else if (code == AVERROR_EXIT) {
        kind = ErrorCode::Cancelled;
    }
    throw Error(kind, what + ": " + errorText(code), inFile(path));
}

void routeLog() {
    static std::once_flag routed;
    std::call_once(routed, [] { av_log_set_callback(writeToLog); });
}

} // namespace storyscope::media::ffmpeg
