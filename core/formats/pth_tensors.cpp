// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/pth_tensors.h"

#include "core/base/error.h"
#include "core/formats/safetensors_header.h"
#include "core/formats/utf8.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace storyscope::formats {

namespace {

constexpr std::size_t deepest = 64;
constexpr std::size_t longestName = 1024;
constexpr std::uint64_t copiesOfTheFile = 8; // tied weights have several names
constexpr std::uint64_t smallestLimitBytes = 1 << 20;
constexpr std::size_t visitsPerValue = 16;
constexpr std::size_t fewestVisits = 1000;

std::uint64_t elementsOf(const PickledTensor& tensor) {
    std::uint64_t count = 1;
    for (const std::int64_t extent : tensor.shape) {
        if (__builtin_mul_overflow(count, static_cast<std::uint64_t>(extent), &count)) {
            return ~std::uint64_t{0};
        }
    }
    return count;
}

bool isContiguous(const PickledTensor& tensor) {
    std::int64_t expected = 1;
    for (std::size_t i = tensor.shape.size(); i > 0; --i) {
        if (tensor.shape[i - 1] != 1 && tensor.strides[i - 1] != expected) {
            return false;
        }
        expected *= tensor.shape[i - 1];
    }
    return true;
}

/// Brings the elements of a strided view into row-major order.
class Gatherer {
public:
    Gatherer(const PickledTensor& tensor, std::size_t elementBytes, std::byte* target)
        : m_tensor(tensor), m_elementBytes(elementBytes), m_target(target) {}

    void copy(const std::byte* source, std::size_t dimension = 0) {
        if (dimension == m_tensor.shape.size()) {
            std::memcpy(m_target, source, m_elementBytes);
            m_target += m_elementBytes;
            return;
        }
        const std::size_t step = static_cast<std::size_t>(m_tensor.strides[dimension]) * m_elementBytes;
        for (std::int64_t i = 0; i < m_tensor.shape[dimension]; ++i) {
            copy(source + static_cast<std::size_t>(i) * step, dimension + 1);
        }
    }

private:
    const PickledTensor& m_tensor;
    std::size_t m_elementBytes;
    std::byte* m_target;
};

} // namespace

TensorReader::TensorReader(const PthContainer& container, WeightsInput& input)
    : m_container(container), m_input(input),
      m_bytesLeft(std::max(copiesOfTheFile * input.sizeBytes(), smallestLimitBytes)),
      m_visitsLeft(visitsPerValue * container.object.values.size() + fewestVisits) {
    walk(container.object.root, "", 0);
}

TensorFile TensorReader::copied() {
    TensorFile result;
    for (const auto& [name, tensor] : m_tensors) {
        result.tensors[name] = copyOf(*tensor);
    }
    return result;
}

MappedTensors TensorReader::mapped(const std::shared_ptr<const MappedFile>& file) {
    if (file->bytes().size() != m_input.sizeBytes()) {
        fail("it changed while it was read");
    }
    MappedTensors result;
    for (const auto& [name, tensor] : m_tensors) {
        if (const auto bytes = placeOf(*tensor, *file); !bytes.empty()) {
            const TensorType type = m_container.object.storages[tensor->storage].type;
            checkBooleans(type, bytes, inFile(m_input.file()));
            result[name] = {.type = type, .shape = tensor->shape, .bytes = bytes, .owner = file};
        } else {
            const auto copy = std::make_shared<TensorData>(copyOf(*tensor));
            result[name] = {.type = copy->type, .shape = copy->shape, .bytes = copy->bytes, .owner = copy};
        }
    }
    return result;
}

void TensorReader::fail(const std::string& reason) const {
    throw Error(ErrorCode::Malformed, "This PyTorch file is damaged: " + reason, inFile(m_input.file()));
}

void TensorReader::walk(PickleId id, const std::string& name, std::size_t depth) {
    if (depth > deepest) {
        fail("its object is nested too deeply");
    }
    if (m_visitsLeft-- == 0) {
        fail("its object repeats itself too often");
    }
    const PickleValue& value = m_container.object.at(id);
    if (value.kind == PickleKind::Tensor) {
        add(name.empty() ? "tensor" : name, m_container.object.tensors[static_cast<std::size_t>(value.integer)]);
    } else if (value.kind == PickleKind::List || value.kind == PickleKind::Tuple) {
        for (std::size_t i = 0; i < value.items.size(); ++i) {
            walkItem(name, std::to_string(i), value.items[i], depth);
        }
    } else if (value.kind == PickleKind::Dictionary) {
        for (std::size_t i = 0; i + 1 < value.items.size(); i += 2) {
            const PickleValue& key = m_container.object.at(value.items[i]);
            if (key.kind != PickleKind::Text && key.kind != PickleKind::Integer) {
                throw Error(ErrorCode::Unsupported,
                            "This PyTorch file has a dictionary with keys other than texts and numbers",
                            inFile(m_input.file()));
            }
            walkItem(name, key.kind == PickleKind::Text ? key.text : std::to_string(key.integer), value.items[i + 1],
                     depth);
        }
    }
}

