// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hub/hub_settings.h"

#include "core/base/error.h"
#include "core/base/paths.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace storyscope::hub {

namespace {

std::string environment(const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

std::string trimmed(const std::string& text) {
    const auto isBlank = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
    const auto begin = std::find_if_not(text.begin(), text.end(), isBlank);
    const auto end = std::find_if_not(text.rbegin(), std::make_reverse_iterator(begin), isBlank).base();
    return {begin, end};
}

bool isTrue(std::string value) {
    std::ranges::transform(value, value.begin(), [](unsigned char c) { return std::toupper(c); });
    return value == "1" || value == "ON" || value == "YES" || value == "TRUE";
}

std::string checkedEndpoint(std::string endpoint) {
    while (endpoint.ends_with('/')) {
        endpoint.pop_back();
    }
    if (!endpoint.starts_with("https://") && !endpoint.starts_with("http://")) {
        throw Error(ErrorCode::BadArgument,
                    "HF_ENDPOINT must be an address that begins with https:// or http://, and is \"" + endpoint + '"');
    }
    return endpoint;
}

std::string checkedToken(const std::string& token) {
    if (!std::ranges::all_of(token, [](unsigned char c) { return c > ' ' && c < 0x7F; })) {
        throw Error(ErrorCode::BadArgument, "HF_TOKEN is not a token: it has blanks or unusual characters");
    }
    return token;
}

} // namespace

Settings Settings::fromEnvironment() {
    Settings settings;
    if (const std::string endpoint = trimmed(environment("HF_ENDPOINT")); !endpoint.empty()) {
        settings.endpoint = checkedEndpoint(endpoint);
    }
    settings.token = checkedToken(trimmed(environment("HF_TOKEN")));
    settings.cache = huggingFaceCachePath();
    if (isTrue(environment("HF_HUB_OFFLINE")) || isTrue(environment("TRANSFORMERS_OFFLINE"))) {
        settings.network = Network::Forbidden;
    }
    return settings;
}

} // namespace storyscope::hub
