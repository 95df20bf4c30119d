// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/safetensors.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::formats {

/// What a value in a pickle is.
enum class PickleKind {
    None,
    Boolean, ///< `integer` 0 or 1
    Integer, ///< `integer`
    Long,    ///< an integer of more than 64 bits: its little-endian bytes in `text`
    Number,  ///< `number`
    Text,    ///< `text`
    Tuple,   ///< `items`
    List,
    Dictionary, ///< `items`: key, value, key, value, …
    Global,     ///< one of the allowed ones, `integer` is its place among them
    Storage,    ///< `integer` is its place in Pickle::storages
    Tensor,     ///< in Pickle::tensors
};

using PickleId = std::uint32_t; ///< place in Pickle::values

struct PickleValue {
    PickleKind kind = PickleKind::None;
    std::int64_t integer = 0;
    double number = 0;
    std::string text;
    std::vector<PickleId> items;
};

/// Numbers that lie outside of the pickle.
struct PickledStorage {
    TensorType type = TensorType::F32;
    std::string key;
    std::int64_t elements = 0; ///< of the whole
    std::int64_t first = 0;    ///< this view of it begins here …
    std::int64_t count = 0;    ///< … and has so many elements
};

/// A view of a storage. `shape` and `strides` are equally long, nothing is negative, and every element is inside of the
/// storage.
struct PickledTensor {
    std::size_t storage = 0;
    std::int64_t offset = 0; ///< in the storage's view, in elements
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides; ///< in elements; 0: the same ones again
};

/// One pickled object. Values may be shared and may even contain themselves: a walk needs a limit.
struct Pickle {
    std::vector<PickleValue> values;
    std::vector<PickledStorage> storages;
    std::vector<PickledTensor> tensors;
    PickleId root = 0;
    std::size_t sizeBytes = 0; ///< of the pickle

    const PickleValue& at(PickleId id) const { return values[id]; }
};

struct PicklePlace {
    std::filesystem::path file;
    std::uint64_t offset = 0; ///< of the pickle in the file
};

/// Reads the pickle at the beginning of `bytes`: plain values and the tensors of PyTorch. Nothing is ever executed: the
/// few globals that describe tensors are known by name, every other one and every other instruction is
/// Error{Unsupported} that names it. Broken bytes, and more values than a weights file can need, are Error{Malformed}.
/// Source: Python's pickletools.py, protocols 2 to 4.
Pickle readPickle(std::string_view bytes, const PicklePlace& place);

} // namespace storyscope::formats
