// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/pickle_calls.h"

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>

namespace storyscope::formats {

namespace {

constexpr std::size_t maximumValues = 2'000'000;
constexpr std::size_t maximumItems = 4'000'000;
constexpr std::size_t maximumTensors = 100'000;
constexpr std::size_t maximumRank = 16;
constexpr std::size_t longestKey = 256;

enum class Role { OrderedDictionary, Tensor, Parameter, Size, StorageType };

struct AllowedGlobal {
    std::string_view module;
    std::string_view name;
    Role role;
    TensorType type = TensorType::F32; // of a storage
};

constexpr std::array allowedGlobals{
    AllowedGlobal{"collections", "OrderedDict", Role::OrderedDictionary},
    AllowedGlobal{"torch._utils", "_rebuild_tensor_v2", Role::Tensor},
    AllowedGlobal{"torch._utils", "_rebuild_parameter", Role::Parameter},
    AllowedGlobal{"torch", "Size", Role::Size},
    AllowedGlobal{"torch", "DoubleStorage", Role::StorageType, TensorType::F64},
    AllowedGlobal{"torch", "FloatStorage", Role::StorageType, TensorType::F32},
    AllowedGlobal{"torch", "HalfStorage", Role::StorageType, TensorType::F16},
    AllowedGlobal{"torch", "BFloat16Storage", Role::StorageType, TensorType::BF16},
    AllowedGlobal{"torch", "LongStorage", Role::StorageType, TensorType::I64},
    AllowedGlobal{"torch", "IntStorage", Role::StorageType, TensorType::I32},
    AllowedGlobal{"torch", "ShortStorage", Role::StorageType, TensorType::I16},
    AllowedGlobal{"torch", "CharStorage", Role::StorageType, TensorType::I8},
    AllowedGlobal{"torch", "ByteStorage", Role::StorageType, TensorType::U8},
    AllowedGlobal{"torch", "BoolStorage", Role::StorageType, TensorType::Bool},
};

[[noreturn]] void refuse(const char* reason) {
    throw std::invalid_argument(reason);
}

void require(bool condition, const char* reason) {
    if (!condition) {
        refuse(reason);
    }
}

/// Whether all elements of a tensor are among the first `available` ones after its offset.
bool fits(const PickledTensor& tensor, std::int64_t available) {
    if (std::ranges::find(tensor.shape, 0) != tensor.shape.end()) {
        return tensor.offset <= available;
    }
    std::int64_t last = tensor.offset;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        std::int64_t span = 0;
        if (__builtin_mul_overflow(tensor.shape[i] - 1, tensor.strides[i], &span) ||
            __builtin_add_overflow(last, span, &last)) {
            return false;
        }
    }
    return last < available;
}

} // namespace

std::optional<std::int64_t> PickleCalls::findGlobal(std::string_view module, std::string_view name) {
    const auto* const found = std::ranges::find_if(
        allowedGlobals, [&](const AllowedGlobal& known) { return known.module == module && known.name == name; });
    return found == allowedGlobals.end() ? std::nullopt : std::optional(found - allowedGlobals.begin());
}

PickleId PickleCalls::add(PickleValue value) {
    require(m_pickle.values.size() < maximumValues, "it has too many values");
    m_pickle.values.push_back(std::move(value));
    return static_cast<PickleId>(m_pickle.values.size() - 1);
}

void PickleCalls::addItems(PickleId target, const PickleId* items, std::size_t count) {
    m_items += count;
    require(m_items <= maximumItems, "it has too many items");
    auto& list = m_pickle.values[target].items;
    list.insert(list.end(), items, items + count);
}

const std::vector<PickleId>& PickleCalls::tuple(PickleId id) const {
    require(value(id).kind == PickleKind::Tuple, "something else where a tuple belongs");
    return value(id).items;
}

std::int64_t PickleCalls::count(PickleId id) const {
    require(value(id).kind == PickleKind::Integer && value(id).integer >= 0, "a count that is no count");
    return value(id).integer;
}

std::vector<std::int64_t> PickleCalls::counts(PickleId id) const {
    std::vector<std::int64_t> result;
    require(tuple(id).size() <= maximumRank, "a tensor with too many dimensions");
    for (const PickleId item : tuple(id)) {
        result.push_back(count(item));
    }
    return result;
}

