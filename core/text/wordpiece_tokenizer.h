// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/bert_words.h"
#include "core/text/tokenizer.h"

#include <functional>
#include <optional>
#include <unordered_map>

namespace storyscope::text {

/// What a long text loses when it must fit: always from its end.
enum class Truncation {
    LongestFirst, ///< of a pair: a piece at a time of whichever is longer, of the second if they are equal
    OnlyFirst,    ///< nothing at all if that one would be cut to nothing
    OnlySecond,   ///< likewise
};

enum class Padding { None, ToMaximum };

struct AssemblyOptions {
    std::size_t maximumLength = 512; ///< [CLS] and [SEP] counted; only `truncation` can make a text longer
    Truncation truncation = Truncation::LongestFirst;
    Padding padding = Padding::None;
};

/// A text, or a pair of them, as BERT takes it. All three are equally long.
struct AssembledText {
    std::vector<std::int64_t> ids;           ///< [CLS] A [SEP], or [CLS] A [SEP] B [SEP], then [PAD]
    std::vector<std::int64_t> types;         ///< 1 for B and its [SEP]
    std::vector<std::int64_t> attentionMask; ///< 0 for [PAD]
};

/// BERT's tokenizer: words as splitBertWords finds them, each cut into the longest pieces that the vocabulary has,
/// where "##" marks a piece that does not begin a word; a word that cannot be cut so, or has over 100 characters, is
/// [UNK]. Special tokens in a text stay whole. Begin and end are [CLS] and [SEP].
/// Source: the Hugging Face library `transformers`, tokenization_bert.py.
class WordPieceTokenizer final : public Tokenizer {
public:
    /// `tokens` as in vocab.txt; of equal ones the last counts. Throws Error{Malformed} if [PAD], [UNK], [CLS] or [SEP]
    /// is missing, or a token is not UTF-8.
    explicit WordPieceTokenizer(std::vector<std::string> tokens, const BertReading& reading = {});

    /// A folder as the Hugging Face library writes it: vocab.txt and, if it is there, tokenizer_config.json; or
    /// tokenizer.json alone. Or one file: vocab.txt, read as for uncased models, or tokenizer.json. Throws Error naming
    /// the file.
    static WordPieceTokenizer load(const std::filesystem::path& place);
    /// Whether a vocabulary has the special tokens of this kind.
    static bool recognises(const std::vector<std::string>& tokens);
    /// The bytes of a tokenizer.json. Throws Error{Malformed}; Error{Unsupported} for another model than WordPiece.
    static WordPieceTokenizer fromJson(const std::string& bytes);

    std::int64_t vocabularySize() const override { return static_cast<std::int64_t>(m_tokens.size()); }
    std::int64_t padId() const override { return m_pad; }
    std::int64_t unknownId() const override { return m_unknown; }
    std::int64_t beginId() const override { return m_begin; }
    std::int64_t endId() const override { return m_end; }
    std::optional<std::int64_t> maskId() const { return m_mask; } ///< of [MASK]
    const BertReading& reading() const { return m_reading; }
    const std::string& token(std::int64_t id) const override;
    std::vector<TokenSpan> encode(std::string_view text) const override;
    /// With `transformers`' clean-up of spaces; letters stay as the vocabulary has them.
    std::string decode(const std::vector<std::int64_t>& ids, std::vector<TokenSpan>* spans = nullptr) const override;
    void save(const std::filesystem::path& folder) const override;

    /// Throw Error{BadArgument} for a greatest length that has no room for [CLS] and [SEP].
    AssembledText assemble(std::string_view text, const AssemblyOptions& options) const;
    AssembledText assemblePair(std::string_view first, std::string_view second, const AssemblyOptions& options) const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
    };
    using Ids = std::unordered_map<std::string, std::int64_t, Hash, std::equal_to<>>;

    std::int64_t special(const char* name) const;
    bool isSpecial(std::int64_t id) const;
    /// The special token at the beginning of `text`, if there is one.
    std::optional<std::int64_t> specialAt(std::string_view text) const;
    void encodeWord(const BertWord& word, std::size_t offset, std::vector<TokenSpan>& pieces) const;

    std::vector<std::string> m_tokens;
    BertReading m_reading;
    Ids m_first;                    ///< tokens that begin a word
    Ids m_next;                     ///< tokens that go on with one, without "##"
    std::size_t m_longestPiece = 0; ///< bytes
    std::int64_t m_pad = 0;
    std::int64_t m_unknown = 0;
    std::int64_t m_begin = 0;
    std::int64_t m_end = 0;
    std::optional<std::int64_t> m_mask;
};

} // namespace storyscope::text
