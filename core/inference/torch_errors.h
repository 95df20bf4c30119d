// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <new>
#include <string>
#include <utility>

namespace storyscope::inference {

/// Runs `work` and turns what LibTorch throws into an Error that begins with `what` ("Reading the pictures").
template <typename Work>
decltype(auto) withReadableErrors(const std::string& what, Work&& work) {
    try {
        return std::forward<Work>(work)();
    } catch (const c10::Error& error) {
        std::string reason = error.what_without_backtrace();
        reason.erase(std::min(reason.find('\n'), reason.size()));
        const bool isMemory = reason.find("memory") != std::string::npos;
        throw Error(isMemory ? ErrorCode::OutOfSpace : ErrorCode::Internal, what + " failed: " + reason);
    } catch (const std::bad_alloc&) {
        throw Error(ErrorCode::OutOfSpace, what + " failed: the memory is full");
    }
}

} // namespace storyscope::inference
