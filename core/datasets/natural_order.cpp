// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/natural_order.h"

#include <string_view>

namespace storyscope::datasets {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// The digits from `at` on without leading zeros; moves `at` behind them.
std::string_view takeNumber(const std::string& text, std::size_t& at) {
    while (at < text.size() && text[at] == '0') {
        ++at;
    }
    const std::size_t begin = at;
    while (at < text.size() && isDigit(text[at])) {
        ++at;
    }
    return std::string_view(text).substr(begin, at - begin);
}

} // namespace

bool naturalLess(const std::string& a, const std::string& b) {
    std::size_t i = 0;
    std::size_t k = 0;
    while (i < a.size() && k < b.size()) {
        if (isDigit(a[i]) && isDigit(b[k])) {
            const std::string_view first = takeNumber(a, i);
            const std::string_view second = takeNumber(b, k);
            if (first != second) {
                return first.size() != second.size() ? first.size() < second.size() : first < second;
            }
        } else if (a[i] != b[k]) {
            return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[k]);
        } else {
            ++i;
            ++k;
        }
    }
    const std::size_t restA = a.size() - i;
    const std::size_t restB = b.size() - k;
    return restA != restB ? restA < restB : a < b;
}

} // namespace storyscope::datasets
