// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace storyscope::text {

/// The text that pieces of words make, and which piece each of its bytes comes from.
class PieceText {
public:
    /// Appends piece number `piece` after a space; one that begins with "##" goes on with the word before it.
    void add(std::string_view spelling, std::size_t piece);
    /// Takes spaces away before marks and contractions. Source: clean_up_tokenization of the Hugging Face library
    /// `transformers`.
    void cleanUp();

    const std::string& text() const { return m_text; }
    /// The bytes of pieces 0…count − 1 as begin and end; those of a piece that was not added are empty.
    std::vector<std::pair<std::size_t, std::size_t>> places(std::size_t count) const;

private:
    /// The part of a pattern that stays where the pattern is found.
    struct Joint {
        std::string_view pattern;
        std::size_t keptBegin = 0;
        std::size_t keptEnd = 0;
    };
    void apply(const Joint& joint);

    std::string m_text;
    std::vector<std::size_t> m_pieces; ///< of each byte; a space belongs to the piece after it
};

} // namespace storyscope::text
