// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/number_text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>

namespace storyscope::cli {

void writeOutput(const std::string& place, std::string_view bytes) {
    if (place != standardOutput) {
        writeFileAtomically(place, bytes);
        return;
    }
    if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size() || std::fflush(stdout) != 0) {
        throw Error(errno == ENOSPC ? ErrorCode::OutOfSpace : ErrorCode::Unreadable,
                    std::string("Cannot write to standard output: ") + std::strerror(errno));
    }
}

void writeOutput(const std::string& place, const std::vector<std::uint8_t>& bytes) {
    writeOutput(place, std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

std::string formatValue(double value) {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

std::string formatTime(double seconds) {
    const auto twoDigits = [](long long number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    const long long hundredths = std::llround(std::max(0.0, seconds) * 100);
    const long long hours = hundredths / 360000;
    return (hours > 0 ? std::to_string(hours) + ":" : "") + twoDigits(hundredths / 6000 % 60) + ":" +
           twoDigits(hundredths / 100 % 60) + "." + twoDigits(hundredths % 100);
}

std::string formatShare(double share) {
    return formatNumber(share * 100, 0) + " %";
}

std::string formatCount(std::int64_t count) {
    std::string digits = std::to_string(count);
    const std::size_t sign = count < 0 ? 1 : 0;
    for (std::size_t place = digits.size(); place > sign + 3;) {
        place -= 3;
        digits.insert(place, ",");
    }
    return digits;
}

std::string formatSize(std::uintmax_t bytes) {
    constexpr std::array units{"bytes", "kB", "MB", "GB", "TB"};
    double size = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (size >= 1000 && unit + 1 < units.size()) {
        size /= 1000;
        ++unit;
    }
    return formatNumber(size, unit == 0 ? 0 : 1) + ' ' + units[unit];
}

std::string formatDuration(double seconds) {
    const long long whole = std::llround(std::max(0.0, seconds));
    if (whole >= 3600) {
        return std::to_string(whole / 3600) + " h " + std::to_string(whole / 60 % 60) + " min";
    }
    return whole >= 60 ? std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s"
                       : std::to_string(whole) + " s";
}

std::string padded(const std::string& text, std::size_t columns) {
    const auto isCharacterStart = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
    const auto width = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), isCharacterStart));
    return width < columns ? text + std::string(columns - width, ' ') : text;
}

} // namespace storyscope::cli