void TensorReader::walkItem(const std::string& name, const std::string& key, PickleId id, std::size_t depth) {
    const PickleKind kind = m_container.object.at(id).kind;
    if (kind != PickleKind::Tensor && kind != PickleKind::List && kind != PickleKind::Tuple &&
        kind != PickleKind::Dictionary) {
        return;
    }
    if (name.size() + key.size() >= longestName) {
        fail("a tensor's name is too long");
    }
    walk(id, name.empty() ? key : name + "." + key, depth + 1);
}

void TensorReader::add(const std::string& name, const PickledTensor& tensor) {
    if (!isTensorName(name)) {
        fail("a tensor has the name \"" + withValidUtf8(name) + "\"");
    }
    m_tensors[name] = &tensor;
}

void TensorReader::spend(std::uint64_t bytes) {
    if (bytes > m_bytesLeft) {
        fail("its tensors are larger than the file can be");
    }
    m_bytesLeft -= bytes;
}

TensorData TensorReader::copyOf(const PickledTensor& tensor) {
    TensorData data;
    data.type = m_container.object.storages[tensor.storage].type;
    data.shape = tensor.shape;
    const std::size_t elementBytes = sizeBytes(data.type);
    const std::uint64_t elements = elementsOf(tensor);
    if (elements == 0) {
        return data;
    }
    if (elements > m_bytesLeft) {
        fail("its tensors are larger than the file can be");
    }
    data.bytes = raw(tensor, elementBytes);
    if (!isContiguous(tensor)) {
        spend(elements * elementBytes);
        std::vector<std::byte> ordered(elements * elementBytes);
        Gatherer(tensor, elementBytes, ordered.data()).copy(data.bytes.data());
        data.bytes = std::move(ordered);
    }
    checkBooleans(data.type, data.bytes, inFile(m_input.file()));
    return data;
}

std::span<std::byte> TensorReader::placeOf(const PickledTensor& tensor, const MappedFile& file) {
    const std::size_t elementBytes = sizeBytes(m_container.object.storages[tensor.storage].type);
    const std::uint64_t elements = elementsOf(tensor);
    if (elements == 0 || elements > m_input.sizeBytes() || !isContiguous(tensor)) {
        return {};
    }
    const std::uint64_t begin = beginOf(tensor); // readPickle() and the container checked that all of it is there
    const std::uint64_t size = elements * elementBytes;
    return begin % elementBytes == 0 && take(begin, begin + size) ? file.bytes().subspan(begin, size)
                                                                  : std::span<std::byte>();
}

/// False if some of these bytes are another tensor's, as are those of tied weights.
bool TensorReader::take(std::uint64_t begin, std::uint64_t end) {
    const auto next = m_taken.lower_bound(begin);
    if ((next != m_taken.end() && next->first < end) || (next != m_taken.begin() && std::prev(next)->second > begin)) {
        return false;
    }
    m_taken.emplace(begin, end);
    return true;
}

std::uint64_t TensorReader::beginOf(const PickledTensor& tensor) const {
    const PickledStorage& storage = m_container.object.storages[tensor.storage];
    return m_container.storageOffsets.at(storage.key) +
           static_cast<std::uint64_t>(storage.first + tensor.offset) * sizeBytes(storage.type);
}

/// From the first to the last element that the tensor uses.
std::vector<std::byte> TensorReader::raw(const PickledTensor& tensor, std::size_t elementBytes) {
    std::uint64_t span = 1; // in bounds: readPickle() checked it against the storage
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        span += static_cast<std::uint64_t>(tensor.shape[i] - 1) * static_cast<std::uint64_t>(tensor.strides[i]);
    }
    spend(span * elementBytes);
    std::vector<std::byte> bytes(span * elementBytes);
    m_input.read(bytes.data(), beginOf(tensor), bytes.size());
    return bytes;
}

} // namespace storyscope::formats
