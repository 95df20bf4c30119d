// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/pickle_builder.h"

#include "core/formats/zip_writer.h"

namespace storyscope::test {

namespace {

std::string number(std::uint64_t value, unsigned size) {
    std::string bytes;
    for (unsigned i = 0; i < size; ++i) {
        bytes += static_cast<char>(value >> (8 * i) & 0xFFU);
    }
    return bytes;
}

} // namespace

std::string pickled(const std::string& program) {
    return "\x80\x02" + program + ".";
}

std::string text(const std::string& value) {
    return "X" + number(value.size(), 4) + value;
}

std::string integer(std::int32_t value) {
    return "J" + number(static_cast<std::uint32_t>(value), 4);
}

std::string global(const std::string& module, const std::string& name) {
    return "c" + module + "\n" + name + "\n";
}

std::string tensor(const HandMadeTensor& tensor) {
    const std::string storage = "(" + text("storage") + global("torch", tensor.type) + text(tensor.key) + text("cpu") +
                                integer(tensor.elements) + "tQ";
    return global("torch._utils", "_rebuild_tensor_v2") + "(" + storage + integer(tensor.offset) + "(" + tensor.shape +
           "t(" + tensor.strides + "t\x89)tR";
}

std::string dictionary(const std::string& key, const std::string& value) {
    return "}" + text(key) + value + "s";
}

std::string archive(const std::string& pickle, const std::string& storage, const std::string& byteOrder) {
    formats::ZipWriter zip;
    zip.add("archive/data.pkl", pickle);
    if (!byteOrder.empty()) {
        zip.add("archive/byteorder", byteOrder);
    }
    zip.add("archive/data/0", storage);
    zip.add("archive/version", "3\n");
    return zip.finish();
}

std::string legacy(const std::string& pickle, const std::string& storage, bool isLittleEndian) {
    return pickled("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19") + pickled(integer(1001)) +
           pickled(dictionary("little_endian", isLittleEndian ? "\x88" : "\x89")) + pickle +
           pickled("]" + text("0") + "a") + number(storage.size() / 4, 8) + storage;
}

} // namespace storyscope::test
