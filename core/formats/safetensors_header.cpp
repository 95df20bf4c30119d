// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/safetensors_header.h"

#include "core/base/error.h"
#include "core/formats/safetensors_json.h"
#include "core/formats/utf8.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>

namespace storyscope::formats {

namespace {

constexpr std::uint64_t maximumHeaderBytes = 100'000'000;

std::optional<std::uint64_t> checkedProduct(std::uint64_t a, std::uint64_t b) {
    if (b != 0 && a > std::numeric_limits<std::uint64_t>::max() / b) {
        return std::nullopt;
    }
    return a * b;
}

/// Checks shapes and that the tensors follow each other without a gap; tells errors with their place in the file.
class LayoutCheck {
public:
    LayoutCheck(std::uint64_t bufferOffset, const std::filesystem::path& file)
        : m_bufferOffset(bufferOffset), m_file(file) {}

    void add(const TensorEntry& tensor) {
        if (tensor.begin != m_next || tensor.end < tensor.begin) {
            fail(tensor, "does not begin where the one before it ends", "InvalidOffset");
        }
        if (tensor.end - tensor.begin != expectedBytes(tensor)) {
            fail(tensor, "has a shape that does not fit its number of bytes", "TensorInvalidInfo");
        }
        m_next = tensor.end;
    }

    std::uint64_t bufferBytes() const { return m_next; }

private:
    std::uint64_t expectedBytes(const TensorEntry& tensor) const {
        std::optional<std::uint64_t> bytes = 1;
        for (const std::int64_t extent : tensor.shape) {
            bytes = checkedProduct(*bytes, static_cast<std::uint64_t>(extent));
            if (!bytes) {
                break;
            }
        }
        if (bytes) {
            bytes = checkedProduct(*bytes, sizeBytes(tensor.type));
        }
        if (!bytes) {
            fail(tensor, "has a shape with too many elements", "ValidationOverflow");
        }
        return *bytes;
    }

    [[noreturn]] void fail(const TensorEntry& tensor, const std::string& what, const std::string& officialName) const {
        const bool placeFits = tensor.begin <= std::numeric_limits<std::uint64_t>::max() - m_bufferOffset;
        const std::uint64_t byte = placeFits ? m_bufferOffset + tensor.begin : headerLengthBytes;
        throw Error(ErrorCode::Malformed,
                    "This weights file is damaged: tensor \"" + tensor.name + "\" " + what + " (" + officialName + ")",
                    {.file = m_file, .byteOffset = byte, .row = {}});
    }

    std::uint64_t m_bufferOffset;
    const std::filesystem::path& m_file;
    std::uint64_t m_next = 0;
};

} // namespace

SafetensorsHeader safetensorsHeaderOf(std::string_view bytes, const std::filesystem::path& file) {
    const std::uint64_t size = safetensorsHeaderSize(bytes.substr(0, headerLengthBytes), bytes.size(), file);
    return parseSafetensorsHeader(bytes.substr(headerLengthBytes, size), bytes.size(), file);
}

bool isTensorName(std::string_view name) {
    const auto isControl = [](char character) {
        const auto byte = static_cast<unsigned char>(character);
        return byte < 0x20 || byte == 0x7F;
    };
    // U+0080 to U+009F are control characters too: C2 80 to C2 9F.
    const auto isLateControl = [](char lead, char trail) {
        return static_cast<unsigned char>(lead) == 0xC2 && static_cast<unsigned char>(trail) < 0xA0;
    };
    return name != "__metadata__" && isValidUtf8(name) && std::ranges::none_of(name, isControl) &&
           std::adjacent_find(name.begin(), name.end(), isLateControl) == name.end();
}

std::uint64_t safetensorsHeaderSize(std::string_view firstBytes, std::uint64_t fileSize,
                                    const std::filesystem::path& file) {
    const auto fail = [&](const char* message) {
        throw Error(ErrorCode::Malformed, message, {.file = file, .byteOffset = 0, .row = {}});
    };
    if (firstBytes.size() < headerLengthBytes || fileSize < headerLengthBytes) {
        fail("This is not a weights file: it is too short to have a header (HeaderTooSmall)");
    }
    std::uint64_t size = 0;
    for (std::size_t index = headerLengthBytes; index-- > 0;) {
        size = size << 8U | static_cast<unsigned char>(firstBytes[index]);
    }
    if (size > maximumHeaderBytes) {
        fail("This is not a weights file: its header claims more than 100 million bytes (HeaderTooLarge)");
    }
    if (size > fileSize - headerLengthBytes) {
        fail("This weights file is cut off: its header ends beyond the file (InvalidHeaderLength)");
    }
    return size;
}

SafetensorsHeader parseSafetensorsHeader(std::string_view json, std::uint64_t fileSize,
                                         const std::filesystem::path& file) {
    SafetensorsHeader header = readSafetensorsJson(json, file);
    header.bufferOffset = headerLengthBytes + json.size();
    std::ranges::sort(header.tensors, {}, [](const TensorEntry& tensor) { return std::tie(tensor.begin, tensor.end); });
    LayoutCheck layout(header.bufferOffset, file);
    for (const TensorEntry& tensor : header.tensors) {
        layout.add(tensor);
    }
    if (layout.bufferBytes() != fileSize - header.bufferOffset) {
        const bool isShort = layout.bufferBytes() > fileSize - header.bufferOffset;
        throw Error(ErrorCode::Malformed,
                    isShort ? "This weights file is cut off: its tensors end beyond the file (MetadataIncompleteBuffer)"
                            : "This weights file is damaged: bytes follow its last tensor (MetadataIncompleteBuffer)",
                    {.file = file, .byteOffset = fileSize, .row = {}});
    }
    return header;
}

} // namespace storyscope::formats
