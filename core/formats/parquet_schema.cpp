// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_schema.h"

#include "core/base/error.h"
#include "core/formats/parquet_bytes.h"

#include <algorithm>
#include <optional>

namespace storyscope::formats::parquet {

namespace {

constexpr std::size_t deepestSchema = 64;

/// The elements as the tree they describe.
struct Element {
    const SchemaElement* data = nullptr;
    std::vector<Element> children;
};

class TreeReader {
public:
    explicit TreeReader(const std::vector<SchemaElement>& elements) : m_elements(elements) {}

    Element read(std::size_t depth) {
        if (m_next >= m_elements.size()) {
            damaged("its schema is cut off");
        }
        if (depth > deepestSchema) {
            unsupported("its schema is nested too deeply");
        }
        Element element{&m_elements[m_next++], {}};
        const int count = element.data->childCount;
        if (count < 0 || static_cast<std::size_t>(count) > m_elements.size() - m_next ||
            (element.data->type && count != 0)) {
            damaged("its schema holds an impossible number of children");
        }
        for (int i = 0; i < count; ++i) {
            element.children.push_back(read(depth + 1));
        }
        return element;
    }

    bool isAtEnd() const { return m_next == m_elements.size(); }

private:
    const std::vector<SchemaElement>& m_elements;
    std::size_t m_next = 0;
};

struct Levels {
    int definition = 0;
    int repetition = 0;
};

class SchemaBuilder {
public:
    explicit SchemaBuilder(Schema& schema) : m_schema(schema) {}

    SchemaNode build(const Element& element, Levels levels) {
        m_path.push_back(element.data->name);
        SchemaNode node;
        if (element.data->repetition == Repetition::Repeated) {
            node = listOf(element, levels, element.data->name, [&](Levels inner) { return content(element, inner); });
        } else {
            if (element.data->repetition == Repetition::Optional) {
                ++levels.definition;
            }
            node = content(element, levels);
        }
        m_path.pop_back();
        return node;
    }

private:
    /// A list around the repeated `element`; the list itself is there from the given levels on.
    template <typename BuildElement>
    SchemaNode listOf(const Element& element, Levels levels, const std::string& name, const BuildElement& build) {
        SchemaNode list;
        list.kind = SchemaNode::Kind::List;
        list.name = name;
        list.definition = levels.definition;
        list.elementDefinition = levels.definition + 1;
        list.repetition = levels.repetition + 1;
        list.children.push_back(build(Levels{levels.definition + 1, levels.repetition + 1}));
        list.leaves = list.children.front().leaves;
        if (list.leaves.empty()) {
            damaged("the group \"" + element.data->name + "\" has no columns");
        }
        return list;
    }

    /// The element without its own repetition, which `levels` count already.
    SchemaNode content(const Element& element, Levels levels) {
        if (element.data->type) {
            return leaf(element, levels);
        }
        const std::string& logical = element.data->logical.name;
        const bool wrapsRepeated =
            element.children.size() == 1 && element.children.front().data->repetition == Repetition::Repeated;
        if (logical == "LIST" && wrapsRepeated) {
            return annotatedList(element, levels);
        }
        if (logical == "MAP" && wrapsRepeated && element.children.front().children.size() == 2) {
            return map(element, levels);
        }
        return structOf(element, levels);
    }

    SchemaNode annotatedList(const Element& element, Levels levels) {
        const Element& repeated = element.children.front();
        const std::string& inner = repeated.data->name;
        const bool isElement = repeated.data->type || repeated.children.size() != 1 || inner == "array" ||
                               inner == element.data->name + "_tuple" ||
                               repeated.children.front().data->repetition == Repetition::Repeated;
        m_path.push_back(inner);
        SchemaNode list = listOf(repeated, levels, element.data->name, [&](Levels below) {
            return isElement ? content(repeated, below) : build(repeated.children.front(), below);
        });
        m_path.pop_back();
        return list;
    }

    SchemaNode map(const Element& element, Levels levels) {
        const Element& repeated = element.children.front();
        m_path.push_back(repeated.data->name);
        SchemaNode list =
            listOf(repeated, levels, element.data->name, [&](Levels below) { return structOf(repeated, below); });
        m_path.pop_back();
        list.isMap = true;
        list.children.front().children[0].name = "key";
        list.children.front().children[1].name = "value";
        return list;
    }

    SchemaNode structOf(const Element& element, Levels levels) {
        SchemaNode node;
        node.kind = SchemaNode::Kind::Struct;
        node.name = element.data->name;
        node.definition = levels.definition;
        for (const Element& child : element.children) {
            node.children.push_back(build(child, levels));
            const auto& leaves = node.children.back().leaves;
            node.leaves.insert(node.leaves.end(), leaves.begin(), leaves.end());
        }
        if (node.leaves.empty()) {
            damaged("the group \"" + element.data->name + "\" has no columns");
        }
        return node;
    }

    SchemaNode leaf(const Element& element, Levels levels) {
        const SchemaElement& data = *element.data;
        if (*data.type == PhysicalType::FixedLenByteArray && data.typeLength <= 0) {
            damaged("the column \"" + data.name + "\" has values of no length");
        }
        SchemaNode node;
        node.name = data.name;
        node.definition = levels.definition;
        node.leaves = {m_schema.leaves.size()};
        m_schema.leaves.push_back(
            {m_path, *data.type, data.typeLength, data.logical, levels.definition, levels.repetition});
        return node;
    }

    Schema& m_schema;
    std::vector<std::string> m_path;
};

std::optional<SchemaNode> kept(const SchemaNode& node, const std::vector<std::string>& names) {
    if (node.kind == SchemaNode::Kind::Leaf || node.isMap) {
        return std::nullopt;
    }
    SchemaNode copy = node;
    copy.children.clear();
    copy.leaves.clear();
    for (const SchemaNode& child : node.children) {
        const bool isNamed =
            node.kind == SchemaNode::Kind::Struct && std::ranges::find(names, child.name) != names.end();
        const auto rest = isNamed ? std::optional<SchemaNode>(child) : kept(child, names);
        if (rest) {
            copy.leaves.insert(copy.leaves.end(), rest->leaves.begin(), rest->leaves.end());
            copy.children.push_back(*rest);
        }
    }
    return copy.children.empty() ? std::nullopt : std::optional<SchemaNode>(copy);
}

} // namespace

Schema buildSchema(const std::vector<SchemaElement>& elements) {
    TreeReader reader(elements);
    const Element root = reader.read(0);
    if (!reader.isAtEnd() || root.data->type) {
        damaged("its schema does not end where it should");
    }
    Schema schema;
    SchemaBuilder builder(schema);
    for (const Element& child : root.children) {
        schema.columns.push_back(builder.build(child, {}));
    }
    return schema;
}

SchemaNode keepMembers(const SchemaNode& column, const std::vector<std::string>& names) {
    const bool hasMembers =
        !names.empty() &&
        (column.kind == SchemaNode::Kind::Struct ||
         (column.kind == SchemaNode::Kind::List && column.children.front().kind != SchemaNode::Kind::Leaf));
    if (!hasMembers) {
        return column;
    }
    const auto rest = kept(column, names);
    if (!rest) {
        throw Error(ErrorCode::NotFound, "The column \"" + column.name + "\" has none of the members asked for");
    }
    return *rest;
}

} // namespace storyscope::formats::parquet
