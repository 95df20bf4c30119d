// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace storyscope::text {

/// A character of a word as BERT reads it, and the bytes of the text that it comes from.
struct BertCharacter {
    char32_t code = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

using BertWord = std::vector<BertCharacter>;

enum class BertCase { Lowered, Kept };
enum class BertAccents { Stripped, Kept };
enum class BertIdeographs {
    Split, ///< each is a word of its own
    Kept,
};

/// What happens to a text before it is cut into pieces; by default as for the published "uncased" models.
struct BertReading {
    BertCase letterCase = BertCase::Lowered;
    BertAccents accents = BertAccents::Stripped;
    BertIdeographs ideographs = BertIdeographs::Split;
};

/// Drops control characters and broken bytes, splits on white space, and makes each punctuation mark a word of its own.
/// Thread-safe. Source: BasicTokenizer of the Hugging Face library `transformers`, tokenization_bert.py; letters are
/// lowered one by one, as its BertTokenizer does.
std::vector<BertWord> splitBertWords(std::string_view text, const BertReading& reading);

} // namespace storyscope::text
