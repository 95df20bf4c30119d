// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hub/hub_errors.h"

#include "core/base/error.h"

#include <algorithm>
#include <cctype>

namespace storyscope::hub {

namespace {

bool isNumber(const std::string& text) {
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

[[noreturn]] void throwRefused(const HttpResponse& response, const Subject& subject, const Settings& settings) {
    const std::string page = settings.endpoint + '/' + subject.repository;
    const bool isGated = response.status == 403 || response.header("x-error-code") == "GatedRepo";
    if (!settings.token.empty()) {
        throw Error(ErrorCode::Unreadable, "The hub does not give " + subject.text() +
                                               " to the owner of this HF_TOKEN: ask for access at " + page);
    }
    if (isGated) {
        throw Error(ErrorCode::Unreadable, "The hub gives " + subject.text() +
                                               " only to people who were granted access: ask for it at " + page +
                                               " and put your access token into HF_TOKEN");
    }
    throw Error(ErrorCode::Unreadable, "The hub does not give " + subject.text() +
                                           " without an access token: it does not exist, is private or needs access "
                                           "that is asked for at " +
                                           page + "; put your token into HF_TOKEN");
}

[[noreturn]] void throwMissing(const HttpResponse& response, const Subject& subject, const Settings& settings) {
    const std::string host = hostOf(settings.endpoint);
    const std::string& code = response.header("x-error-code");
    if (code == "RevisionNotFound") {
        throw Error(ErrorCode::NotFound,
                    subject.repository + " has no revision \"" + subject.revision + "\" at " + host);
    }
    if (subject.file.empty() || code == "RepoNotFound") {
        throw Error(ErrorCode::NotFound,
                    host + " has no model " + subject.repository + " with a revision \"" + subject.revision + '"');
    }
    throw Error(ErrorCode::NotFound, host + " has no file " + subject.text());
}

} // namespace

void throwOffline(const std::string& repository) {
    throw Error(ErrorCode::Unsupported,
                repository + " is not fetched because HF_HUB_OFFLINE forbids it: unset it to download models");
}

void throwForStatus(const HttpResponse& response, const Subject& subject, const Settings& settings) {
    const std::string host = hostOf(response.url);
    if (response.status == 401 || response.status == 403) {
        throwRefused(response, subject, settings);
    }
    if (response.status == 404 || response.status == 410) {
        throwMissing(response, subject, settings);
    }
    if (response.status == 429) {
        const std::string& wait = response.header("retry-after");
        std::string when = "try again later";
        if (!wait.empty() && wait.size() < 40) {
            when = isNumber(wait) ? "try again in " + wait + " seconds" : "try again after " + wait;
        }
        throw Error(ErrorCode::Unreadable,
                    host + " got too many requests and does not send " + subject.text() + " now: " + when);
    }
    const std::string status = "status " + std::to_string(response.status);
    if (response.status >= 500) {
        throw Error(ErrorCode::Unreadable,
                    host + " has trouble and does not send " + subject.text() + " (" + status + "): try again later");
    }
    throw Error(ErrorCode::Unreadable, host + " does not send " + subject.text() + " (" + status + ')');
}

void throwForFailure(const HttpFailure& failure, const std::string& url, const Subject& subject) {
    const std::string host = hostOf(url);
    switch (failure.kind()) {
    case HttpFailure::Kind::NoServer:
        throw Error(ErrorCode::Unreadable, "Cannot reach " + host + " for " + subject.text() +
                                               ": is this computer online? (" + failure.what() + ')');
    case HttpFailure::Kind::Certificate:
        throw Error(ErrorCode::Unreadable, host + " is not trusted to send " + subject.text() +
                                               ": its certificate is not valid (" + failure.what() + ')');
    case HttpFailure::Kind::Cut:
        throw Error(ErrorCode::Unreadable, "The connection to " + host + " was cut while " + subject.text() +
                                               " was fetched; what came is kept, and the next try goes on from there");
    case HttpFailure::Kind::Stalled:
        throw Error(ErrorCode::Unreadable, host + " sent nothing more of " + subject.text() +
                                               " for a while; what came is kept, and the next try goes on from there");
    case HttpFailure::Kind::Other:
        break;
    }
    throw Error(ErrorCode::Unreadable, "Fetching " + subject.text() + " from " + host + " failed: " + failure.what());
}

void throwWebPage(const HttpResponse& response, const Subject& subject) {
    throw Error(ErrorCode::Malformed, hostOf(response.url) + " sent a web page instead of " + subject.text() +
                                          ": does this network want a sign-in first?");
}

} // namespace storyscope::hub
