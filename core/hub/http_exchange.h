// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::hub {

struct HttpResponse {
    int status = 0;
    std::string url;                            ///< that was asked for
    std::map<std::string, std::string> headers; ///< names in lower case, of the last value of each

    /// Empty if there is none.
    const std::string& header(const std::string& name) const;
    bool isRedirect() const;
    bool isWebPage() const; ///< text/html
};

struct HttpRequest {
    enum class Method { Head, Get };
    Method method = Method::Get;
    std::string url;
    std::vector<std::string> headers; ///< "Name: value"
    double connectSeconds = 15;       ///< until a connection stands
    double stallSeconds = 30;         ///< without a byte
};

/// Why no complete answer came.
class HttpFailure : public std::runtime_error {
public:
    enum class Kind { NoServer, Certificate, Cut, Stalled, Other };
    HttpFailure(Kind kind, const std::string& detail) : std::runtime_error(detail), m_kind(kind) {}
    Kind kind() const { return m_kind; }

private:
    Kind m_kind;
};

/// Gets the body of an answer with status 2xx piece by piece; what it throws ends the exchange and reaches the caller.
using BodyReceiver = std::function<void(const HttpResponse&, std::span<const std::uint8_t>)>;

/// HTTP by libcurl, one exchange after another over kept connections. Redirects are not followed: whoever calls decides
/// what may go to which host. Certificates are verified; only http and https are spoken. One thread at a time.
class HttpExchange {
public:
    HttpExchange();
    ~HttpExchange();
    HttpExchange(const HttpExchange&) = delete;
    HttpExchange& operator=(const HttpExchange&) = delete;

    /// Throws HttpFailure, Error{Cancelled} within 100 ms of a stop, and what `receiver` throws.
    HttpResponse run(const HttpRequest& request, const BodyReceiver& receiver, const std::stop_token& stop);

private:
    struct Handles;
    std::unique_ptr<Handles> m_handles;
};

/// `location` as it is meant by the page at `base`; empty if it is no http(s) address.
std::string resolvedUrl(const std::string& base, const std::string& location);
/// Scheme, host and port, in lower case and with the port written out: "https://huggingface.co:443".
std::string originOf(const std::string& url);
/// The host alone.
std::string hostOf(const std::string& url);
/// With everything but letters, digits, "-._~" and "/" as %XX.
std::string escapedPath(const std::string& path);

} // namespace storyscope::hub
