// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/safetensors_json.h"

#include "core/base/error.h"
#include "core/formats/utf8.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <string>

namespace storyscope::formats {

namespace {

constexpr std::size_t maximumTensors = 100'000;
constexpr std::size_t maximumRank = 16;
constexpr std::array allTypes{TensorType::F64, TensorType::F32, TensorType::F16, TensorType::BF16, TensorType::I64,
                              TensorType::I32, TensorType::I16, TensorType::I8,  TensorType::U8,   TensorType::Bool};
constexpr std::array otherOfficialTypes{"U16",     "U32",     "U64",     "C64",     "F4",          "F6_E2M3",
                                        "F6_E3M2", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ"};

/// Receives the JSON's parts one by one, so that doubled names are seen and no document is built from a hostile text.
class HeaderReader final : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit HeaderReader(const std::filesystem::path& file) : m_file(file) {}

    SafetensorsHeader take() { return std::move(m_header); }

    bool null() override { return m_state == State::MetadataValue ? leave(State::Top) : wrongType(); }
    bool boolean(bool /*value*/) override { return wrongType(); }
    bool number_integer(number_integer_t /*value*/) override { return wrongType(); }
    bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return wrongType(); }
    bool binary(binary_t& /*value*/) override { return wrongType(); }
    bool number_unsigned(number_unsigned_t value) override;
    bool string(string_t& value) override;
    bool start_object(std::size_t /*elements*/) override;
    bool key(string_t& value) override;
    bool end_object() override;
    bool start_array(std::size_t /*elements*/) override;
    bool end_array() override;
    bool parse_error(std::size_t position, const std::string& /*token*/,
                     const nlohmann::detail::exception& /*error*/) override {
        fail("is not valid JSON", headerLengthBytes + (position > 0 ? position - 1 : 0));
    }

private:
    enum class State {
        Start,
        Top,           ///< in the outermost object
        MetadataValue, ///< after the key "__metadata__"
        Metadata,      ///< in the metadata object
        MetadataText,  ///< after a key in it
        TensorValue,   ///< after a tensor's name
        Tensor,        ///< in a tensor's object
        TypeValue,
        ShapeValue,
        Shape, ///< in the list
        OffsetsValue,
        Offsets, ///< in the list
        End,
    };

    bool leave(State next) {
        m_state = next;
        return true;
    }
    bool wrongType() { fail("has a value of the wrong type" + ofTensor()); }
    std::string ofTensor() const { return m_name.empty() ? "" : " at \"" + m_name + "\""; }
    [[noreturn]] void fail(const std::string& what, std::uint64_t byte = headerLengthBytes) const {
        throw Error(ErrorCode::Malformed,
                    "This weights file is damaged: its header " + what + " (InvalidHeaderDeserialization)",
                    {.file = m_file, .byteOffset = byte, .row = {}});
    }
    void beginTopEntry(const std::string& name);
    void beginTensorField(const std::string& field);
    void setType(const std::string& name);
    void addExtent(std::uint64_t extent);

