// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hub/hub_connection.h"

#include "core/base/error.h"
#include "core/hub/hub_errors.h"
#include "core/hub/hub_names.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace storyscope::hub {

namespace {

constexpr int mostRedirects = 10;
constexpr std::size_t longestDescription = std::size_t{16} << 20;

/// W/"abc" and "abc" without what is around abc.
std::string plainEtag(std::string etag) {
    if (etag.starts_with("W/")) {
        etag.erase(0, 2);
    }
    std::erase(etag, '"');
    return etag;
}

std::optional<std::uint64_t> numberOf(const std::string& text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(number)
                                                                                     : std::nullopt;
}

void ignoreBody(const HttpResponse&, std::span<const std::uint8_t>) {}

} // namespace

std::string Subject::text() const {
    return file.empty() ? repository : file + " of " + repository;
}

HubConnection::HubConnection(const Settings& settings, std::stop_token stop)
    : m_settings(settings), m_stop(std::move(stop)) {}

HttpRequest HubConnection::requestOf(HttpRequest::Method method, const std::string& path) const {
    return {.method = method,
            .url = m_settings.endpoint + path,
            .headers = {"Accept-Encoding: identity"},
            .connectSeconds = m_settings.connectSeconds,
            .stallSeconds = m_settings.stallSeconds};
}

std::string HubConnection::resolvePath(const Subject& subject) const {
    std::string revision = escapedPath(subject.revision);
    for (std::size_t at = revision.find('/'); at != std::string::npos; at = revision.find('/', at)) {
        revision.replace(at, 1, "%2F");
    }
    return '/' + escapedPath(subject.repository) + "/resolve/" + revision + '/' + escapedPath(subject.file);
}

HttpResponse HubConnection::exchange(HttpRequest request, const Subject& subject, const BodyReceiver& receiver) {
    if (!m_settings.token.empty() && originOf(request.url) == originOf(m_settings.endpoint)) {
        request.headers.push_back("Authorization: Bearer " + m_settings.token);
    }
    try {
        return m_exchange.run(request, receiver, m_stop);
    } catch (const HttpFailure& failure) {
        throwForFailure(failure, request.url, subject);
    }
}

HttpResponse HubConnection::follow(HttpRequest request, const Subject& subject, const BodyReceiver& receiver) {
    const bool isSafe = request.url.starts_with("https://");
    for (int redirects = 0; redirects <= mostRedirects; ++redirects) {
        HttpResponse response = exchange(request, subject, receiver);
        if (!response.isRedirect()) {
            return response;
        }
        const std::string& location = response.header("location");
        const std::string next = location.empty() ? std::string() : resolvedUrl(request.url, location);
        const bool isElsewhere = originOf(next) != originOf(request.url);
        const bool isDescribed =
            !response.header("x-linked-etag").empty() || (isElsewhere && !response.header("etag").empty());
        if (request.method == HttpRequest::Method::Head && isDescribed) {
            return response; // the hub has said what there is to say; what follows is where the bytes lie
        }
        request.url = next;
        if (request.url.empty() || (isSafe && !request.url.starts_with("https://"))) {
            throw Error(ErrorCode::Malformed,
                        hostOf(response.url) + " refers to an address that is not followed for " + subject.text());
        }
    }
    throw Error(ErrorCode::Malformed, hostOf(m_settings.endpoint) + " refers from one address to the next for " +
                                          subject.text() + " without an end");
}

void HubConnection::requireSuccess(const HttpResponse& response, const Subject& subject) const {
    if (response.status < 200 || response.status >= 300) {
        throwForStatus(response, subject, m_settings);
    }
    if (response.isWebPage() && !subject.file.ends_with(".html")) {
        throwWebPage(response, subject);
    }
}

std::string HubConnection::modelDescription(const Subject& subject) {
    std::string revision = escapedPath(subject.revision);
    for (std::size_t at = revision.find('/'); at != std::string::npos; at = revision.find('/', at)) {
        revision.replace(at, 1, "%2F");
    }
    std::string body;
    const auto receiver = [&](const HttpResponse&, std::span<const std::uint8_t> bytes) {
        if (body.size() + bytes.size() > longestDescription) {
            throw Error(ErrorCode::Malformed,
                        hostOf(m_settings.endpoint) + " sent too long a description of " + subject.text());
        }
        body.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    };
    requireSuccess(follow(requestOf(HttpRequest::Method::Get, "/api/models/" + escapedPath(subject.repository) +
                                                                  "/revision/" + revision + "?blobs=true"),
                          subject, receiver),
                   subject);
    return body;
}

FileMetadata HubConnection::metadata(const Subject& subject) {
    const HttpResponse response =
        follow(requestOf(HttpRequest::Method::Head, resolvePath(subject)), subject, ignoreBody);
    if (!response.isRedirect()) {
        requireSuccess(response, subject);
    }
    const std::string& linked = response.header("x-linked-etag");
    const std::string& linkedSize = response.header("x-linked-size");
    FileMetadata metadata{.commit = response.header("x-repo-commit"),
                          .etag = plainEtag(linked.empty() ? response.header("etag") : linked),
                          .sizeBytes = numberOf(linkedSize)};
    if (linkedSize.empty() && !response.isRedirect()) {
        metadata.sizeBytes = numberOf(response.header("content-length"));
    }
    if (!isSafeEntryName(metadata.commit) || !isSafeEntryName(metadata.etag)) {
        throw Error(ErrorCode::Malformed, hostOf(response.url) + " does not say what " + subject.text() +
                                              " is, as a hub does: is HF_ENDPOINT right?");
    }
    return metadata;
}

HttpResponse HubConnection::content(const Subject& subject, std::uint64_t firstByte, const BodyReceiver& receiver) {
    HttpRequest request = requestOf(HttpRequest::Method::Get, resolvePath(subject));
    if (firstByte > 0) {
        request.headers.push_back("Range: bytes=" + std::to_string(firstByte) + '-');
    }
    const auto checked = [&](const HttpResponse& response, std::span<const std::uint8_t> bytes) {
        requireSuccess(response, subject);
        receiver(response, bytes);
    };
    HttpResponse response = follow(std::move(request), subject, checked);
    if (response.status != 416) {
        requireSuccess(response, subject);
    }
    return response;
}

} // namespace storyscope::hub
