// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/formats/parquet.h"
#include "tests/fuzz/memory_file.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace storyscope;
using namespace storyscope::formats;

namespace {

constexpr std::size_t mostColumns = 40;

void readColumn(const ParquetFile& file, std::size_t group, const std::string& name) {
    const std::size_t rows = file.rowsIn(group);
    for (const std::size_t first : {rows / 2, std::size_t{0}}) {
        try {
            const ParquetRange range{.firstRow = first, .rowCount = 200, .maximumBytes = std::size_t{32} << 20};
            const std::size_t expected = std::min<std::size_t>(200, rows - first);
            if (file.read(group, name, range).size() != expected) {
                std::abort();
            }
        } catch (const Error&) {
            continue;
        }
    }
}

} // namespace

/// Whatever the file holds, its rows are read or refused with an Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const MemoryFile bytes(data, size);
    try {
        const ParquetFile file(bytes.path());
        std::size_t columns = 0;
        for (const std::string& name : file.names()) {
            if (file.rowGroupCount() == 0 || ++columns > mostColumns) {
                break;
            }
            readColumn(file, 0, name);
            readColumn(file, file.rowGroupCount() - 1, name);
        }
    } catch (const Error&) {
        return 0;
    }
    return 0;
}
