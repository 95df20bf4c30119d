// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/pickle_stack.h"

#include <stdexcept>

namespace storyscope::formats {

namespace {

constexpr std::size_t maximumMemo = 1'000'000;
constexpr std::size_t maximumMarks = 10'000;

} // namespace

PickleId PickleStack::pop() {
    const PickleId id = top();
    m_values.pop_back();
    return id;
}

PickleId PickleStack::top() const {
    const std::size_t bottom = m_marks.empty() ? 0 : m_marks.back();
    if (m_values.size() <= bottom) {
        throw std::invalid_argument("it uses a value that is not there");
    }
    return m_values.back();
}

void PickleStack::mark() {
    if (m_marks.size() >= maximumMarks) {
        throw std::invalid_argument("it is nested too deeply");
    }
    m_marks.push_back(m_values.size());
}

std::vector<PickleId> PickleStack::popToMark() {
    if (m_marks.empty()) {
        throw std::invalid_argument("it uses a mark that is not there");
    }
    const auto begin = m_values.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<PickleId> items(begin, m_values.end());
    m_values.erase(begin, m_values.end());
    m_marks.pop_back();
    return items;
}

void PickleStack::remember(std::uint64_t slot) {
    if (m_memo.size() >= maximumMemo) {
        throw std::invalid_argument("it remembers too many values");
    }
    m_memo[slot] = top();
}

void PickleStack::recall(std::uint64_t slot) {
    const auto found = m_memo.find(slot);
    if (found == m_memo.end()) {
        throw std::invalid_argument("it recalls a value that it did not remember");
    }
    push(found->second);
}

} // namespace storyscope::formats
