// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/captioner_tokenizer.h"

#include "core/base/error.h"
#include "core/text/wordpiece_tokenizer.h"

#include <algorithm>
#include <array>
#include <optional>

namespace storyscope::models {

namespace {

constexpr std::array<const char*, 2> addedTokens{"[DEC]", "[ENC]"};

/// BERT's tokenizer with a begin of its own. That and what follows it in the vocabulary is never shown as text.
class BegunTokenizer final : public text::Tokenizer {
public:
    BegunTokenizer(text::WordPieceTokenizer words, std::int64_t beginId)
        : m_words(std::move(words)), m_beginId(beginId) {}

    std::int64_t vocabularySize() const override { return m_words.vocabularySize(); }
    std::int64_t padId() const override { return m_words.padId(); }
    std::int64_t unknownId() const override { return m_words.unknownId(); }
    std::int64_t beginId() const override { return m_beginId; }
    std::int64_t endId() const override { return m_words.endId(); }
    const std::string& token(std::int64_t id) const override { return m_words.token(id); }
    std::vector<text::TokenSpan> encode(std::string_view text) const override { return m_words.encode(text); }

    std::string decode(const std::vector<std::int64_t>& ids, std::vector<text::TokenSpan>* spans) const override {
        std::vector<std::int64_t> shown = ids;
        std::ranges::replace_if(
            shown, [&](std::int64_t id) { return id >= m_beginId; }, m_words.padId());
        std::string text = m_words.decode(shown, spans);
        for (std::size_t i = 0; spans != nullptr && i < ids.size(); ++i) {
            (*spans)[i].id = ids[i];
        }
        return text;
    }

    void save(const std::filesystem::path& folder) const override { m_words.save(folder); }

private:
    text::WordPieceTokenizer m_words;
    std::int64_t m_beginId;
};

std::optional<std::int64_t> beginOf(const StoryConfig& config) {
    const auto decoder = config.parts.find("text_decoder");
    if (decoder == config.parts.end() || !decoder->contains("begin_token_id")) {
        return {};
    }
    return decoder->at("begin_token_id").get<std::int64_t>();
}

text::WordPieceTokenizer withAddedTokens(const text::WordPieceTokenizer& words) {
    std::vector<std::string> tokens;
    for (std::int64_t id = 0; id < words.vocabularySize(); ++id) {
        tokens.push_back(words.token(id));
    }
    tokens.insert(tokens.end(), addedTokens.begin(), addedTokens.end());
    return text::WordPieceTokenizer(std::move(tokens), words.reading());
}

} // namespace

std::unique_ptr<text::Tokenizer> captionerTokenizer(const StoryConfig& config, const std::filesystem::path& folder) {
    const std::optional<std::int64_t> begin = beginOf(config);
    if (!begin) {
        return text::loadTokenizer(folder);
    }
    text::WordPieceTokenizer words = text::WordPieceTokenizer::load(folder);
    const auto added = static_cast<std::int64_t>(addedTokens.size());
    if (*begin == words.vocabularySize() && config.vocabularySize == words.vocabularySize() + added) {
        words = withAddedTokens(words);
    }
    if (*begin >= words.vocabularySize()) {
        throw Error(ErrorCode::Mismatch,
                    "Captions begin with token " + std::to_string(*begin) + ", but the vocabulary has " +
                        std::to_string(words.vocabularySize()) + " tokens",
                    inFile(folder));
    }
    return std::make_unique<BegunTokenizer>(std::move(words), *begin);
}

} // namespace storyscope::models
