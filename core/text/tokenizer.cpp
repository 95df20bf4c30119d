// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer.h"

#include "core/base/error.h"
#include "core/text/word_tokenizer.h"

namespace storyscope::text {

std::unique_ptr<Tokenizer> loadTokenizer(const std::filesystem::path& folder) {
    const auto vocabulary = folder / "vocab.txt";
    if (!std::filesystem::exists(vocabulary)) {
        throw Error(ErrorCode::NotFound, "The model folder has no vocabulary, vocab.txt",
                    {.file = folder, .byteOffset = {}, .row = {}});
    }
    return std::make_unique<WordTokenizer>(WordTokenizer::load(vocabulary));
}

} // namespace storyscope::text