    const std::filesystem::path& m_file;
    SafetensorsHeader m_header;
    std::set<std::string> m_names;  ///< of the outermost object
    std::set<std::string> m_fields; ///< of the tensor being read
    std::string m_name;             ///< the outermost object's or the metadata's current key
    std::size_t m_offsetCount = 0;
    State m_state = State::Start;
};

bool HeaderReader::start_object(std::size_t /*elements*/) {
    switch (m_state) {
    case State::Start:
        return leave(State::Top);
    case State::MetadataValue:
        return leave(State::Metadata);
    case State::TensorValue:
        return leave(State::Tensor);
    default:
        return wrongType();
    }
}

bool HeaderReader::key(string_t& value) {
    if (m_state == State::Top) {
        beginTopEntry(value);
    } else if (m_state == State::Metadata) {
        m_name = value;
        if (!m_header.metadata.emplace(value, "").second) {
            fail("names the metadata \"" + value + "\" twice");
        }
        m_state = State::MetadataText;
    } else {
        beginTensorField(value);
    }
    return true;
}

void HeaderReader::beginTopEntry(const std::string& name) {
    const bool isMetadata = name == "__metadata__";
    if (!isMetadata && !isTensorName(name)) {
        fail("has a tensor name with control characters");
    }
    m_name = name;
    if (!m_names.insert(name).second) {
        fail("has \"" + name + "\" twice");
    }
    if (isMetadata) {
        m_state = State::MetadataValue;
        return;
    }
    if (m_header.tensors.size() == maximumTensors) {
        fail("has more than " + std::to_string(maximumTensors) + " tensors");
    }
    m_header.tensors.push_back({.name = name, .type = {}, .shape = {}});
    m_fields.clear();
    m_state = State::TensorValue;
}

void HeaderReader::beginTensorField(const std::string& field) {
    if (!m_fields.insert(field).second) {
        fail("has \"" + field + "\" twice" + ofTensor());
    }
    if (field == "dtype") {
        m_state = State::TypeValue;
    } else if (field == "shape") {
        m_state = State::ShapeValue;
    } else if (field == "data_offsets") {
        m_state = State::OffsetsValue;
        m_offsetCount = 0;
    } else {
        fail("has an unknown field" + ofTensor());
    }
}

bool HeaderReader::string(string_t& value) {
    if (m_state == State::MetadataText) {
        m_header.metadata[m_name] = value;
        return leave(State::Metadata);
    }
    if (m_state != State::TypeValue) {
        return wrongType();
    }
    setType(value);
    return leave(State::Tensor);
}

void HeaderReader::setType(const std::string& name) {
    const auto* const type =
        std::ranges::find_if(allTypes, [&](TensorType known) { return name == tensorTypeName(known); });
    if (type != allTypes.end()) {
        m_header.tensors.back().type = *type;
        return;
    }
    if (std::ranges::find(otherOfficialTypes, name) == otherOfficialTypes.end()) {
        fail("has an unknown element type" + ofTensor());
    }
    throw Error(ErrorCode::Unsupported,
                "Tensor \"" + m_name + "\" has elements of type " + name + ", which Storyscope does not use",
                {.file = m_file, .byteOffset = headerLengthBytes, .row = {}});
}

bool HeaderReader::start_array(std::size_t /*elements*/) {
    switch (m_state) {
    case State::ShapeValue:
        return leave(State::Shape);
    case State::OffsetsValue:
        return leave(State::Offsets);
    default:
        return wrongType();
    }
}

bool HeaderReader::number_unsigned(number_unsigned_t value) {
    TensorEntry* const tensor = m_header.tensors.empty() ? nullptr : &m_header.tensors.back();
    if (m_state == State::Shape) {
        addExtent(value);
    } else if (m_state == State::Offsets && m_offsetCount < 2) {
        (m_offsetCount == 0 ? tensor->begin : tensor->end) = value;
        ++m_offsetCount;
    } else {
        wrongType();
    }
    return true;
}

void HeaderReader::addExtent(std::uint64_t extent) {
    TensorEntry& tensor = m_header.tensors.back();
    if (tensor.shape.size() == maximumRank) {
        fail("has more than " + std::to_string(maximumRank) + " dimensions" + ofTensor());
    }
    if (extent > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        throw Error(ErrorCode::Malformed,
                    "This weights file is damaged: tensor \"" + m_name +
                        "\" has a shape with too many elements (ValidationOverflow)",
                    {.file = m_file, .byteOffset = headerLengthBytes, .row = {}});
    }
    tensor.shape.push_back(static_cast<std::int64_t>(extent));
}

bool HeaderReader::end_array() {
    if (m_state == State::Offsets && m_offsetCount != 2) {
        return wrongType();
    }
    return leave(State::Tensor);
}

bool HeaderReader::end_object() {
    if (m_state == State::Tensor && m_fields.size() != 3) {
        fail("lacks a field" + ofTensor());
    }
    return leave(m_state == State::Top ? State::End : State::Top);
}

} // namespace

SafetensorsHeader readSafetensorsJson(std::string_view json, const std::filesystem::path& file) {
    const auto fail = [&](const char* message) {
        throw Error(ErrorCode::Malformed, message, {.file = file, .byteOffset = headerLengthBytes, .row = {}});
    };
    if (!isValidUtf8(json)) {
        fail("This weights file is damaged: its header is not valid UTF-8 (InvalidHeader)");
    }
    // nlohmann's lexer would skip a byte order mark and take a zero byte for the end of the text.
    const auto first = json.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || json[first] != '{' || json.find('\0') != std::string_view::npos) {
        fail("This weights file is damaged: its header is not a JSON object (InvalidHeaderDeserialization)");
    }
    HeaderReader reader(file);
    nlohmann::json::sax_parse(json.begin(), json.end(), &reader);
    return reader.take();
}

} // namespace storyscope::formats
