// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/skip_initialisation.h"

#include <torch/library.h>

namespace storyscope::models {

namespace {

// A dispatch key that torch keeps for whoever wants to see operations before everybody else, and does not use itself.
constexpr c10::DispatchKey key = c10::DispatchKey::TESTING_ONLY_GenericWrapper;

at::Tensor& leaveAsItIs(at::Tensor& tensor, double /*first*/, double /*second*/,
                        c10::optional<at::Generator> /*generator*/) {
    return tensor;
}

} // namespace

TORCH_LIBRARY_IMPL(_, TESTING_ONLY_GenericWrapper, library) {
    library.fallback(torch::CppFunction::makeFallthrough());
}

TORCH_LIBRARY_IMPL(aten, TESTING_ONLY_GenericWrapper, library) {
    library.impl("uniform_", leaveAsItIs);
    library.impl("normal_", leaveAsItIs);
}

SkipInitialisation::SkipInitialisation() : m_guard(key) {}

} // namespace storyscope::models
