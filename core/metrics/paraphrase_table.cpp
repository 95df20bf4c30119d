// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/paraphrase_table.h"

#include "core/base/error.h"
#include "core/formats/text_lines.h"
#include "core/metrics/ngrams.h"

#include <algorithm>
#include <cstdint>

namespace storyscope::metrics {

ParaphraseTable ParaphraseTable::load(const std::filesystem::path& file, const std::stop_token& stop) {
    ParaphraseTable table;
    Phrase phrase;
    std::uint64_t lines = 0;
    const auto visit = [&](const std::string& line, std::uint64_t number) {
        lines = number;
        if (number % 3 == 1) {
            return; // the probability: METEOR 1.5 counts every paraphrase alike
        }
        Phrase words = wordsBetweenSpaces(line);
        if (words.empty()) {
            throw Error(ErrorCode::Malformed, "A paraphrase has no words",
                        {.file = file, .byteOffset = {}, .row = number});
        }
        if (number % 3 == 2) {
            phrase = std::move(words);
        } else {
            table.m_longest = std::max(table.m_longest, phrase.size());
            table.m_paraphrases[joinedBySpaces(phrase)].push_back(std::move(words));
        }
    };
    formats::readTextLines(file, visit, stop);
    if (lines % 3 != 0) {
        throw Error(ErrorCode::Malformed, "The last paraphrase is incomplete",
                    {.file = file, .byteOffset = {}, .row = lines});
    }
    return table;
}

std::vector<ParaphraseTable::Found> ParaphraseTable::foundAt(std::span<const std::string> words) const {
    std::vector<Found> found;
    std::string phrase;
    for (std::size_t length = 1; length <= std::min(m_longest, words.size()); ++length) {
        phrase += (length == 1 ? "" : " ") + words[length - 1];
        const auto entry = m_paraphrases.find(phrase);
        if (entry != m_paraphrases.end()) {
            for (const Phrase& paraphrase : entry->second) {
                found.push_back({.length = length, .paraphrase = &paraphrase});
            }
        }
    }
    return found;
}

} // namespace storyscope::metrics
