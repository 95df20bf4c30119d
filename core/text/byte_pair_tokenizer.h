// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/byte_pair_merges.h"
#include "core/text/tokenizer.h"

#include <array>

namespace storyscope::text {

/// What a BytePairTokenizer is made of.
struct BytePairFiles {
    std::vector<std::string> tokens; ///< by id, as vocab.json spells them
    std::vector<BytePair> merges;    ///< the first one first
    enum class Prefix {
        None,
        Space, ///< every text is read as if it began with a space
    };
    Prefix prefix = Prefix::None;
};

/// GPT-2's tokenizer: words as splitBytePairWords finds them, whose bytes are merged into tokens. Any bytes can be
/// encoded, and decoding gives them back. "<|endoftext|>" in a text stays whole; it is begin, end, padding and unknown.
/// Source: Radford et al. 2019, "Language models are unsupervised multitask learners".
class BytePairTokenizer final : public Tokenizer {
public:
    /// Throws Error{Malformed} if a byte or "<|endoftext|>" has no token, or a merge has a token that is not there: its
    /// row is that of the merge, from 1.
    explicit BytePairTokenizer(BytePairFiles files);

    /// Whether a folder has a tokenizer of this kind: vocab.json and merges.txt, or a tokenizer.json that says so.
    static bool recognises(const std::filesystem::path& folder);
    /// A folder with vocab.json, merges.txt and, if it is there, tokenizer_config.json; or with tokenizer.json alone.
    /// Throws Error naming the file, and the line of merges.txt or the byte of the other.
    static BytePairTokenizer load(const std::filesystem::path& folder);
    /// The bytes of vocab.json and merges.txt; errors name the bare file names.
    static BytePairTokenizer fromBytes(const std::string& vocabulary, const std::string& merges);
    /// The bytes of a tokenizer.json. Throws Error{Malformed}; Error{Unsupported} for another model than a byte-level
    /// BPE that cuts words as GPT-2 does.
    static BytePairTokenizer fromJson(const std::string& bytes);

    std::int64_t vocabularySize() const override { return static_cast<std::int64_t>(m_files.tokens.size()); }
    std::int64_t padId() const override { return m_end; }
    std::int64_t unknownId() const override { return m_end; }
    std::int64_t beginId() const override { return m_end; }
    std::int64_t endId() const override { return m_end; }
    const std::string& token(std::int64_t id) const override;
    std::vector<TokenSpan> encode(std::string_view text) const override;
    /// The bytes as they were encoded, but for those that are no UTF-8, which become U+FFFD. A character that several
    /// tokens make belongs to the one that ends it.
    std::string decode(const std::vector<std::int64_t>& ids, std::vector<TokenSpan>* spans = nullptr) const override;
    void save(const std::filesystem::path& folder) const override;

    BytePairFiles::Prefix prefix() const { return m_files.prefix; }

private:
    void encodePart(std::string_view text, std::size_t offset, std::vector<TokenSpan>& pieces) const;

    BytePairFiles m_files;
    std::vector<std::string> m_bytes;         ///< by id, what it stands for
    std::array<std::int64_t, 256> m_ofByte{}; ///< ids
    BytePairMerges m_merges;
    std::int64_t m_end = 0;
};

} // namespace storyscope::text
