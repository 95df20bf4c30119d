// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/parquet_footer.h"

#include <cstddef>
#include <string>
#include <vector>

namespace storyscope::formats::parquet {

/// A leaf of the schema.
struct Leaf {
    std::vector<std::string> path;
    PhysicalType type = PhysicalType::Boolean;
    int typeLength = 0;
    LogicalType logical;
    int definition = 0; ///< level at which a value is stored
    int repetition = 0; ///< highest repetition level
};

/// The schema as a reader of values sees it: the spellings of lists and maps are resolved, a list has exactly one child
/// (its element) and a map is a list of "key" and "value".
struct SchemaNode {
    enum class Kind { Leaf, Struct, List };

    Kind kind = Kind::Leaf;
    std::string name;
    int definition = 0;        ///< from this definition level on it is not null
    int elementDefinition = 0; ///< of a list: from this definition level on it has an element
    int repetition = 0;        ///< of a list: repetition level of its second and further elements
    bool isMap = false;
    std::vector<SchemaNode> children;
    std::vector<std::size_t> leaves; ///< numbers of the leaves below, in the file's order
};

struct Schema {
    std::vector<Leaf> leaves;
    std::vector<SchemaNode> columns;
};

/// Lists by the backward compatibility rules of parquet-format's LogicalTypes.md. Throws Error{Malformed}.
Schema buildSchema(const std::vector<SchemaElement>& elements);

/// `column` with only these members of its structs; a struct around a kept member stays, a map stays whole. Throws
/// Error{NotFound} if nothing is left.
SchemaNode keepMembers(const SchemaNode& column, const std::vector<std::string>& names);

} // namespace storyscope::formats::parquet
