// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace storyscope::formats {

/// Puts one JSON value together from the events of a parser. One thread at a time.
class JsonElementBuilder {
public:
    void key(std::string&& name) { m_keys.back() = std::move(name); }
    void value(nlohmann::json&& scalar) { add(std::move(scalar)); }
    void open(nlohmann::json&& container) {
        m_open.push_back(add(std::move(container)));
        m_keys.emplace_back();
    }
    void close() {
        m_open.pop_back();
        m_keys.pop_back();
    }
    /// The finished value; the builder is empty after it.
    nlohmann::json take() { return std::exchange(m_element, nlohmann::json()); }

private:
    nlohmann::json* add(nlohmann::json&& added) {
        if (m_open.empty()) {
            m_element = std::move(added);
            return &m_element;
        }
        nlohmann::json& parent = *m_open.back();
        if (parent.is_array()) {
            return &parent.emplace_back(std::move(added));
        }
        nlohmann::json& member = parent[m_keys.back()];
        member = std::move(added);
        return &member;
    }

    nlohmann::json m_element;
    std::vector<nlohmann::json*> m_open; ///< from the outermost to the innermost container
    std::vector<std::string> m_keys;     ///< the last key of each
};

} // namespace storyscope::formats
