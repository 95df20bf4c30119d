// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/parquet_values.h"

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace storyscope::formats::parquet {

/// The values of one data page, in order. The page's bytes, the maker and the dictionary must outlive it. Throws
/// Error{Malformed} when the bytes end too early.
class ValueDecoder {
public:
    virtual ~ValueDecoder() = default;
    virtual void skip(std::size_t count) = 0;
    virtual void read(std::size_t count, ValueSink& sink) = 0;
};

/// What a page's values are made of.
struct PageValues {
    Encoding encoding = Encoding::Plain;
    std::string_view bytes;
    std::size_t count = 0;                                 ///< without nulls
    const std::vector<ParquetValue>* dictionary = nullptr; ///< null: the column has none
};

/// Throws Error{Malformed} for an encoding that the type cannot have.
std::unique_ptr<ValueDecoder> makeDecoder(const PageValues& page, const ValueMaker& maker);

/// Those of delta encodings, for makeDecoder.
std::unique_ptr<ValueDecoder> makeDeltaDecoder(const PageValues& page, const ValueMaker& maker);

} // namespace storyscope::formats::parquet
