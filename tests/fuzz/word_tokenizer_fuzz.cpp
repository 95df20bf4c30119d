// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/word_tokenizer.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace storyscope::text;

/// A vocabulary learned from any bytes knows all their words, and what it writes reads as the same words.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto tokenizer = WordTokenizer::train({text}, size + 4);
    std::vector<std::int64_t> ids;
    std::size_t last = 0;
    for (const TokenSpan& span : tokenizer.encode(text)) {
        if (span.id < 4 || span.begin < last || span.end <= span.begin || span.end > size) {
            std::abort();
        }
        ids.push_back(span.id);
        last = span.end;
    }
    std::vector<TokenSpan> spans;
    const std::string written = tokenizer.decode(ids, &spans);
    if (spans.size() != ids.size() || (!spans.empty() && spans.back().end != written.size())) {
        std::abort();
    }
    return 0;
}
