// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/parquet_footer.h"
#include "core/formats/parquet_thrift.h"

namespace storyscope::formats::parquet {

/// How files before format 2.4 said what a column means.
struct ConvertedType {
    int number = -1; ///< -1: none
    int scale = 0;
    int precision = 0;
};

LogicalType fromConvertedType(const ConvertedType& converted);
/// The union of the same name. An unknown member gives a type without a name.
LogicalType readLogicalType(ThriftReader& reader, ThriftType type);

} // namespace storyscope::formats::parquet