PickleId PickleCalls::call(PickleId global, PickleId arguments) {
    require(value(global).kind == PickleKind::Global, "a call of something that cannot be called");
    const std::vector<PickleId>& given = tuple(arguments);
    switch (allowedGlobals.at(static_cast<std::size_t>(value(global).integer)).role) {
    case Role::OrderedDictionary:
        return orderedDictionary(given);
    case Role::Tensor:
        return tensor(given);
    case Role::Parameter:
        require(given.size() == 3 && value(given[0]).kind == PickleKind::Tensor, "a parameter that is no tensor");
        return given[0];
    case Role::Size:
        require(given.size() == 1, "a size that is no tuple");
        tuple(given[0]);
        return given[0];
    case Role::StorageType:
        break;
    }
    refuse("a call of a storage");
}

PickleId PickleCalls::orderedDictionary(const std::vector<PickleId>& arguments) {
    const std::vector<PickleId> given = arguments; // add() moves values
    const PickleId result = add({.kind = PickleKind::Dictionary, .text = {}, .items = {}});
    if (given.empty()) {
        return result;
    }
    require(given.size() == 1 && value(given[0]).kind == PickleKind::List, "a dictionary of something else than pairs");
    for (std::size_t i = 0; i < value(given[0]).items.size(); ++i) {
        const PickleValue& pair = value(value(given[0]).items[i]);
        const bool isPair = (pair.kind == PickleKind::Tuple || pair.kind == PickleKind::List) && pair.items.size() == 2;
        require(isPair, "a dictionary of something else than pairs");
        const std::array<PickleId, 2> items{pair.items[0], pair.items[1]};
        addItems(result, items.data(), items.size());
    }
    return result;
}

PickleId PickleCalls::tensor(const std::vector<PickleId>& arguments) {
    require(arguments.size() == 6 || arguments.size() == 7, "a tensor with other than six arguments");
    require(value(arguments[0]).kind == PickleKind::Storage, "a tensor without a storage");
    PickledTensor tensor;
    tensor.storage = static_cast<std::size_t>(value(arguments[0]).integer);
    tensor.offset = count(arguments[1]);
    tensor.shape = counts(arguments[2]);
    tensor.strides = counts(arguments[3]);
    require(tensor.shape.size() == tensor.strides.size(), "a tensor with more sizes than strides");
    require(fits(tensor, m_pickle.storages[tensor.storage].count), "a tensor that is larger than its storage");
    require(m_pickle.tensors.size() < maximumTensors, "too many tensors");
    m_pickle.tensors.push_back(std::move(tensor));
    return add({.kind = PickleKind::Tensor,
                .integer = static_cast<std::int64_t>(m_pickle.tensors.size() - 1),
                .text = {},
                .items = {}});
}

PickleId PickleCalls::storage(PickleId persistentId) {
    const std::vector<PickleId>& given = tuple(persistentId);
    require(given.size() == 5 || given.size() == 6, "a storage with other than five properties");
    require(value(given[0]).kind == PickleKind::Text && value(given[0]).text == "storage",
            "something else than a storage outside of it");
    const PickleValue& global = value(given[1]);
    require(global.kind == PickleKind::Global, "a storage without a type");
    const AllowedGlobal& type = allowedGlobals.at(static_cast<std::size_t>(global.integer));
    require(type.role == Role::StorageType, "a storage without a type");
    const PickleValue& key = value(given[2]);
    require(key.kind == PickleKind::Text && !key.text.empty() && key.text.size() <= longestKey,
            "a storage without a name");
    PickledStorage storage{.type = type.type, .key = key.text, .elements = count(given[4])};
    require(storage.elements <= std::numeric_limits<std::int64_t>::max() / 8, "a storage of no possible size");
    storage.count = storage.elements;
    if (given.size() == 6 && value(given[5]).kind != PickleKind::None) {
        const std::vector<PickleId>& view = tuple(given[5]); // (key of the view, first element, elements)
        require(view.size() == 3, "a view of a storage with other than three properties");
        storage.first = count(view[1]);
        storage.count = count(view[2]);
        require(storage.first <= storage.elements && storage.count <= storage.elements - storage.first,
                "a view that is larger than its storage");
    }
    require(m_pickle.storages.size() < maximumTensors, "too many storages");
    m_pickle.storages.push_back(std::move(storage));
    return add({.kind = PickleKind::Storage,
                .integer = static_cast<std::int64_t>(m_pickle.storages.size() - 1),
                .text = {},
                .items = {}});
}

bool PickleCalls::takesState(PickleId id) const {
    return value(id).kind == PickleKind::Dictionary;
}

} // namespace storyscope::formats
