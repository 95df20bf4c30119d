// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hub/http_exchange.h"

#include "core/base/progress.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <exception>
#include <mutex>
#include <string_view>

namespace storyscope::hub {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int pollMilliseconds = 40;
constexpr long receiveBytes = 256 * 1024;
constexpr std::size_t mostHeaders = 200;
constexpr const char* userAgent = "storyscope";

/// libcurl must be set up once per process, before its first use.
void setUpCurl() {
    static std::once_flag done;
    std::call_once(done, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

/// What the callbacks of one exchange share.
struct Running {
    HttpResponse response;
    const BodyReceiver& receiver;
    std::exception_ptr thrown; // libcurl is C: nothing is thrown through it
    Clock::time_point lastByte = Clock::now();
};

std::string trimmedLine(std::string_view line) {
    const std::size_t begin = line.find_first_not_of(" \t\r\n");
    const std::size_t end = line.find_last_not_of(" \t\r\n");
    return begin == std::string_view::npos ? std::string() : std::string(line.substr(begin, end - begin + 1));
}

std::size_t takeHeader(char* bytes, std::size_t size, std::size_t count, void* user) {
    auto& running = *static_cast<Running*>(user);
    const std::string_view line(bytes, size * count);
    running.lastByte = Clock::now();
    if (line.starts_with("HTTP/")) {
        running.response.headers.clear(); // a new answer, after 1xx
    }
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && running.response.headers.size() < mostHeaders) {
        std::string name(line.substr(0, colon));
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
        running.response.headers[name] = trimmedLine(line.substr(colon + 1));
    }
    return line.size();
}

struct Call {
    CURL* easy = nullptr;
    Running* running = nullptr;
};

std::size_t takeBody(char* bytes, std::size_t size, std::size_t count, void* user) {
    const auto& call = *static_cast<Call*>(user);
    Running& running = *call.running;
    running.lastByte = Clock::now();
    long status = 0;
    curl_easy_getinfo(call.easy, CURLINFO_RESPONSE_CODE, &status);
    running.response.status = static_cast<int>(status);
    if (status < 200 || status >= 300) {
        return size * count; // an error's page says nothing that its status does not
    }
    try {
        running.receiver(running.response, std::span(reinterpret_cast<const std::uint8_t*>(bytes), size * count));
        return size * count;
    } catch (...) {
        running.thrown = std::current_exception();
        return size * count + 1; // ends the transfer
    }
}

HttpFailure::Kind kindOf(CURLcode code) {
    switch (code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
        return HttpFailure::Kind::NoServer;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CONNECT_ERROR:
        return HttpFailure::Kind::Certificate;
    case CURLE_OPERATION_TIMEDOUT:
        return HttpFailure::Kind::Stalled;
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return HttpFailure::Kind::Cut;
    default:
        return HttpFailure::Kind::Other;
    }
}

std::string partOf(CURLU* url, CURLUPart part, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, flags) != CURLUE_OK || text == nullptr) {
        return {};
    }
    std::string result(text);
    curl_free(text);
    return result;
}

struct UrlDeleter {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, UrlDeleter>;

Url parsedUrl(const std::string& text) {
    Url url(curl_url());
    return url && curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) == CURLUE_OK ? std::move(url) : nullptr;
}

std::string lowerCase(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

} // namespace

const std::string& HttpResponse::header(const std::string& name) const {
    static const std::string none;
    const auto found = headers.find(name);
    return found == headers.end() ? none : found->second;
}

bool HttpResponse::isRedirect() const {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool HttpResponse::isWebPage() const {
    return lowerCase(header("content-type")).starts_with("text/html");
}

struct HttpExchange::Handles {
    struct EasyDeleter {
        void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
    };
    struct MultiDeleter {
        void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
    };
    std::unique_ptr<CURLM, MultiDeleter> multi{curl_multi_init()}; // outlives easy
    std::unique_ptr<CURL, EasyDeleter> easy{curl_easy_init()};

    void prepare(const HttpRequest& request, curl_slist* headers) const {
        CURL* const handle = easy.get();
        curl_easy_reset(handle);
        curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
        curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(handle, CURLOPT_NOBODY, request.method == HttpRequest::Method::Head ? 1L : 0L);
        curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
        curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
        curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(handle, CURLOPT_USERAGENT, userAgent);
        curl_easy_setopt(handle, CURLOPT_BUFFERSIZE, receiveBytes);
        curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connectSeconds * 1000));
#if LIBCURL_VERSION_NUM >= 0x075500
        curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
        curl_easy_setopt(handle, CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS);
#endif
#if LIBCURL_VERSION_NUM >= 0x075700
        curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L); // a stop does not wait for a slow name server
