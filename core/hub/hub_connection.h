// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hub/http_exchange.h"
#include "core/hub/hub_settings.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

namespace storyscope::hub {

/// What the hub is asked about, for sentences.
struct Subject {
    std::string repository;
    std::string revision;
    std::string file; ///< empty: the repository as a whole

    std::string text() const; ///< "model.safetensors of owner/name"
};

/// A file as the hub describes it before it is sent. Source: huggingface_hub, get_hf_file_metadata.
struct FileMetadata {
    std::string commit;
    std::string etag; ///< SHA-256 of large files, git's hash of small ones: the blob's name
    std::optional<std::uint64_t> sizeBytes;
};

/// Talks to one hub: follows its redirects, keeps the token to its host, and turns failures into sentences. One thread
/// at a time.
class HubConnection {
public:
    /// `settings` must outlive it.
    HubConnection(const Settings& settings, std::stop_token stop);

    /// GET /api/models/{id}/revision/{revision}?blobs=true, at most 16 MiB. Throws Error.
    std::string modelDescription(const Subject& subject);
    /// HEAD of a file at a commit. Throws Error.
    FileMetadata metadata(const Subject& subject);
    /// GET of a file from `firstByte` on. Only an answer with status 200, 206 or 416 comes back. Throws Error.
    HttpResponse content(const Subject& subject, std::uint64_t firstByte, const BodyReceiver& receiver);

private:
    HttpResponse follow(HttpRequest request, const Subject& subject, const BodyReceiver& receiver);
    HttpResponse exchange(HttpRequest request, const Subject& subject, const BodyReceiver& receiver);
    HttpRequest requestOf(HttpRequest::Method method, const std::string& path) const;
    std::string resolvePath(const Subject& subject) const;
    /// Throws for a status that is no success, and for a web page.
    void requireSuccess(const HttpResponse& response, const Subject& subject) const;

    const Settings& m_settings;
    std::stop_token m_stop;
    HttpExchange m_exchange;
};

} // namespace storyscope::hub
