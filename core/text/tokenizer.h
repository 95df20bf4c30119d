// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace storyscope::text {

/// Where a token came from in the text that was encoded.
struct TokenSpan {
    std::int64_t id = 0;
    std::size_t begin = 0; ///< byte offset
    std::size_t end = 0;
};

/// Turns text into token ids and back. Immutable and thread-safe.
class Tokenizer {
public:
    virtual ~Tokenizer() = default;

    virtual std::int64_t vocabularySize() const = 0;
    virtual std::int64_t padId() const = 0;
    virtual std::int64_t unknownId() const = 0;
    virtual std::int64_t beginId() const = 0;
    virtual std::int64_t endId() const = 0;
    /// The token as the vocabulary spells it. Throws Error{BadArgument} for an id out of range.
    virtual const std::string& token(std::int64_t id) const = 0;

    /// Ids of the text with their places, without begin and end.
    virtual std::vector<TokenSpan> encode(std::string_view text) const = 0;
    /// Readable text: special tokens dropped, spaces and punctuation as a person writes them. `spans`, if given,
    /// receives for each id its place in the returned text.
    virtual std::string decode(const std::vector<std::int64_t>& ids, std::vector<TokenSpan>* spans = nullptr) const = 0;

    /// Writes the files that loadTokenizer reads into `folder`.
    virtual void save(const std::filesystem::path& folder) const = 0;
};

/// The tokenizer of a model folder: of which kind it is, its files tell (vocab.txt by its special tokens, vocab.json
/// and merges.txt, or tokenizer.json). Throws Error.
std::unique_ptr<Tokenizer> loadTokenizer(const std::filesystem::path& folder);

} // namespace storyscope::text
