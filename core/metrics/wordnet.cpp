// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/wordnet.h"

#include "core/base/error.h"
#include "core/formats/text_lines.h"
#include "core/metrics/ngrams.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <string_view>

namespace storyscope::metrics {

namespace {

constexpr std::uint32_t placesPerPart = 100'000'000;           ///< eight digits
constexpr std::uint64_t largestFile = std::uint64_t{32} << 20; ///< WordNet 3.0's largest index has 5 MB

struct PartOfSpeech {
    std::string_view name;   ///< of its files
    std::string_view letter; ///< in its index
    std::uint32_t number;
};

constexpr std::array<PartOfSpeech, 4> partsOfSpeech{
    {{"noun", "n", 1}, {"verb", "v", 2}, {"adj", "a", 3}, {"adv", "r", 4}}};

std::filesystem::path indexOf(const std::filesystem::path& folder, const PartOfSpeech& part) {
    return folder / ("index." + std::string(part.name));
}

[[noreturn]] void fail(const std::string& message, const std::filesystem::path& file, std::uint64_t row) {
    throw Error(ErrorCode::Malformed, message, {.file = file, .byteOffset = {}, .row = row});
}

/// Below 10⁸; nothing else than digits.
std::optional<std::uint32_t> numberIn(std::string_view word) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    const bool isNumber = error == std::errc() && end == word.data() + word.size() && number < placesPerPart;
    return isNumber ? std::optional(number) : std::nullopt;
}

/// The offsets at the end of an index entry: lemma, letter, number of synsets, number p of pointers, p pointers, number
/// of senses, number of tagged senses, offsets. Empty if the entry is none.
std::span<const std::string> offsetsOf(const std::vector<std::string>& fields, const PartOfSpeech& part) {
    constexpr std::size_t fixedFields = 6;
    if (fields.size() <= fixedFields || fields[1] != part.letter) {
        return {};
    }
    const auto synsets = numberIn(fields[2]);
    const auto pointers = numberIn(fields[3]);
    if (!synsets || !pointers || fields.size() != fixedFields + *pointers + *synsets) {
        return {};
    }
    return std::span(fields).last(*synsets);
}

/// Gives the words of every line; lines that begin with a space are the licence.
template <typename Visit>
void readEntries(const std::filesystem::path& file, const std::stop_token& stop, const Visit& visit) {
    if (std::error_code error; !std::filesystem::exists(file, error)) {
        throw Error(ErrorCode::NotFound, "A file of the WordNet database is missing", inFile(file));
    }
    std::uint64_t bytes = 0;
    formats::readTextLines(
        file,
        [&](const std::string& line, std::uint64_t row) {
            bytes += line.size() + 1;
            if (bytes > largestFile) {
                fail("The file is larger than 32 MiB: it is no index of a WordNet database", file, row);
            }
            if (!line.starts_with(' ')) {
                visit(wordsBetweenSpaces(line), row);
            }
        },
        stop);
}

void readIndex(const std::filesystem::path& file, const PartOfSpeech& part, WordNetWords& words,
               const std::stop_token& stop) {
    readEntries(file, stop, [&](const std::vector<std::string>& fields, std::uint64_t row) {
        const std::span<const std::string> offsets = offsetsOf(fields, part);
        if (offsets.empty()) {
            fail("This is no entry of a WordNet index of the part of speech \"" + std::string(part.letter) + '"', file,
                 row);
        }
        std::vector<std::uint32_t>& meanings = words.meanings[fields.front()];
        for (const std::string& offset : offsets) {
            const auto place = numberIn(offset);
            if (!place) {
                fail("A synset of a WordNet index is no number of up to eight digits", file, row);
            }
            meanings.push_back(part.number * placesPerPart + *place);
        }
    });
}

void readExceptions(const std::filesystem::path& file, WordNetWords& words, const std::stop_token& stop) {
    readEntries(file, stop, [&](const std::vector<std::string>& fields, std::uint64_t row) {
        if (fields.size() < 2) {
            fail("An exception of WordNet has no base form", file, row);
        }
        std::vector<std::string>& bases = words.bases[fields.front()];
        bases.insert(bases.end(), fields.begin() + 1, fields.end());
    });
}

} // namespace

bool isWordNet(const std::filesystem::path& folder) {
    return std::ranges::any_of(partsOfSpeech, [&](const PartOfSpeech& part) {
        std::error_code error;
        return std::filesystem::exists(indexOf(folder, part), error);
    });
}

WordNetWords readWordNet(const std::filesystem::path& folder, const std::stop_token& stop) {
    WordNetWords words;
    for (const PartOfSpeech& part : partsOfSpeech) {
        readIndex(indexOf(folder, part), part, words, stop);
        readExceptions(folder / (std::string(part.name) + ".exc"), words, stop);
    }
    for (auto& [word, meanings] : words.meanings) {
        std::ranges::sort(meanings);
        const auto repeated = std::ranges::unique(meanings);
        meanings.erase(repeated.begin(), repeated.end());
    }
    return words;
}

} // namespace storyscope::metrics
