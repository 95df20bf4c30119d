// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::text {

/// The file that every kind of tokenizer here keeps its tokens in: a token per line, id = line − 1.
inline constexpr const char* vocabularyName = "vocab.txt";

/// The lines of a vocabulary; a carriage return before a line's end is no part of it.
std::vector<std::string> vocabularyLines(std::string_view text);
/// Throws Error naming the file, also if it is larger than any vocabulary.
std::vector<std::string> readVocabulary(const std::filesystem::path& file);
/// Where a tokenizer's folder keeps its tokens: vocab.txt, vocab.json or tokenizer.json, the first that there is;
/// vocab.txt where there is none.
std::filesystem::path vocabularyIn(const std::filesystem::path& folder);
/// Writes vocab.txt into `folder`. Atomic.
void writeVocabulary(const std::filesystem::path& folder, const std::vector<std::string>& tokens);

/// Throws Error{Malformed} that names the line of token `index`.
[[noreturn]] void failAtToken(const std::string& message, std::size_t index);

/// `token` of a vocabulary. Throws Error{BadArgument} for an id out of range.
const std::string& tokenAt(const std::vector<std::string>& tokens, std::int64_t id);

/// What `make` returns; its errors name `file`.
template <typename Make>
auto fromFile(const std::filesystem::path& file, Make make) {
    try {
        return make();
    } catch (const Error& error) {
        throw Error(error.code(), error.message(),
                    {.file = file, .byteOffset = error.place().byteOffset, .row = error.place().row});
    }
}

} // namespace storyscope::text
