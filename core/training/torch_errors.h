// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <c10/util/Exception.h>

#include <new>
#include <string>

namespace storyscope::training {

/// LibTorch's exception as ours: Error{OutOfSpace} where memory ran out, else Error{Internal} with its first line.
inline Error readableError(const c10::Error& error) {
    const std::string text = error.what_without_backtrace();
    const std::string line = text.substr(0, text.find('\n'));
    const bool isMemory = line.find("out of memory") != std::string::npos ||
                          line.find("not enough memory") != std::string::npos ||
                          line.find("can't allocate") != std::string::npos;
    return isMemory ? Error(ErrorCode::OutOfSpace, "Memory ran out; a smaller batch needs less: " + line)
                    : Error(ErrorCode::Internal, "LibTorch reports: " + line);
}

/// Calls `work` and turns what LibTorch or the allocator throws into an Error.
template <typename Work>
auto withReadableErrors(const Work& work) {
    try {
        return work();
    } catch (const c10::Error& error) {
        throw readableError(error);
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfSpace, "Memory ran out; a smaller batch needs less");
    }
}

} // namespace storyscope::training
