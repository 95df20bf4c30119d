// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace storyscope::models {

/// Reads an object of a configuration key by key, with defaults, bounds, and a clear Error{Malformed} that names
/// `place` and the key. The JSON must outlive it.
class JsonObject {
public:
    /// Throws Error{Malformed} unless `json` is an object.
    JsonObject(const nlohmann::json& json, std::string place);

    struct Range {
        double lowest = 0;
        double highest = 1e9;
    };

    std::int64_t integer(const std::string& key, std::int64_t otherwise, const Range& range);
    double number(const std::string& key, double otherwise, const Range& range);
    std::string text(const std::string& key, const std::string& otherwise);
    bool boolean(const std::string& key, bool otherwise);
    std::vector<std::int64_t> integers(const std::string& key, const std::vector<std::int64_t>& otherwise,
                                       const Range& range);
    /// The same; a single number counts as a list of one.
    std::vector<std::int64_t> integersOrOne(const std::string& key, const std::vector<std::int64_t>& otherwise,
                                            const Range& range);
    std::vector<std::string> texts(const std::string& key);
    /// An object; empty if it is absent.
    nlohmann::json object(const std::string& key);

    /// Throws Error{Malformed} if there is a key that nothing above asked for: a misspelt value is never ignored.
    void finish() const;

    const std::string& place() const { return m_place; }

private:
    const nlohmann::json* find(const std::string& key);
    [[noreturn]] void fail(const std::string& key, const std::string& wanted) const;
    double checked(const nlohmann::json& value, const std::string& key, const Range& range) const;

    const nlohmann::json& m_json;
    std::string m_place;
    std::set<std::string> m_asked;
};

/// What numbers of a network's description may be; beyond it they are no network that this program could run.
namespace range {
constexpr JsonObject::Range sizes{1, 16384};    // of a layer, in numbers
constexpr JsonObject::Range counts{1, 128};     // of layers, heads, frames
constexpr JsonObject::Range shares{0, 0.9};     // of what dropout hides
constexpr JsonObject::Range epsilons{1e-15, 1}; // of a normalisation
} // namespace range

} // namespace storyscope::models