#endif
    }

    CURLcode result() const {
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
            if (message->msg == CURLMSG_DONE) {
                return message->data.result;
            }
        }
        return CURLE_RECV_ERROR;
    }
};

HttpExchange::HttpExchange() {
    setUpCurl();
    m_handles = std::make_unique<Handles>();
    if (!m_handles->multi || !m_handles->easy) {
        throw std::bad_alloc();
    }
}

HttpExchange::~HttpExchange() = default;

HttpResponse HttpExchange::run(const HttpRequest& request, const BodyReceiver& receiver, const std::stop_token& stop) {
    CURL* const easy = m_handles->easy.get();
    CURLM* const multi = m_handles->multi.get();
    std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(nullptr, curl_slist_free_all);
    for (const std::string& header : request.headers) {
        headers.reset(curl_slist_append(headers.release(), header.c_str()));
    }
    Running running{.response = {}, .receiver = receiver, .thrown = {}};
    running.response.url = request.url;
    Call call{easy, &running};
    m_handles->prepare(request, headers.get());
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, takeHeader);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &running);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, takeBody);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &call);

    curl_multi_add_handle(multi, easy);
    const auto leave = [multi](CURL* handle) { curl_multi_remove_handle(multi, handle); };
    const std::unique_ptr<CURL, decltype(leave)> inMulti(easy, leave);
    const std::chrono::duration<double> patience(request.stallSeconds + request.connectSeconds);
    const std::chrono::duration<double> stall(request.stallSeconds);
    int active = 1;
    while (curl_multi_perform(multi, &active) == CURLM_OK && active > 0) {
        throwIfStopped(stop);
        const bool hasAnswer = !running.response.headers.empty();
        if (Clock::now() - running.lastByte > (hasAnswer ? stall : patience)) {
            throw HttpFailure(HttpFailure::Kind::Stalled, "no byte came for a while");
        }
        curl_multi_poll(multi, nullptr, 0, pollMilliseconds, nullptr);
    }
    throwIfStopped(stop);
    if (running.thrown) {
        std::rethrow_exception(running.thrown);
    }
    if (const CURLcode code = m_handles->result(); code != CURLE_OK) {
        throw HttpFailure(kindOf(code), curl_easy_strerror(code));
    }
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    running.response.status = static_cast<int>(status);
    return running.response;
}

std::string resolvedUrl(const std::string& base, const std::string& location) {
    const Url url = parsedUrl(base);
    if (!url || curl_url_set(url.get(), CURLUPART_URL, location.c_str(), CURLU_URLENCODE) != CURLUE_OK) {
        return {};
    }
    const std::string scheme = lowerCase(partOf(url.get(), CURLUPART_SCHEME));
    return scheme == "http" || scheme == "https" ? partOf(url.get(), CURLUPART_URL) : std::string();
}

std::string originOf(const std::string& url) {
    const Url parsed = parsedUrl(url);
    return parsed ? lowerCase(partOf(parsed.get(), CURLUPART_SCHEME) + "://" + partOf(parsed.get(), CURLUPART_HOST) +
                              ':' + partOf(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT))
                  : std::string();
}

std::string hostOf(const std::string& url) {
    const Url parsed = parsedUrl(url);
    return parsed ? lowerCase(partOf(parsed.get(), CURLUPART_HOST)) : std::string();
}

std::string escapedPath(const std::string& path) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string escaped;
    for (const unsigned char c : path) {
        if (c < 0x80 &&
            (std::isalnum(c) != 0 || std::string_view("-._~/").find(static_cast<char>(c)) != std::string_view::npos)) {
            escaped += static_cast<char>(c);
        } else {
            escaped += {'%', digits[c >> 4], digits[c & 0xFU]};
        }
    }
    return escaped;
}

} // namespace storyscope::hub
