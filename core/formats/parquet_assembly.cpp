// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_assembly.h"

#include <algorithm>
#include <utility>

namespace storyscope::formats::parquet {

RowAssembler::RowAssembler(const SchemaNode& column, std::map<std::size_t, ColumnPart>& parts, Budget& budget)
    : m_column(column), m_budget(budget) {
    for (auto& [leaf, part] : parts) {
        m_cursors[leaf].part = &part;
    }
}

std::vector<ParquetValue> RowAssembler::rows(std::size_t count) {
    // A plain column without nulls is its values.
    if (m_column.kind == SchemaNode::Kind::Leaf && m_column.definition == 0) {
        return std::move(m_cursors.begin()->second.part->values);
    }
    std::vector<ParquetValue> rows;
    rows.reserve(std::min(count, m_cursors.begin()->second.part->definition.size()));
    for (std::size_t i = 0; i < count; ++i) {
        m_budget.take(sizeof(ParquetValue));
        rows.push_back(build(m_column));
        for (const auto& [leaf, at] : m_cursors) {
            if (at.entry < at.part->repetition.size() && at.part->repetition[at.entry] != 0) {
                damaged("the columns of \"" + m_column.name + "\" disagree about the length of a list");
            }
        }
    }
    return rows;
}

RowAssembler::Cursor& RowAssembler::cursor(std::size_t leaf) {
    Cursor& at = m_cursors.at(leaf);
    if (at.entry >= at.part->definition.size()) {
        damaged("the columns of \"" + m_column.name + "\" disagree about the number of rows");
    }
    return at;
}

/// Of the entry that the first leaf below `node` has reached.
int RowAssembler::definition(const SchemaNode& node) {
    const Cursor& at = cursor(node.leaves.front());
    return at.part->definition[at.entry];
}

ParquetValue RowAssembler::build(const SchemaNode& node) {
    if (node.kind == SchemaNode::Kind::Leaf) {
        return buildLeaf(node);
    }
    if (definition(node) < node.definition) {
        return passOver(node, {});
    }
    return node.kind == SchemaNode::Kind::Struct ? buildStruct(node) : buildList(node);
}

ParquetValue RowAssembler::buildLeaf(const SchemaNode& node) {
    Cursor& at = cursor(node.leaves.front());
    const int level = at.part->definition[at.entry++];
    return level < node.definition ? ParquetValue{} : std::move(at.part->values.at(at.value++));
}

ParquetValue RowAssembler::buildStruct(const SchemaNode& node) {
    ParquetValue::Struct members;
    members.reserve(node.children.size());
    m_budget.take(node.children.size() * sizeof(ParquetValue::Member));
    for (const SchemaNode& child : node.children) {
        members.push_back({child.name, build(child)});
    }
    return {.data = std::move(members)};
}

ParquetValue RowAssembler::buildList(const SchemaNode& node) {
    ParquetValue::List elements;
    if (definition(node) < node.elementDefinition) {
        return passOver(node, {.data = std::move(elements)});
    }
    const std::size_t first = node.leaves.front();
    bool hasMore = true;
    while (hasMore) {
        m_budget.take(sizeof(ParquetValue));
        elements.push_back(build(node.children.front()));
        const Cursor& at = m_cursors.at(first);
        hasMore = at.entry < at.part->repetition.size() && at.part->repetition[at.entry] == node.repetition;
    }
    return {.data = std::move(elements)};
}

/// For a node that is null or an empty list: each leaf below has one entry for it.
ParquetValue RowAssembler::passOver(const SchemaNode& node, ParquetValue value) {
    for (const std::size_t leaf : node.leaves) {
        ++cursor(leaf).entry;
    }
    return value;
}

} // namespace storyscope::formats::parquet
