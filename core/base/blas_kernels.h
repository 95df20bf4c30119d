// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace storyscope {

/// What of a processor decides which matrix kernels it can run.
struct ProcessorFeatures {
    bool avx2 = false;   ///< with FMA
    bool avx512 = false; ///< F, DQ, BW and VL

    static ProcessorFeatures ofThisMachine();
};

/// The kernels that OpenBLAS should be told to use (OPENBLAS_CORETYPE) where it uses `chosen`: none if its own choice
/// is good. OpenBLAS knows processors by their model numbers; on an x86 that is newer than itself it uses those of
/// "Prescott", a processor of 2004, which are several times slower. Source: OpenBLAS, driver/others/dynamic.c.
std::optional<std::string> betterBlasKernels(std::string_view chosen, const ProcessorFeatures& processor);

/// Starts the program anew, once, if OpenBLAS has to be told: it listens only while it is loaded. To be called first
/// in main(). Whoever sets OPENBLAS_CORETYPE is left alone.
void restartWithBetterBlasKernels(char** argv);

} // namespace storyscope
