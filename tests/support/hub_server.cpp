// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/hub_server.h"

#include <QCryptographicHash>

#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <chrono>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace storyscope::test {

namespace {

constexpr std::size_t chunkBytes = 4096;
constexpr int pollMilliseconds = 20;

std::string readHead(int connection, const std::atomic<bool>& isEnding) {
    std::string head;
    while (head.find("\r\n\r\n") == std::string::npos && !isEnding) {
        pollfd waiting{connection, POLLIN, 0};
        if (::poll(&waiting, 1, pollMilliseconds) <= 0) {
            continue;
        }
        char bytes[4096];
        const ssize_t count = ::recv(connection, bytes, sizeof bytes, 0);
        if (count <= 0) {
            return {};
        }
        head.append(bytes, static_cast<std::size_t>(count));
    }
    return head;
}

ServerRequest parsed(const std::string& head) {
    ServerRequest request;
    std::size_t at = head.find("\r\n");
    const std::string first = head.substr(0, at);
    request.method = first.substr(0, first.find(' '));
    request.path = first.substr(request.method.size() + 1);
    request.path.erase(request.path.find(' '));
    for (at += 2; at < head.size();) {
        const std::size_t end = head.find("\r\n", at);
        const std::string line = head.substr(at, end - at);
        if (const std::size_t colon = line.find(": "); colon != std::string::npos) {
            std::string name = line.substr(0, colon);
            std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
            request.headers[name] = line.substr(colon + 2);
        }
        at = end + 2;
    }
    return request;
}

void sendAll(int connection, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) {
            return;
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::string hexHash(const std::string& bytes, QCryptographicHash::Algorithm algorithm) {
    return QCryptographicHash::hash(QByteArray::fromStdString(bytes), algorithm).toHex().toStdString();
}

} // namespace

std::string ServerRequest::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

TestServer::TestServer(Handler handler) : m_handler(std::move(handler)) {
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_socket, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(m_socket, 16) != 0 ||
        ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error("no server on 127.0.0.1");
    }
    m_port = ntohs(address.sin_port);
    m_acceptor = std::thread([this] { accept(); });
}

TestServer::~TestServer() {
    m_isEnding = true;
    m_acceptor.join();
    for (std::thread& connection : m_connections) {
        connection.join();
    }
    ::close(m_socket);
}

std::vector<ServerRequest> TestServer::requests() const {
    const std::scoped_lock lock(m_mutex);
    return m_requests;
}

void TestServer::accept() {
    while (!m_isEnding) {
        pollfd waiting{m_socket, POLLIN, 0};
        if (::poll(&waiting, 1, pollMilliseconds) > 0) {
            const int connection = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
            m_connections.emplace_back([this, connection] { serve(connection); });
        }
    }
}

void TestServer::serve(int connection) {
    if (const std::string head = readHead(connection, m_isEnding); head.find("\r\n\r\n") != std::string::npos) {
        const ServerRequest request = parsed(head);
        {
            const std::scoped_lock lock(m_mutex);
            m_requests.push_back(request);
        }
        send(connection, request, m_handler(request));
    }
    ::shutdown(connection, SHUT_RDWR);
    ::close(connection);
}

void TestServer::send(int connection, const ServerRequest& request, const ServerAnswer& answer) const {
    std::string head = "HTTP/1.1 " + std::to_string(answer.status) + " Answer\r\nConnection: close\r\n";
    bool hasLength = false;
    for (const std::string& header : answer.headers) {
        head += header + "\r\n";
        hasLength = hasLength || header.starts_with("Content-Length");
    }
    if (!hasLength) {
        head += "Content-Length: " + std::to_string(answer.body.size()) + "\r\n";
    }
    sendAll(connection, head + "\r\n");
    if (request.method == "HEAD") {
        return;
    }
    const std::size_t end = std::min({answer.body.size(), answer.cutAfter.value_or(answer.body.size()),
                                      answer.stallAfter.value_or(answer.body.size())});
    const std::size_t step = answer.millisecondsPerChunk > 0 ? chunkBytes : answer.body.size() + 1;
    for (std::size_t at = 0; at < end && !m_isEnding; at += step) {
        sendAll(connection, std::string_view(answer.body).substr(at, std::min(step, end - at)));
        std::this_thread::sleep_for(std::chrono::milliseconds(answer.millisecondsPerChunk));
    }
    while (answer.stallAfter && !m_isEnding) {
        std::this_thread::sleep_for(std::chrono::milliseconds(pollMilliseconds));
    }
}

