// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/text_lines.h"

#include "core/base/error.h"
#include "core/base/progress.h"

#include <zlib.h>

#include <array>
#include <memory>
#include <string_view>
#include <utility>

namespace storyscope::formats {

namespace {

constexpr std::size_t longestLine = std::size_t{1} << 20;

struct Closer {
    void operator()(gzFile file) const { gzclose(file); }
};
using File = std::unique_ptr<gzFile_s, Closer>;

File opened(const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) {
        throw Error(ErrorCode::NotFound, "The file does not exist", inFile(path));
    }
    File file(std::filesystem::is_regular_file(path) ? gzopen(path.c_str(), "rb") : nullptr);
    if (!file) {
        throw Error(ErrorCode::Unreadable, "The file cannot be read", inFile(path));
    }
    return file;
}

} // namespace

void readTextLines(const std::filesystem::path& path, const std::function<void(std::string, std::uint64_t)>& visit,
                   const std::stop_token& stop) {
    const File file = opened(path);
    std::array<char, std::size_t{1} << 16> block{};
    std::string line;
    std::uint64_t number = 1;
    const auto finish = [&] {
        if (line.ends_with('\r')) {
            line.pop_back();
        }
        visit(std::move(line), number++);
        line.clear();
    };
    for (;;) {
        throwIfStopped(stop);
        const int size = gzread(file.get(), block.data(), block.size());
        if (size < 0) {
            throw Error(ErrorCode::Malformed, "The file's compression is broken",
                        {.file = path, .byteOffset = {}, .row = number});
        }
        if (size == 0) {
            break;
        }
        for (const char character : std::string_view(block.data(), static_cast<std::size_t>(size))) {
            if (character == '\n') {
                finish();
            } else if (line.size() < longestLine) {
                line += character;
            } else {
                throw Error(ErrorCode::Malformed, "A line is longer than 1 MiB",
                            {.file = path, .byteOffset = {}, .row = number});
            }
        }
    }
    int status = Z_OK;
    gzerror(file.get(), &status);
    if (status != Z_OK && status != Z_STREAM_END) {
        throw Error(ErrorCode::Malformed, "The compressed file is broken off",
                    {.file = path, .byteOffset = {}, .row = number});
    }
    if (!line.empty()) {
        finish();
    }
}

} // namespace storyscope::formats
