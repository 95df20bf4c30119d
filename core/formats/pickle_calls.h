// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/pickle.h"

#include <optional>
#include <string_view>

namespace storyscope::formats {

/// What the allowed globals do when a pickle calls them. Fills a Pickle; throws std::invalid_argument with the reason
/// for arguments that they do not take.
class PickleCalls {
public:
    explicit PickleCalls(Pickle& pickle) : m_pickle(pickle) {}

    /// The place of "module name" among the allowed globals.
    static std::optional<std::int64_t> findGlobal(std::string_view module, std::string_view name);

    /// The result of calling `global` with `arguments`, both in the pickle.
    PickleId call(PickleId global, PickleId arguments);
    /// A storage from its persistent id, ("storage", type, key, location, elements[, view]).
    PickleId storage(PickleId persistentId);
    /// Whether `value`, a dictionary, may be given the attributes `state`; they are ignored.
    bool takesState(PickleId value) const;

    /// A new value. The number of values and of items is limited.
    PickleId add(PickleValue value);
    void addItems(PickleId target, const PickleId* items, std::size_t count);

private:
    const PickleValue& value(PickleId id) const { return m_pickle.at(id); }
    const std::vector<PickleId>& tuple(PickleId id) const;
    std::int64_t count(PickleId id) const;
    std::vector<std::int64_t> counts(PickleId id) const;
    PickleId orderedDictionary(const std::vector<PickleId>& arguments);
    PickleId tensor(const std::vector<PickleId>& arguments);

    Pickle& m_pickle;
    std::size_t m_items = 0;
};

} // namespace storyscope::formats
