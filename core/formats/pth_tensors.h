// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/pth_container.h"

namespace storyscope::formats {

/// Names and copies the tensors of a container. How much it visits and copies is limited by the size of the file.
class TensorReader {
public:
    TensorReader(const PthContainer& container, WeightsInput& input);

    /// Throws Error.
    TensorFile all();

private:
    void walk(PickleId id, const std::string& name, std::size_t depth);
    void walkItem(const std::string& name, const std::string& key, PickleId id, std::size_t depth);
    void add(const std::string& name, const PickledTensor& tensor);
    TensorData copied(const PickledTensor& tensor);
    std::vector<std::byte> raw(const PickledTensor& tensor, std::size_t elementBytes);
    void spend(std::uint64_t bytes);
    [[noreturn]] void fail(const std::string& reason) const;

    const PthContainer& m_container;
    WeightsInput& m_input;
    std::uint64_t m_bytesLeft;
    std::size_t m_visitsLeft;
    TensorFile m_result;
};

} // namespace storyscope::formats
