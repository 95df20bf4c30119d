// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/pretrained_files.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/models/pretrained_catalogue.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

namespace storyscope::models {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view hubPrefix = "models--"; // of a repository's folder

constexpr std::array endings{".safetensors", ".pth", ".pt", ".bin"}; // best first
constexpr std::array usualNames{"model.safetensors", "pytorch_model.bin"};
constexpr std::size_t refLimitBytes = 1024;

fs::path environmentPath(const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr ? fs::path(value) : fs::path();
}

bool isFile(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

bool isFolder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

/// Looks for a file and remembers where.
class Search {
public:
    explicit Search(const WeightsPlaces& places) : m_places(places) {}

    std::optional<fs::path> file(const fs::path& path) {
        m_looked.push_back(path);
        return isFile(path) ? std::optional(path) : std::nullopt;
    }

    /// The file with a usual name, else the only one with the first ending that there is.
    std::optional<fs::path> folder(const fs::path& folder) {
        m_looked.push_back(folder);
        for (const char* const name : usualNames) {
            if (isFile(folder / name)) {
                return folder / name;
            }
        }
        for (const char* const ending : endings) {
            if (auto found = onlyFile(folder, ending)) {
                return found;
            }
        }
        return {};
    }

    std::optional<fs::path> repository(const std::string& name) {
        m_looked.push_back(hubFolder(name, m_places));
        for (const fs::path& snapshot : hubSnapshots(name, m_places)) {
            if (auto found = folder(snapshot)) {
                return found;
            }
        }
        return {};
    }

    std::optional<fs::path> network(const PublishedNetwork& network) {
        for (const char* const ending : endings) {
            if (auto found = file(m_places.own / (network.name + ending))) {
                return found;
            }
        }
        for (const fs::path& place : {m_places.own, m_places.torchHub}) {
            for (const std::string& name : network.files) {
                if (auto found = file(place / name)) {
                    return found;
                }
            }
        }
        for (const std::string& name : network.huggingFaceRepos) {
            if (auto found = repository(name)) {
                return found;
            }
        }
        return {};
    }

    [[noreturn]] void fail(const std::string& source) const {
        std::string text = "There are no weights \"" + source + "\" here, and nothing is downloaded. Looked at:";
        for (const fs::path& path : m_looked) {
            text += "\n  " + path.string();
        }
        throw Error(ErrorCode::NotFound, text);
    }

private:
    static std::optional<fs::path> onlyFile(const fs::path& folder, const std::string& ending) {
        std::vector<fs::path> found;
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(folder, ignored)) {
            if (entry.path().extension() == ending && isFile(entry.path())) {
                found.push_back(entry.path());
            }
        }
        if (found.size() > 1) {
            throw Error(ErrorCode::BadArgument, "This folder has several weights files; name one of them",
                        inFile(folder));
        }
        return found.empty() ? std::nullopt : std::optional(found.front());
    }

    const WeightsPlaces& m_places;
    std::vector<fs::path> m_looked;
};

bool looksLikeRepository(const std::string& source) {
    return std::ranges::count(source, '/') == 1 && source.find("..") == std::string::npos && source.front() != '/' &&
           source.back() != '/' && source.front() != '.' &&
           std::ranges::find(endings, fs::path(source).extension().string()) == endings.end();
}

} // namespace

WeightsPlaces WeightsPlaces::fromEnvironment() {
    WeightsPlaces places{.own = userDataPath() / "weights", .torchHub = {}, .huggingFace = huggingFaceCachePath()};
    const fs::path torchHome = environmentPath("TORCH_HOME");
    places.torchHub = (torchHome.empty() ? sharedCachePath() / "torch" : torchHome) / "hub" / "checkpoints";
    return places;
}

/// Layout of the cache: models--owner--name/{refs/main, snapshots/<commit>/…}; the files there link to blobs.
fs::path hubFolder(const std::string& repository, const WeightsPlaces& places) {
    std::string name = std::string(hubPrefix) + repository;
    for (std::size_t at = name.find('/'); at != std::string::npos; at = name.find('/', at)) {
        name.replace(at, 1, "--");
    }
    return places.huggingFace / name;
}

std::string hubRepository(const fs::path& snapshot) {
    const fs::path folder = snapshot.has_filename() ? snapshot : snapshot.parent_path(); // "…/" or not
    const std::string name = folder.parent_path().parent_path().filename().string();
    if (folder.parent_path().filename() != "snapshots" || !name.starts_with(hubPrefix)) {
        return {};
    }
    std::string repository = name.substr(hubPrefix.size());
    if (const std::size_t owner = repository.find("--"); owner != std::string::npos) {
        repository.replace(owner, 2, "/");
    }
    return repository;
}

std::vector<fs::path> hubSnapshots(const std::string& repository, const WeightsPlaces& places) {
    const fs::path folder = hubFolder(repository, places);
    std::vector<fs::path> all;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder / "snapshots", ignored)) {
        all.push_back(entry.path());
    }
    std::ranges::sort(all);
    if (const fs::path ref = folder / "refs" / "main"; isFile(ref)) {
        std::string commit = readFile(ref, refLimitBytes);
        commit.erase(commit.find_last_not_of(" \r\n") + 1);
        std::ranges::stable_partition(all, [&](const fs::path& path) { return path.filename() == commit; });
    }
    return all;
}

bool isPublishedName(const std::string& source) {
    std::error_code ignored;
    return !source.empty() && !fs::exists(source, ignored) &&
           (findPublishedNetwork(source) != nullptr || looksLikeRepository(source));
}

fs::path findWeights(const std::string& source, const WeightsPlaces& places) {
    if (source.empty()) {
        throw Error(ErrorCode::BadArgument, "No weights are named");
    }
    Search search(places);
    std::optional<fs::path> found = isFolder(source) ? search.folder(source) : search.file(source);
    if (const PublishedNetwork* const network = findPublishedNetwork(source); !found && network != nullptr) {
        found = search.network(*network);
    }
    if (!found && looksLikeRepository(source)) {
        found = search.repository(source);
    }
    return found ? *found : (search.fail(source), fs::path());
}

fs::path findModelFolder(const std::string& source, const WeightsPlaces& places) {
    if (source.empty()) {
        throw Error(ErrorCode::BadArgument, "No model folder is named");
    }
    if (isFile(fs::path(source) / "config.json")) {
        return source;
    }
    if (isFolder(source) || !looksLikeRepository(source)) {
        throw Error(ErrorCode::NotFound, "There is no model folder", inFile(source));
    }
    for (const fs::path& snapshot : hubSnapshots(source, places)) {
        if (isFile(snapshot / "config.json")) {
            return snapshot;
        }
    }
    throw Error(ErrorCode::NotFound,
                "The published model \"" + source +
                    "\" is not here, and nothing is downloaded unasked: `storyscope-cli " + "models download " +
                    source + "` fetches it",
                inFile(hubFolder(source, places)));
}

} // namespace storyscope::models
