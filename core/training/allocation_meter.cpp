// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/allocation_meter.h"

#include <c10/core/Allocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include <algorithm>

namespace storyscope::training {

namespace {

// The type of LibTorch's totals is not the same in all its versions.
template <typename Total>
Total totalOf(void (c10::MemoryReportingInfoBase::*)(void*, std::int64_t, Total, Total, c10::Device));
using Total = decltype(totalOf(&c10::MemoryReportingInfoBase::reportMemoryUsage));

} // namespace

class AllocationMeter::Counter final : public c10::MemoryReportingInfoBase {
public:
    void reportMemoryUsage(void* /*place*/, std::int64_t size, Total /*allocated*/, Total /*reserved*/,
                           c10::Device /*device*/) override {
        now += size;
        most = std::max(most, now);
    }
    bool memoryProfilingEnabled() const override { return true; }

    std::int64_t now = 0;
    std::int64_t most = 0;
};

class AllocationMeter::Guard {
public:
    explicit Guard(const std::shared_ptr<Counter>& counter) : m_guard(c10::DebugInfoKind::PROFILER_STATE, counter) {}

private:
    c10::DebugInfoGuard m_guard;
};

AllocationMeter::AllocationMeter()
    : m_counter(std::make_shared<Counter>()), m_guard(std::make_unique<Guard>(m_counter)) {}

AllocationMeter::~AllocationMeter() = default;

std::int64_t AllocationMeter::most() const {
    return m_counter->most;
}

} // namespace storyscope::training
