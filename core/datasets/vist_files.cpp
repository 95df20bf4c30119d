// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/vist_annotations.h"
#include "core/formats/json_stream.h"

#include <algorithm>
#include <string_view>

namespace storyscope::datasets {

namespace {

namespace fs = std::filesystem;

constexpr int listLevels = 2;
constexpr std::size_t mostSearched = 64;     ///< files whose content is looked at
constexpr std::size_t mostEntries = 100'000; ///< of folders that are no data set of annotations

struct Mark {
    std::string_view inName;
    const char* inContent; ///< the field that the other tier does not have
};

Mark markOf(VistTier tier) {
    return tier == VistTier::StoryInSequence ? Mark{"story-in-sequence", "\"worker_arranged_photo_order\""}
                                             : Mark{"description-in-isolation", "\"photo_order_in_story\""};
}

/// Names of the JSON files in a folder and below; pictures are passed over.
class JsonFiles {
public:
    explicit JsonFiles(const std::stop_token& stop) : m_stop(stop) {}

    void list(const fs::path& folder, int levels) {
        std::error_code problem;
        std::vector<fs::path> folders;
        for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem)) {
            throwIfStopped(m_stop);
            if (++m_entries > mostEntries) {
                return;
            }
            const fs::path name = entry->path().filename();
            std::error_code unknown;
            if (name.extension() == ".json" && entry->is_regular_file(unknown)) {
                m_files.push_back(entry->path());
            } else if (levels > 0 && name != "images" && !name.string().starts_with('.') &&
                       entry->is_directory(unknown)) {
                folders.push_back(entry->path());
            }
        }
        for (const fs::path& below : folders) {
            list(below, levels - 1);
        }
    }

    std::vector<fs::path> take() {
        std::sort(m_files.begin(), m_files.end());
        return std::move(m_files);
    }

private:
    std::stop_token m_stop;
    std::vector<fs::path> m_files;
    std::size_t m_entries = 0;
};

bool hasName(const fs::path& file, const Mark& mark) {
    return file.extension() == ".json" && file.filename().string().find(mark.inName) != std::string::npos;
}

} // namespace

std::vector<fs::path> findVistFiles(const fs::path& path, VistTier tier, const std::stop_token& stop) {
    const Mark mark = markOf(tier);
    std::error_code problem;
    std::vector<fs::path> files;
    if (fs::is_directory(path, problem)) {
        JsonFiles listed(stop);
        listed.list(path, listLevels);
        files = listed.take();
    } else if (path.extension() == ".json" && fs::is_regular_file(path, problem)) {
        files = {path};
    }
    if (std::any_of(files.begin(), files.end(), [&](const fs::path& file) { return hasName(file, mark); })) {
        std::erase_if(files, [&](const fs::path& file) { return !hasName(file, mark); });
        return files;
    }
    files.resize(std::min(files.size(), mostSearched));
    std::erase_if(files,
                  [&](const fs::path& file) { return formats::firstTextInFile(file, {mark.inContent}, stop).empty(); });
    return files;
}

} // namespace storyscope::datasets
