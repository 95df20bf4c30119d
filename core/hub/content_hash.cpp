// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hub/content_hash.h"

#include "core/base/error.h"
#include "core/hub/hub_names.h"

#include <openssl/evp.h>

#include <array>
#include <string_view>
#include <utility>

namespace storyscope::hub {

namespace {

void throwUnless(bool done) {
    if (!done) {
        throw Error(ErrorCode::Internal, "The hashes of files are not to be had from OpenSSL");
    }
}

} // namespace

struct ContentHash::State {
    struct Deleter {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Deleter> context{EVP_MD_CTX_new()};
};

ContentHash::ContentHash(std::string expected, std::uint64_t sizeBytes) : m_expected(std::move(expected)) {
    const bool isLarge = isSha256(m_expected);
    if (!isLarge && !isGitHash(m_expected)) {
        return;
    }
    m_state = std::make_unique<State>();
    throwUnless(m_state->context &&
                EVP_DigestInit_ex(m_state->context.get(), isLarge ? EVP_sha256() : EVP_sha1(), nullptr) == 1);
    if (!isLarge) {
        const std::string header = "blob " + std::to_string(sizeBytes) + '\0';
        add(std::span(reinterpret_cast<const std::uint8_t*>(header.data()), header.size()));
    }
}

ContentHash::~ContentHash() = default;
ContentHash::ContentHash(ContentHash&&) noexcept = default;
ContentHash& ContentHash::operator=(ContentHash&&) noexcept = default;

void ContentHash::add(std::span<const std::uint8_t> bytes) {
    if (m_state) {
        throwUnless(EVP_DigestUpdate(m_state->context.get(), bytes.data(), bytes.size()) == 1);
    }
}

bool ContentHash::matches() {
    if (!m_state) {
        return true;
    }
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    throwUnless(EVP_DigestFinal_ex(m_state->context.get(), digest.data(), &size) == 1);
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned byte = 0; byte < size; ++byte) {
        text += {digits[digest[byte] >> 4], digits[digest[byte] & 0xFU]};
    }
    return text == m_expected;
}

} // namespace storyscope::hub
