// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace storyscope::training {

/// Notes each block that tensors of this thread take and give back on the CPU, from its making to its end. Made and
/// ended on one thread; one at a time.
class AllocationMeter {
public:
    AllocationMeter();
    ~AllocationMeter();
    AllocationMeter(const AllocationMeter&) = delete;
    AllocationMeter& operator=(const AllocationMeter&) = delete;

    /// In order: bytes taken, or below zero given back.
    const std::vector<std::int64_t>& changes() const;

private:
    class Counter;
    std::shared_ptr<Counter> m_counter;
    class Guard;
    std::unique_ptr<Guard> m_guard;
};

} // namespace storyscope::training
