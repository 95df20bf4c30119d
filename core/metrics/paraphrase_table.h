// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace storyscope::metrics {

/// Phrases that may stand for each other, in METEOR 1.5's format: three lines an entry (probability, phrase,
/// paraphrase), plain or gzip. No table comes with the program. Immutable after loading; any thread may read it.
class ParaphraseTable {
public:
    using Phrase = std::vector<std::string>;

    /// A phrase that begins at some word, and what may stand for it.
    struct Found {
        std::size_t length = 0; ///< words of the phrase
        const Phrase* paraphrase = nullptr;
    };

    /// Throws Error{NotFound}, Error{Unreadable}, Error{Malformed} with the line, Error{Cancelled}.
    static ParaphraseTable load(const std::filesystem::path& file, const std::stop_token& stop);

    /// All entries whose phrase begins with the first of `words`, shorter phrases first, then in the file's order.
    std::vector<Found> foundAt(std::span<const std::string> words) const;

private:
    std::unordered_map<std::string, std::vector<Phrase>> m_paraphrases; ///< by the phrase's words joined by spaces
    std::size_t m_longest = 0;                                          ///< words of the longest phrase
};

} // namespace storyscope::metrics
