// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <c10/core/impl/LocalDispatchKeySet.h>

namespace storyscope::models {

/// While it lives, tensors that this thread fills with random numbers stay as they were allocated: for a model that is
/// made only to be given the weights of a file. It costs no time and no memory, and it draws nothing from torch's
/// generator, so that a training run on another thread stays repeatable.
class SkipInitialisation {
public:
    SkipInitialisation();

private:
    c10::impl::IncludeDispatchKeyGuard m_guard;
};

} // namespace storyscope::models
