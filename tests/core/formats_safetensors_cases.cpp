// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats_safetensors_cases.h"

#include <cstdint>

namespace storyscope::test {

namespace {

const std::string valid = R"({"test":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]}})";
constexpr const char* invalidJson = "InvalidHeaderDeserialization";

std::string manyTensors(int count) {
    std::string header = "{";
    for (int index = 0; index < count; ++index) {
        header += (index == 0 ? "\"" : ",\"") + std::to_string(index) +
                  R"(":{"dtype":"U8","shape":[0],"data_offsets":[0,0]})";
    }
    return header + '}';
}

std::string deepObjects() {
    std::string deep;
    for (int level = 0; level < 1'000'000; ++level) {
        deep += "{\"a\":";
    }
    return deep;
}

} // namespace

std::string fileOf(const std::string& header, std::size_t bufferBytes) {
    std::string bytes;
    for (unsigned index = 0; index < 8; ++index) {
        bytes += static_cast<char>(static_cast<std::uint64_t>(header.size()) >> (8 * index) & 0xFFU);
    }
    return bytes + header + std::string(bufferBytes, '\0');
}

std::string tensorOf(const std::string& type, const std::string& shape, const std::string& offsets) {
    return R"({"test":{"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}}";
}

std::vector<ValidSafetensors> validSafetensors() {
    return {
        {"one tensor", fileOf(valid, 16), 1},
        {"space after the object", fileOf("{}\r \t\n"), 0},
        {"space before the object", fileOf(" \n{}"), 0},
        {"no elements", fileOf(tensorOf("I32", "[2,0]", "[0,0]")), 1},
        {"no elements, then huge", fileOf(tensorOf("I32", "[0,9223372036854775807,9223372036854775807]", "[0,0]")), 1},
        {"scalar", fileOf(tensorOf("F64", "[]", "[0,8]"), 8), 1},
        {"rank at the cap", fileOf(tensorOf("U8", "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "[0,1]"), 1), 1},
        {"fields in another order", fileOf(R"({"a":{"data_offsets":[0,2],"shape":[1],"dtype":"BF16"}})", 2), 1},
        {"entries not in order of offset",
         fileOf(
             R"({"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})",
             3),
         2},
        {"metadata", fileOf(R"({"__metadata__":{"format":"pt","":""}})"), 0},
        {"metadata null", fileOf(R"({"__metadata__":null})"), 0},
        {"name outside ASCII", fileOf(R"({"größe.🌧":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}})", 1), 1},
        {"tensors at the cap", fileOf(manyTensors(100'000)), 100'000},
    };
}

std::vector<BrokenSafetensors> brokenSafetensors() {
    const std::string whole = fileOf(valid, 16);
    return {
        {"bytes at the end", whole + "x", "MetadataIncompleteBuffer"},
        {"two bytes short", whole.substr(0, whole.size() - 2), "MetadataIncompleteBuffer"},
        {"empty", "", "HeaderTooSmall"},
        {"seven bytes", "1234567", "HeaderTooSmall"},
        {"huge header", std::string("\x3C\0\0\0\0\xFF\xFF\xFF", 8) + valid, "HeaderTooLarge"},
        {"length wraps around", std::string(8, '\xFF'), "HeaderTooLarge"},
        {"only the length", fileOf(valid).substr(0, 8), "InvalidHeaderLength"},
        {"header one byte short", fileOf(valid).substr(0, 8 + valid.size() - 1), "InvalidHeaderLength"},
        {"not UTF-8", fileOf("\xFF"), "InvalidHeader"},
        {"name not UTF-8", fileOf("{\"\xED\xA0\x80\":{}}"), "InvalidHeader"},

        {"no header", fileOf(""), invalidJson},
        {"cut JSON", fileOf("{"), invalidJson},
        {"a list", fileOf("[]"), invalidJson},
        {"byte order mark", fileOf("\xEF\xBB\xBF{}"), invalidJson},
        {"zero byte after the object", fileOf(std::string("{}\0", 3)), invalidJson},
        {"two objects", fileOf("{}{}"), invalidJson},
        {"comment", fileOf("{}/**/"), invalidJson},
        {"tensor twice",
         fileOf(
             R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})"),
         invalidJson},
        {"tensor twice by escape",
         fileOf(
             R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"\u0061":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})"),
         invalidJson},
        {"metadata twice", fileOf(R"({"__metadata__":{},"__metadata__":{}})"), invalidJson},
        {"metadata key twice", fileOf(R"({"__metadata__":{"a":"","a":""}})"), invalidJson},
        {"metadata not text", fileOf(R"({"__metadata__":{"a":1}})"), invalidJson},
        {"field twice", fileOf(R"({"a":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}})"), invalidJson},
        {"field missing", fileOf(R"({"a":{"dtype":"U8","shape":[0]}})"), invalidJson},
        {"field unknown", fileOf(R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"x":1}})"), invalidJson},
        {"unknown type", fileOf(tensorOf("F31", "[0]", "[0,0]")), invalidJson},
        {"type in small letters", fileOf(tensorOf("f32", "[0]", "[0,0]")), invalidJson},
        {"shape negative", fileOf(tensorOf("U8", "[-1]", "[0,0]")), invalidJson},
        {"shape a fraction", fileOf(tensorOf("U8", "[1.0]", "[0,1]"), 1), invalidJson},
        {"shape past 64 bits", fileOf(tensorOf("U8", "[18446744073709551616]", "[0,0]")), invalidJson},
        {"shape nested", fileOf(tensorOf("U8", "[[1]]", "[0,1]"), 1), invalidJson},
        {"shape a number", fileOf(tensorOf("U8", "1", "[0,1]"), 1), invalidJson},
        {"one offset", fileOf(tensorOf("U8", "[0]", "[0]")), invalidJson},
        {"three offsets", fileOf(tensorOf("U8", "[0]", "[0,0,0]")), invalidJson},
        {"tensor null", fileOf(R"({"a":null})"), invalidJson},
        {"control character in a name", fileOf(R"({"a\u0007":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})"),
         invalidJson},
        {"zero in a name", fileOf(R"({"a\u0000b":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})"), invalidJson},
        {"late control character in a name", fileOf(R"({"a\u009F":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})"),
         invalidJson},
        {"rank past the cap", fileOf(tensorOf("U8", "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "[0,1]"), 1), invalidJson},
        {"tensors past the cap", fileOf(manyTensors(100'001)), invalidJson},
        {"a million brackets", fileOf(std::string(1'000'000, '[')), invalidJson},
        {"a million objects", fileOf(deepObjects()), invalidJson},

        {"shape and offsets differ", fileOf(tensorOf("I32", "[2,2]", "[0,4]"), 16), "TensorInvalidInfo"},
        {"elements wrap around", fileOf(tensorOf("I32", "[2,18446744073709551614]", "[0,16]"), 16),
         "ValidationOverflow"},
        {"bytes wrap around", fileOf(tensorOf("I32", "[2,9223372036854775807]", "[0,16]"), 16), "ValidationOverflow"},
        {"shape past 63 bits", fileOf(tensorOf("U8", "[9223372036854775808]", "[0,0]")), "ValidationOverflow"},
        {"gap before the first", fileOf(tensorOf("U8", "[1]", "[1,2]"), 2), "InvalidOffset"},
        {"end before begin", fileOf(tensorOf("U8", "[1]", "[1,0]"), 1), "InvalidOffset"},
        {"offset at the end of 64 bits", fileOf(tensorOf("U8", "[0]", "[18446744073709551615,18446744073709551615]")),
         "InvalidOffset"},
        {"same bytes twice",
         fileOf(
             R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}})",
             4),
         "InvalidOffset"},
        {"gap",
         fileOf(
             R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}})",
             3),
         "InvalidOffset"},
        {"claims a terabyte", fileOf(tensorOf("U8", "[1099511627776]", "[0,1099511627776]"), 16),
         "MetadataIncompleteBuffer"},
    };
}

} // namespace storyscope::test
