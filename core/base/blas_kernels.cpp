// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/blas_kernels.h"

#include <cstdlib>

#ifdef __linux__
#include <dlfcn.h>
#include <unistd.h>
#endif

namespace storyscope {

ProcessorFeatures ProcessorFeatures::ofThisMachine() {
    ProcessorFeatures features;
#ifdef __x86_64__
    __builtin_cpu_init();
    features.avx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
    features.avx512 = __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
                      __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vl") != 0;
#endif
    return features;
}

std::optional<std::string> betterBlasKernels(std::string_view chosen, const ProcessorFeatures& processor) {
    if (chosen != "Prescott" || !processor.avx2) {
        return {};
    }
    return processor.avx512 ? "SkylakeX" : "Haswell";
}

void restartWithBetterBlasKernels(char** argv) {
#ifdef __linux__
    constexpr const char* variable = "OPENBLAS_CORETYPE";
    using CoreName = const char*();
    auto* const coreName = reinterpret_cast<CoreName*>(dlsym(RTLD_DEFAULT, "openblas_get_corename"));
    if (std::getenv(variable) != nullptr || coreName == nullptr) {
        return;
    }
    if (const auto kernels = betterBlasKernels(coreName(), ProcessorFeatures::ofThisMachine())) {
        setenv(variable, kernels->c_str(), 1);
        execv("/proc/self/exe", argv); // returns only where that cannot be done: then it goes on as it is
    }
#endif
}

} // namespace storyscope
