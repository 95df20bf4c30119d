// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/story_export.h"

#include "core/base/error.h"
#include "core/formats/attention_names.h"
#include "core/formats/zip_writer.h"

#include <bit>
#include <span>

namespace storyscope::formats {

static_assert(std::endian::native == std::endian::little, "Arrays are written as little-endian");

namespace {

std::string indexName(int index) {
    return index == Attention::averaged ? "mean" : std::to_string(index);
}

std::string arrayName(const Attention& record) {
    return std::string(attentionKindName(record.kind)) + '_' + std::to_string(record.subject) + "_layer" +
           indexName(record.layer) + "_head" + indexName(record.head);
}

/// A .npy file, version 1.0: magic, length of the description, description padded to 64 bytes, values.
/// Source: NumPy, numpy.lib.format.
std::string npyFile(const Attention& record) {
    if (record.values.size() != record.rows.size() * record.columnCount()) {
        throw Error(ErrorCode::Internal, "An attention record has another number of values than rows and columns");
    }
    std::string description = "{'descr': '<f4', 'fortran_order': False, 'shape': (" +
                              std::to_string(record.rows.size()) + ", " + std::to_string(record.frames.size()) + ", " +
                              std::to_string(record.gridRows) + ", " + std::to_string(record.gridColumns) + "), }";
    constexpr std::size_t prefixBytes = 10;
    constexpr std::size_t alignment = 64;
    description.append((alignment - (prefixBytes + description.size() + 1) % alignment) % alignment, ' ');
    description += '\n';

    std::string bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(description.size() & 0xFFU);
    bytes += static_cast<char>(description.size() >> 8U & 0xFFU);
    bytes += description;
    const auto values = std::as_bytes(std::span(record.values));
    bytes.append(reinterpret_cast<const char*>(values.data()), values.size());
    return bytes;
}

} // namespace

const char* attentionKindName(Attention::Kind kind) {
    switch (kind) {
    case Attention::Kind::Temporal:
        return "temporal";
    case Attention::Kind::Caption:
        return "caption";
    case Attention::Kind::NextCaption:
        return "next_caption";
    case Attention::Kind::ClipCaption:
        return "clip_caption";
    }
    return "caption";
}

std::string attentionToNpz(const StoryResult& result) {
    ZipWriter archive;
    for (const Attention& record : result.attention) {
        archive.add(arrayName(record) + ".npy", npyFile(record));
    }
    return archive.finish();
}

} // namespace storyscope::formats
