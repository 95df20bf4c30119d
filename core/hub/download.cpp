// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hub/download.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/hub/blob_file.h"
#include "core/hub/hub_cache.h"
#include "core/hub/hub_connection.h"
#include "core/hub/hub_errors.h"
#include "core/hub/hub_names.h"
#include "core/hub/repository_index.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace storyscope::hub {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t spareBytes = std::uint64_t{64} << 20; // a disk is not filled to its last byte
constexpr std::uint64_t mostBytes = std::uint64_t{1} << 60;   // sums end there: nobody can keep more
constexpr std::size_t longestShardIndex = std::size_t{64} << 20;
constexpr std::chrono::milliseconds reportInterval(50);

void requireOnline(const Settings& settings, const std::string& repository) {
    if (settings.network == Network::Forbidden) {
        throwOffline(repository);
    }
}

/// One download: the files of a plan, one after another.
class Download {
public:
    Download(const Plan& plan, const Settings& settings, const std::stop_token& stop, Progress& progress)
        : m_plan(plan), m_settings(settings), m_stop(stop), m_progress(progress), m_connection(settings, stop),
          m_cache(settings.cache, plan.repository) {}

    fs::path run() {
        requireSafePlan();
        requireSpace();
        std::vector<FileMetadata> described; // of all files first: what is refused leaves no trace
        for (const PlannedFile& file : m_plan.files) {
            described.push_back(describe(file));
        }
        m_cache.prepare();
        std::vector<SnapshotFile> files;
        for (std::size_t index = 0; index < described.size(); ++index) {
            const PlannedFile& file = m_plan.files[index];
            throwIfStopped(m_stop);
            fetch(file, described[index]);
            files.push_back({.name = file.name, .blob = described[index].etag});
            if (isShardIndex(file.name)) {
                requireAllShards(files.back());
            }
        }
        throwIfStopped(m_stop);
        m_cache.publish(m_plan.commit, files, m_settings.links);
        m_cache.writeRef(m_plan.revision, m_plan.commit);
        return m_cache.snapshot(m_plan.commit);
    }

private:
    Subject subjectOf(const PlannedFile& file) const {
        return {.repository = m_plan.repository, .revision = m_plan.commit, .file = file.name};
    }

    void requireSafePlan() const {
        const bool areSafe = std::ranges::all_of(m_plan.files, isSafeFileName, &PlannedFile::name);
        if (!isSafeEntryName(m_plan.commit) || !areSafe || m_plan.files.empty()) {
            throw Error(ErrorCode::BadArgument, "The plan for " + m_plan.repository + " names no files to fetch");
        }
    }

    void requireSpace() const {
        std::uint64_t needed = m_plan.totalBytes() - m_plan.presentBytes();
        if (m_settings.links == Links::Copies) {
            needed += m_plan.totalBytes();
        }
        const std::uint64_t available = freeBytes(m_settings.cache);
        if (needed > 0 && (available < spareBytes || needed > available - spareBytes)) {
            constexpr std::uint64_t megabyte = 1'000'000;
            throw Error(ErrorCode::OutOfSpace,
                        "The disk has too little space for " + m_plan.repository + ": " +
                            std::to_string(needed / megabyte + 1) + " MB are needed and " +
                            std::to_string(available / megabyte) + " MB are free",
                        inFile(m_settings.cache));
        }
    }

    /// A shard that the index names and the repository lacks is known before the first shard is fetched.
    void requireAllShards(const SnapshotFile& index) const {
        const std::string subject = index.name + " of " + m_plan.repository;
        for (const std::string& shard : shardsOf(readFile(m_cache.blob(index.blob), longestShardIndex), subject)) {
            if (std::ranges::find(m_plan.files, shard, &PlannedFile::name) == m_plan.files.end()) {
                throw Error(ErrorCode::NotFound, m_plan.repository + " lacks a part of its weights: " + shard);
            }
        }
    }

    FileMetadata describe(const PlannedFile& file) {
        const Subject subject = subjectOf(file);
        m_progress.report("Asking for " + file.name, 0, static_cast<std::int64_t>(m_plan.totalBytes()));
        FileMetadata metadata = m_connection.metadata(subject);
        const bool isPlanned = metadata.commit == m_plan.commit &&
                               (!isSha256(file.contentHash) || metadata.etag == file.contentHash) &&
                               (!file.sizeBytes || !metadata.sizeBytes || *metadata.sizeBytes == *file.sizeBytes);
        if (!isPlanned) {
            throw Error(ErrorCode::Mismatch,
                        subject.text() + " is not what the hub said before: it was changed, try once more");
        }
        if (!metadata.sizeBytes) {
            metadata.sizeBytes = file.sizeBytes;
        }
        if (!metadata.sizeBytes && !isSha256(metadata.etag)) {
            throw Error(ErrorCode::Malformed,
                        "The hub says neither size nor hash of " + subject.text() + ", so that it cannot be checked");
        }
        return metadata;
    }

    /// Makes sure that the blob is there.
    void fetch(const PlannedFile& file, const FileMetadata& metadata) {
        m_stage = "Fetching " + file.name;
        report(0);
        if (!m_cache.hasBlob(metadata.etag, metadata.sizeBytes)) {
            const BlobLock lock(m_cache.lockFile(metadata.etag), m_stop, m_progress);
            if (!m_cache.hasBlob(metadata.etag, metadata.sizeBytes)) {
                fetchBlob(file, metadata);
            }
        }
        m_doneBytes += metadata.sizeBytes.value_or(0);
        report(0);
    }

