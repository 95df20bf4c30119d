// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/pickle_opcodes.h"

#include <map>

namespace storyscope::formats {

std::string opcodeName(PickleOpcode opcode) {
    static const std::map<std::uint8_t, std::string> names{{'I', "INT"},
                                                           {'L', "LONG"},
                                                           {'F', "FLOAT"},
                                                           {'S', "STRING"},
                                                           {'V', "UNICODE"},
                                                           {'P', "PERSID"},
                                                           {'p', "PUT"},
                                                           {'g', "GET"},
                                                           {'i', "INST"},
                                                           {'o', "OBJ"},
                                                           {'l', "LIST"},
                                                           {'d', "DICT"},
                                                           {'0', "POP"},
                                                           {'1', "POP_MARK"},
                                                           {'2', "DUP"},
                                                           {'B', "BINBYTES"},
                                                           {'C', "SHORT_BINBYTES"},
                                                           {0x81, "NEWOBJ"},
                                                           {0x82, "EXT1"},
                                                           {0x83, "EXT2"},
                                                           {0x84, "EXT4"},
                                                           {0x8b, "LONG4"},
                                                           {0x8e, "BINBYTES8"},
                                                           {0x8f, "EMPTY_SET"},
                                                           {0x90, "ADDITEMS"},
                                                           {0x91, "FROZENSET"},
                                                           {0x92, "NEWOBJ_EX"},
                                                           {0x96, "BYTEARRAY8"},
                                                           {0x97, "NEXT_BUFFER"},
                                                           {0x98, "READONLY_BUFFER"}};
    const auto number = static_cast<std::uint8_t>(opcode);
    const auto found = names.find(number);
    return found == names.end() ? std::to_string(number) : found->second;
}

} // namespace storyscope::formats
