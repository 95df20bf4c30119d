// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace storyscope::test {

/// A file that keeps the rules.
struct ValidSafetensors {
    const char* name;
    std::string bytes;
    int tensors;
};

/// A file that breaks one rule.
struct BrokenSafetensors {
    const char* name;
    std::string bytes;
    const char* reason; ///< the official error's name
};

/// The first one has one 2 × 2 tensor "test" of type I32.
std::vector<ValidSafetensors> validSafetensors();
std::vector<BrokenSafetensors> brokenSafetensors();

/// The header with its length before and a buffer of zeros behind it.
std::string fileOf(const std::string& header, std::size_t bufferBytes = 0);
/// A header with one tensor "test"; shape and offsets as JSON.
std::string tensorOf(const std::string& type, const std::string& shape, const std::string& offsets);

} // namespace storyscope::test
