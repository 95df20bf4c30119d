// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

namespace storyscope::training {

/// Counts the bytes of tensors that are allocated on the CPU by this thread, from its making to its end. Made and ended
/// on one thread; one at a time.
class AllocationMeter {
public:
    AllocationMeter();
    ~AllocationMeter();
    AllocationMeter(const AllocationMeter&) = delete;
    AllocationMeter& operator=(const AllocationMeter&) = delete;

    std::int64_t most() const; ///< bytes at once since it was made

private:
    class Counter;
    std::shared_ptr<Counter> m_counter;
    class Guard;
    std::unique_ptr<Guard> m_guard;
};

} // namespace storyscope::training
