// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/inference/model_shelf.h"

#include <algorithm>
#include <string_view>

namespace storyscope::inference {

namespace {

constexpr std::size_t cardLimitBytes = std::size_t{1} << 18;
constexpr std::string_view blanks = " \t\r\"'";

std::string trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string()
                                           : std::string(text.substr(first, text.find_last_not_of(blanks) + 1 - first));
}

/// Where the line behind the front matter begins; 0 if there is none. Source: huggingface/hub-docs, "Model cards".
std::size_t endOfFrontMatter(std::string_view card) {
    if (!card.starts_with("---\n") && !card.starts_with("---\r\n")) {
        return 0;
    }
    for (std::size_t line = card.find('\n') + 1; line < card.size();) {
        const std::size_t end = std::min(card.find('\n', line), card.size());
        if (trimmed(card.substr(line, end - line)) == "---") {
            return std::min(end + 1, card.size());
        }
        line = end + 1;
    }
    return 0;
}

/// The plain value of a key of the outermost level.
std::string valueOf(std::string_view frontMatter, std::string_view key) {
    for (std::size_t line = 0; line < frontMatter.size();) {
        const std::size_t end = std::min(frontMatter.find('\n', line), frontMatter.size());
        const std::string_view text = frontMatter.substr(line, end - line);
        if (text.starts_with(key) && text.substr(key.size()).starts_with(':')) {
            return trimmed(text.substr(key.size() + 1));
        }
        line = end + 1;
    }
    return {};
}

} // namespace

ModelCard readModelCard(const std::filesystem::path& folder) {
    try {
        const std::string card = readFile(folder / "README.md", cardLimitBytes);
        const std::size_t begin = endOfFrontMatter(card);
        return {.licence = valueOf(std::string_view(card).substr(0, begin), "license"), .text = card.substr(begin)};
    } catch (const Error&) {
        return {};
    }
}

} // namespace storyscope::inference