HubServer::HubServer()
    : m_store([this](const ServerRequest& request) { return answerStore(request); }),
      m_hub([this](const ServerRequest& request) { return answerHub(request); }) {}

std::string HubServer::blobName(const HubFile& file) {
    return file.isLarge
               ? hexHash(file.bytes, QCryptographicHash::Sha256)
               : hexHash("blob " + std::to_string(file.bytes.size()) + '\0' + file.bytes, QCryptographicHash::Sha1);
}

ServerAnswer HubServer::content(const ServerRequest& request, const std::string& bytes) {
    const std::string range = request.header("range");
    if (range.empty()) {
        return {.headers = {"Content-Type: application/octet-stream"}, .body = bytes};
    }
    const std::size_t first = std::stoull(range.substr(std::string("bytes=").size()));
    if (first >= bytes.size()) {
        return {.status = 416, .headers = {"Content-Range: bytes */" + std::to_string(bytes.size())}, .body = {}};
    }
    return {.status = 206,
            .headers = {"Content-Range: bytes " + std::to_string(first) + '-' + std::to_string(bytes.size() - 1) + '/' +
                        std::to_string(bytes.size())},
            .body = bytes.substr(first)};
}

std::string HubServer::description() const {
    std::string siblings;
    for (const auto& [name, file] : files) {
        const std::string size = std::to_string(file.bytes.size());
        siblings += siblings.empty() ? "" : ",";
        siblings += "{\"rfilename\":\"" + name + "\",\"size\":" + size;
        siblings += file.isLarge ? ",\"blobId\":\"" + std::string(40, 'e') + "\",\"lfs\":{\"sha256\":\"" +
                                       blobName(file) + "\",\"size\":" + size + ",\"pointerSize\":135}}"
                                 : ",\"blobId\":\"" + blobName(file) + "\"}";
    }
    for (const std::string& name : strangeNames) {
        siblings += ",{\"rfilename\":\"" + name + "\",\"size\":1}";
    }
    return "{\"id\":\"" + repository + "\",\"sha\":\"" + commit + "\",\"gated\":" + gated +
           ",\"tags\":[\"transformers\",\"license:" + licence + "\"],\"siblings\":[" + siblings + "]}";
}

ServerAnswer HubServer::answerHub(const ServerRequest& request) const {
    if (fault) {
        if (auto answer = fault(request)) {
            return *answer;
        }
    }
    if (request.path == "/api/models/" + repository + "/revision/" + revision + "?blobs=true") {
        return {.headers = {"Content-Type: application/json; charset=utf-8"}, .body = description()};
    }
    const std::string beginning = '/' + repository + "/resolve/" + commit + '/';
    const auto found =
        request.path.starts_with(beginning) ? files.find(request.path.substr(beginning.size())) : files.end();
    if (found == files.end()) {
        const bool isRepository = request.path.find(repository) != std::string::npos;
        return {.status = 404,
                .headers = {std::string("X-Error-Code: ") + (isRepository ? "EntryNotFound" : "RepoNotFound")},
                .body = "Not found"};
    }
    if (!token.empty() && request.header("authorization") != "Bearer " + token) {
        return {.status = 401, .headers = {"X-Error-Code: GatedRepo"}, .body = "Access is restricted"};
    }
    const HubFile& file = found->second;
    const std::string size = std::to_string(file.bytes.size());
    if (file.isLarge) {
        return {.status = 302,
                .headers = {"X-Repo-Commit: " + commit, "X-Linked-Size: " + size,
                            "X-Linked-Etag: \"" + blobName(file) + '"', "ETag: \"of-the-pointer\"",
                            "Location: " + m_store.address() + "/store/" + found->first},
                .body = "Found. Redirecting"};
    }
    ServerAnswer answer = content(request, file.bytes);
    answer.headers.insert(answer.headers.end(), {"X-Repo-Commit: " + commit, "ETag: \"" + blobName(file) + '"'});
    return answer;
}

ServerAnswer HubServer::answerStore(const ServerRequest& request) const {
    if (fault) {
        if (auto answer = fault(request)) {
            return *answer;
        }
    }
    const std::string beginning = "/store/";
    const auto found =
        request.path.starts_with(beginning) ? files.find(request.path.substr(beginning.size())) : files.end();
    return found == files.end() ? ServerAnswer{.status = 404, .body = "Not found"}
                                : content(request, found->second.bytes);
}

} // namespace storyscope::test
