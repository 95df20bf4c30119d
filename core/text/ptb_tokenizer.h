// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace storyscope::text {

/// The tokens of a line as Stanford's PTBTokenizer 3.4.1 writes them with -preserveLines -lowerCase: contractions,
/// marks and currency split off, abbreviations with their dots, brackets as -lrb-, quotes as `` and ''. It covers what
/// captions and stories hold; rare rules (telephone numbers, Asian smileys) are left out. Line ends count as blanks.
/// Sources: Penn Treebank's tokenization; the tokenizer's documented behaviour. Thread-safe.
std::vector<std::string> ptbTokens(std::string_view text);

/// The same without the marks that coco-caption removes before it compares captions.
std::vector<std::string> cocoWords(std::string_view text);

} // namespace storyscope::text
