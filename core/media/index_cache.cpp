// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/index_cache.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/media/ffmpeg_handles.h"
#include "core/media/index_packing.h"

extern "C" {
#include <libavutil/murmur3.h>
}

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::media {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t largestFile = std::size_t{16} << 20;
constexpr const char* ending = ".index";

using Hash = std::array<std::uint8_t, 16>;

struct FreeMurmur {
    void operator()(AVMurMur3* state) const { av_free(state); }
};

Hash hashOf(std::string_view bytes) {
    const std::unique_ptr<AVMurMur3, FreeMurmur> state(av_murmur3_alloc());
    if (!state) {
        throw Error(ErrorCode::OutOfSpace, "There is not enough memory to open the video");
    }
    Hash hash{};
    av_murmur3_init(state.get());
    av_murmur3_update(state.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    av_murmur3_final(state.get(), hash.data());
    return hash;
}

/// What begins a cache file; the packed index follows.
struct Header {
    std::array<char, 8> magic{'S', 'S', 'I', 'N', 'D', 'E', 'X', '1'};
    std::array<std::uint32_t, 2> ffmpeg{avformat_version(), avcodec_version()};
    Hash content{}; ///< of the video's first and last bytes
    Hash packed{};  ///< of the packed index
    bool operator==(const Header&) const = default;
};
static_assert(sizeof(Header) == 48);

std::string headAndTail(const fs::path& video, std::uintmax_t sizeBytes) {
    constexpr std::uintmax_t endBytes = 64 << 10;
    const std::uintmax_t head = std::min(sizeBytes, endBytes);
    const std::uintmax_t tail = std::min(sizeBytes - head, endBytes);
    std::string bytes(head + tail, '\0');
    std::ifstream stream(video, std::ios::binary);
    stream.read(bytes.data(), static_cast<std::streamsize>(head));
    stream.seekg(static_cast<std::streamoff>(sizeBytes - tail));
    stream.read(bytes.data() + head, static_cast<std::streamsize>(tail));
    return stream ? bytes : std::string();
}

struct VideoState {
    fs::path path; ///< absolute
    std::uintmax_t sizeBytes = 0;
    fs::file_time_type modified{};
    Hash content{};
};

/// Nothing for what is no readable file.
std::optional<VideoState> stateOf(const fs::path& video) {
    VideoState state;
    state.path = fs::absolute(video).lexically_normal();
    if (!fs::is_regular_file(state.path)) {
        return std::nullopt;
    }
    state.sizeBytes = fs::file_size(state.path);
    state.modified = fs::last_write_time(state.path);
    const std::string ends = headAndTail(state.path, state.sizeBytes);
    state.content = hashOf(ends);
    return ends.empty() ? std::nullopt : std::optional(std::move(state));
}

std::optional<VideoIndex> readIndex(const fs::path& file, const VideoState& video) {
    if (!fs::is_regular_file(file)) {
        return std::nullopt;
    }
    const std::string bytes = readFile(file, largestFile);
    Header header;
    if (bytes.size() < sizeof(Header)) {
        return std::nullopt;
    }
    std::memcpy(&header, bytes.data(), sizeof(Header));
    const std::string_view packed = std::string_view(bytes).substr(sizeof(Header));
    if (header != Header{.content = video.content, .packed = hashOf(packed)}) {
        return std::nullopt;
    }
    std::optional<VideoIndex> index = unpackIndex(packed);
    const bool fits =
        index && index->path == video.path && index->sizeBytes == video.sizeBytes && index->modified == video.modified;
    return fits ? std::move(index) : std::nullopt;
}

} // namespace

fs::path IndexCache::fileOf(const fs::path& video) const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string name;
    for (const std::uint8_t byte : hashOf(fs::absolute(video).lexically_normal().string())) {
        name += {digits[byte >> 4], digits[byte & 15]};
    }
    return m_folder / (name + ending);
}

std::optional<VideoIndex> IndexCache::find(const fs::path& video) const {
    if (m_folder.empty()) {
        return std::nullopt;
    }
    try {
        const std::optional<VideoState> state = stateOf(video);
        const fs::path file = fileOf(video);
        std::optional<VideoIndex> index = state ? readIndex(file, *state) : std::nullopt;
        if (index) {
            index->path = video;
            std::error_code ignored;
            fs::last_write_time(file, fs::file_time_type::clock::now(), ignored);
        }
        return index;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

void IndexCache::keep(const VideoIndex& index) const {
    if (m_folder.empty() || !index.isComplete) {
        return;
    }
    try {
        const std::optional<VideoState> state = stateOf(index.path);
        if (!state || state->sizeBytes != index.sizeBytes || state->modified != index.modified) {
            return;
        }
        VideoIndex kept = index;
        kept.path = state->path;
        const std::string packed = packIndex(kept);
        if (packed.size() > largestFile - sizeof(Header)) {
            return;
        }
        const Header header{.content = state->content, .packed = hashOf(packed)};
        AtomicFile file(fileOf(index.path));
        file.write(&header, sizeof header);
        file.write(packed);
        file.commit();
        removeOldest();
    } catch (const std::exception&) {
        // A cache that cannot be written is an empty one.
    }
}

void IndexCache::removeOldest() const {
    std::vector<std::pair<fs::file_time_type, fs::path>> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(m_folder)) {
        if (entry.path().extension() == ending) {
            std::error_code ignored;
            files.emplace_back(entry.last_write_time(ignored), entry.path());
        }
    }
    std::sort(files.rbegin(), files.rend());
    for (std::size_t i = mostFiles; i < files.size(); ++i) {
        std::error_code ignored;
        fs::remove(files[i].second, ignored);
    }
}

} // namespace storyscope::media
