// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hub/installed_models.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/hub/content_hash.h"
#include "core/hub/hub_cache.h"
#include "core/hub/hub_names.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <tuple>

namespace storyscope::hub {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t refLimitBytes = 1024;
constexpr std::size_t readBytes = std::size_t{1} << 20;
constexpr const char* mainBranch = "main";

std::vector<fs::path> filesBelow(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        if (!fs::is_directory(entry->symlink_status(ignored))) {
            files.push_back(entry->path());
        }
    }
    std::ranges::sort(files);
    return files;
}

std::vector<fs::path> entriesOf(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        entries.push_back(entry->path());
    }
    std::ranges::sort(entries);
    return entries;
}

/// Which revisions' names mean which commit; "main" wins.
std::map<std::string, std::string> revisionsByCommit(const fs::path& refs) {
    std::map<std::string, std::string> revisions;
    for (const fs::path& file : filesBelow(refs)) {
        try {
            std::string commit = readFile(file, refLimitBytes);
            commit.erase(commit.find_last_not_of(" \r\n") + 1);
            std::string& name = revisions[commit];
            if (name.empty() || file.lexically_relative(refs) == mainBranch) {
                name = file.lexically_relative(refs).generic_string();
            }
        } catch (const Error&) {
            // A name that cannot be read means nothing.
        }
    }
    return revisions;
}

std::uint64_t sizeOf(const fs::path& file) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    return error ? 0 : size;
}

std::uint64_t sizeOfAll(const std::vector<fs::path>& files) {
    std::uint64_t size = 0;
    for (const fs::path& file : files) {
        size += sizeOf(file);
    }
    return size;
}

void appendSnapshots(const fs::path& repository, const std::string& id, std::vector<InstalledModel>& models) {
    const auto revisions = revisionsByCommit(repository / "refs");
    for (const fs::path& folder : entriesOf(repository / "snapshots")) {
        const std::string commit = folder.filename().string();
        const auto revision = revisions.find(commit);
        const std::uint64_t size = sizeOfAll(filesBelow(folder));
        if (size > 0) {
            models.push_back({.id = id,
                              .revision = revision == revisions.end() ? std::string() : revision->second,
                              .commit = commit,
                              .folder = folder,
                              .sizeBytes = size});
        }
    }
}

void removeTree(const fs::path& folder) {
    std::error_code error;
    fs::remove_all(folder, error);
    if (error) {
        throw Error(ErrorCode::Unreadable, "Cannot delete: " + error.message(), inFile(folder));
    }
}

fs::path existingFolder(const fs::path& cache, const std::string& id) {
    requireRepositoryId(id);
    const HubCache repository(cache, id);
    std::error_code ignored;
    if (!fs::is_directory(repository.folder(), ignored)) {
        throw Error(ErrorCode::NotFound, "The cache of published models holds nothing of " + id, inFile(cache));
    }
    return repository.folder();
}

class Verifier {
public:
    Verifier(std::stop_token stop, Progress& progress, std::uint64_t totalBytes)
        : m_stop(std::move(stop)), m_progress(progress), m_totalBytes(totalBytes) {}

    void blob(const fs::path& file) {
        const std::string name = file.filename().string();
        std::ifstream stream(file, std::ios::binary);
        ContentHash hash(name, sizeOf(file));
        std::vector<char> bytes(readBytes);
        while (stream) {
            throwIfStopped(m_stop);
            stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
            const auto count = static_cast<std::size_t>(stream.gcount());
            hash.add(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), count));
            m_result.sizeBytes += count;
            m_progress.report("Verifying", static_cast<std::int64_t>(m_result.sizeBytes),
                              static_cast<std::int64_t>(m_totalBytes));
        }
        ++m_result.fileCount;
        if (!hash.matches()) {
            problem(file, "Its contents are not what its name says: the file is damaged");
        }
    }

    void link(const fs::path& file) {
        std::error_code error;
        if (!fs::is_regular_file(file, error)) {
            problem(file, "It leads to no file: its contents are missing");
        }
    }

    const Verification& result() const { return m_result; }

private:
    void problem(const fs::path& file, const std::string& text) {
        m_result.problems.push_back({.severity = Issue::Severity::Problem, .place = file.string(), .text = text});
    }

    std::stop_token m_stop;
    Progress& m_progress;
    std::uint64_t m_totalBytes;
    Verification m_result;
};

} // namespace

std::vector<InstalledModel> installed(const fs::path& cache) {
    std::vector<InstalledModel> models;
    for (const fs::path& folder : entriesOf(cache)) {
        if (const auto id = idOfCacheFolder(folder.filename().string())) {
            appendSnapshots(folder, *id, models);
        }
    }
    std::ranges::stable_sort(
        models, {}, [](const InstalledModel& model) { return std::tuple(model.id, model.revision != mainBranch); });
    return models;
}

std::uint64_t remove(const fs::path& cache, const std::string& id) {
    const fs::path folder = existingFolder(cache, id);
    std::uint64_t size = 0;
    for (const fs::path& file : filesBelow(folder)) {
        std::error_code ignored;
        size += fs::is_regular_file(fs::symlink_status(file, ignored)) ? sizeOf(file) : 0;
    }
    for (const fs::path& part : {folder / "refs", folder / "snapshots", folder, cache / ".locks" / folder.filename()}) {
        removeTree(part);
    }
    return size;
}

Verification verify(const fs::path& cache, const std::string& id, const std::stop_token& stop, Progress& progress) {
    const fs::path folder = existingFolder(cache, id);
    std::vector<fs::path> blobs = filesBelow(folder / "blobs");
    std::erase_if(blobs, [](const fs::path& file) {
        const std::string name = file.filename().string();
        return !isSha256(name) && !isGitHash(name);
    });
    Verifier verifier(stop, progress, sizeOfAll(blobs));
    for (const fs::path& file : blobs) {
        verifier.blob(file);
    }
    for (const fs::path& file : filesBelow(folder / "snapshots")) {
        verifier.link(file);
    }
    return verifier.result();
}

} // namespace storyscope::hub
