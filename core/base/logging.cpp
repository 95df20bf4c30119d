// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/logging.h"

#include <cstdlib>
#include <memory>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace storyscope {

namespace {

spdlog::level::level_enum toSpdlog(LogLevel level) {
    switch (level) {
    case LogLevel::Debug: return spdlog::level::debug;
    case LogLevel::Info: return spdlog::level::info;
    case LogLevel::Warning: return spdlog::level::warn;
    case LogLevel::Error: return spdlog::level::err;
    }
    return spdlog::level::info;
}

std::shared_ptr<spdlog::logger> makeLogger() {
    auto logger = std::make_shared<spdlog::logger>("storyscope", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    const char* wanted = std::getenv("STORYSCOPE_LOG");
    logger->set_level(wanted != nullptr ? spdlog::level::from_str(wanted) : spdlog::level::warn);
    return logger;
}

} // namespace

void log(LogLevel level, std::string_view message) {
    static const std::shared_ptr<spdlog::logger> logger = makeLogger();
    logger->log(toSpdlog(level), "{}", message);
}

} // namespace storyscope
