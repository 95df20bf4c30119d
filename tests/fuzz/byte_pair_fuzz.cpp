// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/text/byte_pair_bytes.h"
#include "core/text/byte_pair_tokenizer.h"
#include "core/text/vocabulary_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>

using namespace storyscope;
using namespace storyscope::text;
using nlohmann::json;

namespace {

void require(bool promise) {
    if (!promise) {
        std::abort();
    }
}

/// A vocabulary that has every byte and what well-formed lines of `merges` make.
std::string completed(const std::string& merges) {
    std::set<std::string> more;
    try {
        for (const auto& [left, right] : bytePairsOf(merges).pairs) {
            more.insert({left, right, left + right});
        }
    } catch (const Error&) {
        more.clear();
    }
    json vocabulary = json::object();
    const auto add = [&](const std::string& token) {
        if (!vocabulary.contains(token)) {
            const std::size_t id = vocabulary.size();
            vocabulary[token] = id;
        }
    };
    for (int byte = 0; byte < 256; ++byte) {
        add(byteSymbol(static_cast<unsigned char>(byte)));
    }
    add("<|endoftext|>");
    std::ranges::for_each(more, add);
    return vocabulary.dump(-1, ' ', false, json::error_handler_t::replace);
}

enum class Kind { Whole, Parts, Completed };

std::optional<BytePairTokenizer> tokenizerOf(Kind kind, const std::string& first, const std::string& second) {
    try {
        switch (kind) {
        case Kind::Whole:
            return BytePairTokenizer::fromJson(first);
        case Kind::Parts:
            return BytePairTokenizer::fromBytes(first, second);
        case Kind::Completed:
            break;
        }
        return BytePairTokenizer::fromBytes(completed(second), second);
    } catch (const Error&) {
        return {};
    }
}

void checkText(const BytePairTokenizer& tokenizer, const std::string& text) {
    std::vector<std::int64_t> ids;
    std::size_t done = 0;
    for (const TokenSpan& piece : tokenizer.encode(text)) {
        require(piece.id >= 0 && piece.id < tokenizer.vocabularySize());
        require(piece.begin == done && piece.begin <= piece.end && piece.end <= text.size());
        done = piece.end;
        ids.push_back(piece.id);
    }
    require(done == text.size());
    std::vector<TokenSpan> spans;
    const std::string written = tokenizer.decode(ids, &spans);
    require(spans.size() == ids.size());
    std::size_t place = 0;
    for (const TokenSpan& span : spans) {
        require(span.begin == place && span.begin <= span.end);
        place = span.end;
    }
    require(place == written.size());
    require(tokenizer.decode(ids) == written);
}

} // namespace

/// A first byte that chooses between a tokenizer.json, a vocab.json and a merges.txt, and a merges.txt to which the
/// vocabulary is made; then two files and a text with zero bytes between them. Whatever they are, the pieces make up
/// the whole text, their ids lie in the vocabulary, and the written text can be looked up again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string input(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t firstEnd = std::min(input.find('\0'), input.size());
    const std::size_t secondBegin = std::min(firstEnd + 1, input.size());
    const std::size_t secondEnd = std::min(input.find('\0', secondBegin), input.size());
    const auto kind = static_cast<Kind>(data[0] % 3);
    if (const auto tokenizer =
            tokenizerOf(kind, input.substr(0, firstEnd), input.substr(secondBegin, secondEnd - secondBegin))) {
        checkText(*tokenizer, input.substr(std::min(secondEnd + 1, input.size())));
    }
    return 0;
}
