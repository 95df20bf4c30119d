// SPDX-License-Identifier: GPL-3.0-or-later
// parquet_bench FILE… : scans all columns of Parquet files, five times, and prints the best time and the speed in
// megabytes of values per second.
#include "core/formats/parquet.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>

using namespace storyscope::formats;

namespace {

std::size_t sizeBytes(const ParquetValue& value) {
    if (const auto* text = value.text()) {
        return text->size();
    }
    std::size_t size = value.isNull() ? 0 : 8;
    if (const auto* list = value.list()) {
        size = 0;
        for (const ParquetValue& element : *list) {
            size += sizeBytes(element);
        }
    } else if (const auto* members = std::get_if<ParquetValue::Struct>(&value.data)) {
        size = 0;
        for (const auto& [name, member] : *members) {
            size += sizeBytes(member);
        }
    }
    return size;
}

std::size_t scan(const std::filesystem::path& path) {
    constexpr std::size_t rowsAtOnce = 64;
    const ParquetFile file(path);
    std::size_t bytes = 0;
    for (std::size_t group = 0; group < file.rowGroupCount(); ++group) {
        for (const std::string& name : file.names()) {
            for (std::size_t row = 0; row < file.rowsIn(group); row += rowsAtOnce) {
                for (const ParquetValue& value : file.read(group, name, {.firstRow = row, .rowCount = rowsAtOnce})) {
                    bytes += sizeBytes(value);
                }
            }
        }
    }
    return bytes;
}

} // namespace

int main(int count, char** arguments) {
    constexpr int repetitions = 5;
    double best = 1e9;
    std::size_t bytes = 0;
    try {
        for (int i = 0; i < repetitions; ++i) {
            const auto start = std::chrono::steady_clock::now();
            bytes = 0;
            for (int file = 1; file < count; ++file) {
                bytes += scan(arguments[file]);
            }
            best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        }
    } catch (const std::exception& error) {
        std::fprintf(stderr, "parquet_bench: %s\n", error.what());
        return 1;
    }
    const double megabytes = static_cast<double>(bytes) / 1e6;
    std::printf("parquet column scan: %.1f MB in %.2f ms, %.0f MB/s\n", megabytes, best * 1e3, megabytes / best);
    return 0;
}