    void fetchBlob(const PlannedFile& file, const FileMetadata& metadata) {
        const Subject subject = subjectOf(file);
        // Git's hash is compared where the hub's description calls the contents by it too; another server's mark for
        // caches may only look like one.
        const bool isHash = isSha256(metadata.etag) || metadata.etag == file.contentHash;
        BlobFile blob(m_cache.blob(metadata.etag),
                      {.hash = isHash ? metadata.etag : "", .sizeBytes = metadata.sizeBytes, .subject = subject.text()},
                      m_stop);
        if (!blob.isWhole() && !receive(blob, subject)) {
            blob.restart();
            receive(blob, subject);
        }
        if (metadata.sizeBytes && blob.sizeBytes() < *metadata.sizeBytes) {
            throw Error(ErrorCode::Unreadable, "The hub sent only a part of " + subject.text() +
                                                   "; it is kept, and the next try goes on from there");
        }
        blob.commit();
    }

    /// False if the server cannot go on from where the blob ends.
    bool receive(BlobFile& blob, const Subject& subject) {
        const std::uint64_t firstByte = blob.sizeBytes();
        bool isFirst = true;
        const auto receiver = [&](const HttpResponse& response, std::span<const std::uint8_t> bytes) {
            if (std::exchange(isFirst, false)) {
                begin(blob, response, subject);
            }
            blob.add(bytes);
            report(blob.sizeBytes());
        };
        return m_connection.content(subject, firstByte, receiver).status != 416;
    }

    void begin(BlobFile& blob, const HttpResponse& response, const Subject& subject) const {
        if (blob.sizeBytes() == 0 && response.status == 200) {
            return;
        }
        if (response.status == 200) {
            blob.restart(); // a server that knows no ranges sends all
            return;
        }
        const std::string expected = "bytes " + std::to_string(blob.sizeBytes()) + '-';
        if (response.status != 206 || !response.header("content-range").starts_with(expected)) {
            throw Error(ErrorCode::Malformed,
                        "The hub sent another part of " + subject.text() + " than it was asked for");
        }
    }

    void report(std::uint64_t bytesOfFile) {
        const auto now = Clock::now();
        if (bytesOfFile == 0 || now - m_lastReport >= reportInterval) {
            m_lastReport = now;
            m_progress.report(m_stage, static_cast<std::int64_t>(m_doneBytes + bytesOfFile),
                              static_cast<std::int64_t>(m_plan.totalBytes()));
        }
    }

    const Plan& m_plan;
    const Settings& m_settings;
    const std::stop_token& m_stop;
    Progress& m_progress;
    HubConnection m_connection;
    HubCache m_cache;
    std::string m_stage;
    std::uint64_t m_doneBytes = 0; // of files that are whole
    Clock::time_point m_lastReport;
};

} // namespace

std::uint64_t Plan::totalBytes() const {
    std::uint64_t sum = 0;
    for (const PlannedFile& file : files) {
        sum += std::min(file.sizeBytes.value_or(0), mostBytes - sum);
    }
    return sum;
}

std::uint64_t Plan::presentBytes() const {
    std::uint64_t sum = 0;
    for (const PlannedFile& file : files) {
        sum += std::min(file.presentBytes, mostBytes - sum);
    }
    return sum;
}

bool Plan::isInstalled() const {
    std::error_code ignored;
    return std::ranges::all_of(files, [&](const PlannedFile& file) {
        return file.sizeBytes == file.presentBytes && fs::exists(folder / file.name, ignored);
    });
}

Plan plan(const std::string& repository, const std::string& revision, const Settings& settings,
          const std::stop_token& stop) {
    requireRepositoryId(repository);
    requireRevision(revision);
    requireOnline(settings, repository);
    HubConnection connection(settings, stop);
    const RepositoryIndex index = RepositoryIndex::parse(
        connection.modelDescription({.repository = repository, .revision = revision, .file = {}}), repository);
    const HubCache cache(settings.cache, repository);
    Plan plan{.repository = repository,
              .revision = revision,
              .commit = index.commit,
              .licence = index.licence,
              .isGated = index.isGated,
              .files = {},
              .folder = cache.snapshot(index.commit)};
    for (const RepositoryFile& file : neededFiles(index, repository)) {
        PlannedFile planned{
            .name = file.name, .sizeBytes = file.sizeBytes, .contentHash = file.contentHash, .presentBytes = 0};
        if (file.sizeBytes && !file.contentHash.empty()) {
            planned.presentBytes = cache.hasBlob(file.contentHash, file.sizeBytes)
                                       ? *file.sizeBytes
                                       : std::min(*file.sizeBytes, cache.incompleteBytes(file.contentHash));
        }
        plan.files.push_back(std::move(planned));
    }
    return plan;
}

fs::path download(const Plan& plan, const Settings& settings, const std::stop_token& stop, Progress& progress) {
    requireRepositoryId(plan.repository);
    requireRevision(plan.revision);
    requireOnline(settings, plan.repository);
    return Download(plan, settings, stop, progress).run();
}

} // namespace storyscope::hub
