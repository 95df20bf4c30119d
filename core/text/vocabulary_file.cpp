// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/vocabulary_file.h"

#include "core/base/atomic_file.h"

#include <algorithm>

namespace storyscope::text {

namespace {

constexpr std::size_t maximumVocabularyBytes = std::size_t{64} << 20;

} // namespace

std::vector<std::string> vocabularyLines(std::string_view text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const bool hasReturn = end > begin && text[end - 1] == '\r';
        lines.emplace_back(text.substr(begin, end - begin - (hasReturn ? 1 : 0)));
        begin = end + 1;
    }
    return lines;
}

std::vector<std::string> readVocabulary(const std::filesystem::path& file) {
    return vocabularyLines(readFile(file, maximumVocabularyBytes));
}

std::filesystem::path vocabularyIn(const std::filesystem::path& folder) {
    for (const char* const name : {vocabularyName, "vocab.json", "tokenizer.json"}) {
        if (std::filesystem::exists(folder / name)) {
            return folder / name;
        }
    }
    return folder / vocabularyName;
}

void writeVocabulary(const std::filesystem::path& folder, const std::vector<std::string>& tokens) {
    std::string lines;
    for (const std::string& token : tokens) {
        lines += token + '\n';
    }
    writeFileAtomically(folder / vocabularyName, lines);
}

void failAtToken(const std::string& message, std::size_t index) {
    throw Error(ErrorCode::Malformed, message, {.file = {}, .byteOffset = {}, .row = index + 1});
}

const std::string& tokenAt(const std::vector<std::string>& tokens, std::int64_t id) {
    if (id < 0 || id >= static_cast<std::int64_t>(tokens.size())) {
        throw Error(ErrorCode::BadArgument, "The vocabulary has no token " + std::to_string(id));
    }
    return tokens[static_cast<std::size_t>(id)];
}

} // namespace storyscope::text
