// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace storyscope::test {

/// Pieces of pickles, to be joined. Each pushes one value unless it says otherwise.
std::string pickled(const std::string& program); // protocol 2, `program`, stop
std::string text(const std::string& value);
std::string integer(std::int32_t value);
std::string global(const std::string& module, const std::string& name);

struct HandMadeTensor {
    std::string key = "0";
    std::string type = "FloatStorage";
    int elements = 4; ///< of its storage
    int offset = 0;
    std::string shape = ""; ///< instructions that push the sizes
    std::string strides = "";
};
std::string tensor(const HandMadeTensor& tensor);
/// A dictionary with one entry.
std::string dictionary(const std::string& key, const std::string& value);

/// A ZIP container with one storage, "0".
std::string archive(const std::string& pickle, const std::string& storage, const std::string& byteOrder = "");
/// The container before PyTorch 1.6 with one storage, "0".
std::string legacy(const std::string& pickle, const std::string& storage, bool isLittleEndian = true);

} // namespace storyscope::test
