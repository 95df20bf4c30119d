// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/mapped_file.h"
#include "core/formats/pth_container.h"
#include "core/formats/safetensors.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace storyscope::formats {

/// Names the tensors of a container, and copies them or finds them in the file. How much it visits and copies is
/// limited by the size of the file.
class TensorReader {
public:
    /// Throws Error.
    TensorReader(const PthContainer& container, WeightsInput& input);

    /// Throws Error.
    TensorFile copied();
    /// `file` is the input's, mapped. Throws Error.
    MappedTensors mapped(const std::shared_ptr<const MappedFile>& file);

private:
    void walk(PickleId id, const std::string& name, std::size_t depth);
    void walkItem(const std::string& name, const std::string& key, PickleId id, std::size_t depth);
    void add(const std::string& name, const PickledTensor& tensor);
    TensorData copyOf(const PickledTensor& tensor);
    /// None for one that cannot stay in the file.
    std::span<std::byte> placeOf(const PickledTensor& tensor, const MappedFile& file);
    /// In the file, of its first element.
    std::uint64_t beginOf(const PickledTensor& tensor) const;
    std::vector<std::byte> raw(const PickledTensor& tensor, std::size_t elementBytes);
    bool take(std::uint64_t begin, std::uint64_t end);
    void spend(std::uint64_t bytes);
    [[noreturn]] void fail(const std::string& reason) const;

    const PthContainer& m_container;
    WeightsInput& m_input;
    std::uint64_t m_bytesLeft;
    std::size_t m_visitsLeft;
    std::map<std::string, const PickledTensor*> m_tensors; ///< by their names
    std::map<std::uint64_t, std::uint64_t> m_taken;        ///< bytes of the file that a tensor has for its own
};

} // namespace storyscope::formats
