// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace storyscope::test {

struct ServerRequest {
    std::string method;
    std::string path;                           ///< with what is behind "?"
    std::map<std::string, std::string> headers; ///< names in lower case

    std::string header(const std::string& name) const;
};

/// What a server says. Content-Length is that of the whole body however much of it is sent.
struct ServerAnswer {
    int status = 200;
    std::vector<std::string> headers = {}; ///< "Name: value"
    std::string body = {};
    std::optional<std::size_t> cutAfter = {};   ///< so many bytes of the body, then the connection is closed
    std::optional<std::size_t> stallAfter = {}; ///< so many bytes of the body, then nothing until the server goes
    int millisecondsPerChunk = 0;               ///< a pause after each 4 KiB
};

/// A small HTTP server on 127.0.0.1, a thread per connection, one request each.
class TestServer {
public:
    using Handler = std::function<ServerAnswer(const ServerRequest&)>;

    explicit TestServer(Handler handler);
    ~TestServer();
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;

    std::string address() const { return "http://127.0.0.1:" + std::to_string(m_port); }
    std::vector<ServerRequest> requests() const;

private:
    void accept();
    void serve(int connection);
    void send(int connection, const ServerRequest& request, const ServerAnswer& answer) const;

    Handler m_handler;
    int m_socket = -1;
    int m_port = 0;
    std::atomic<bool> m_isEnding = false;
    mutable std::mutex m_mutex; // m_requests
    std::vector<ServerRequest> m_requests;
    std::vector<std::thread> m_connections;
    std::thread m_acceptor;
};

struct HubFile {
    std::string bytes;
    bool isLarge = false; ///< kept elsewhere: redirected to, named by SHA-256
};

/// Answers as the hub does for one repository: descriptions, metadata, redirects to a second server for large files,
/// ranges. `fault` is asked first about every request to either server.
class HubServer {
public:
    using Fault = std::function<std::optional<ServerAnswer>(const ServerRequest&)>;

    HubServer();

    std::string repository = "painter/tiny-captioner";
    std::string commit = "0123456789abcdef0123456789abcdef01234567";
    std::string revision = "main";
    std::string licence = "bsd-3-clause";
    std::string gated = "false"; ///< as JSON
    std::string token;           ///< without which nothing is given but the description; empty: for all
    std::map<std::string, HubFile> files;
    std::vector<std::string> strangeNames; ///< listed besides
    Fault fault;

    std::string address() const { return m_hub.address(); }
    std::string storeAddress() const { return m_store.address(); }
    std::vector<ServerRequest> hubRequests() const { return m_hub.requests(); }
    std::vector<ServerRequest> storeRequests() const { return m_store.requests(); }

    static std::string blobName(const HubFile& file);
    /// The answer to a GET of `bytes`, whole or the range that was asked for.
    static ServerAnswer content(const ServerRequest& request, const std::string& bytes);

private:
    ServerAnswer answerHub(const ServerRequest& request) const;
    ServerAnswer answerStore(const ServerRequest& request) const;
    std::string description() const;

    TestServer m_store;
    TestServer m_hub;
};

} // namespace storyscope::test
