// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/piece_text.h"

#include <algorithm>
#include <array>

namespace storyscope::text {

void PieceText::add(std::string_view spelling, std::size_t piece) {
    const bool continues = !m_text.empty() && spelling.starts_with("##");
    if (continues) {
        spelling.remove_prefix(2);
    } else if (!m_text.empty()) {
        m_text += ' ';
    }
    m_text += spelling;
    m_pieces.resize(m_text.size(), piece);
}

void PieceText::cleanUp() {
    constexpr std::array<Joint, 10> joints{{{" .", 1, 2},
                                            {" ?", 1, 2},
                                            {" !", 1, 2},
                                            {" ,", 1, 2},
                                            {" ' ", 1, 2},
                                            {" n't", 1, 4},
                                            {" 'm", 1, 3},
                                            {" 's", 1, 3},
                                            {" 've", 1, 4},
                                            {" 're", 1, 4}}};
    std::ranges::for_each(joints, [&](const Joint& joint) { apply(joint); });
}

void PieceText::apply(const Joint& joint) {
    std::string text;
    std::vector<std::size_t> pieces;
    const auto keep = [&](std::size_t begin, std::size_t end) {
        text.append(m_text, begin, end - begin);
        pieces.insert(pieces.end(), m_pieces.begin() + static_cast<std::ptrdiff_t>(begin),
                      m_pieces.begin() + static_cast<std::ptrdiff_t>(end));
    };
    std::size_t position = 0;
    for (std::size_t found = m_text.find(joint.pattern); found != std::string::npos;
         found = m_text.find(joint.pattern, position)) {
        keep(position, found);
        keep(found + joint.keptBegin, found + joint.keptEnd);
        position = found + joint.pattern.size();
    }
    keep(position, m_text.size());
    m_text = std::move(text);
    m_pieces = std::move(pieces);
}

std::vector<std::pair<std::size_t, std::size_t>> PieceText::places(std::size_t count) const {
    std::vector<std::pair<std::size_t, std::size_t>> places(count);
    std::size_t position = 0;
    for (std::size_t piece = 0; piece < count; ++piece) {
        const std::size_t end = static_cast<std::size_t>(
            std::upper_bound(m_pieces.begin() + static_cast<std::ptrdiff_t>(position), m_pieces.end(), piece) -
            m_pieces.begin());
        const std::size_t begin = position < end && m_text[position] == ' ' ? position + 1 : position;
        places[piece] = {begin, std::max(begin, end)};
        position = end;
    }
    return places;
}

} // namespace storyscope::text
