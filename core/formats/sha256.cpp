// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/sha256.h"

#include "core/base/error.h"

#include <openssl/evp.h>

namespace storyscope::formats {

namespace {

void throwUnless(bool done) {
    if (!done) {
        throw Error(ErrorCode::Internal, "SHA-256 is not to be had from OpenSSL");
    }
}

} // namespace

struct Sha256::State {
    struct Deleter {
        void operator()(EVP_MD_CTX* digest) const { EVP_MD_CTX_free(digest); }
    };
    std::unique_ptr<EVP_MD_CTX, Deleter> context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : m_state(std::make_unique<State>()) {
    throwUnless(m_state->context && EVP_DigestInit_ex(m_state->context.get(), EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256() = default;

void Sha256::add(std::span<const std::uint8_t> bytes) {
    throwUnless(EVP_DigestUpdate(m_state->context.get(), bytes.data(), bytes.size()) == 1);
}

void Sha256::add(std::string_view text) {
    add(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

Sha256Digest Sha256::finish() {
    Sha256Digest digest{};
    throwUnless(EVP_DigestFinal_ex(m_state->context.get(), digest.data(), nullptr) == 1);
    return digest;
}

Sha256Digest sha256(std::span<const std::uint8_t> bytes) {
    Sha256 hash;
    hash.add(bytes);
    return hash.finish();
}

Sha256Digest sha256(std::string_view text) {
    Sha256 hash;
    hash.add(text);
    return hash.finish();
}

std::string hexText(const Sha256Digest& digest) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : digest) {
        text += digits[byte >> 4];
        text += digits[byte & 0xFU];
    }
    return text;
}

} // namespace storyscope::formats
