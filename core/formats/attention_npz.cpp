// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/story_export.h"

#include "core/base/error.h"
#include "core/formats/attention_names.h"
#include "core/formats/zip_writer.h"

#include <bit>
#include <span>
#include <vector>

namespace storyscope::formats {

static_assert(std::endian::native == std::endian::little, "Arrays are written as little-endian");

namespace {

std::string indexName(int index) {
    if (index == Attention::rolledOut) {
        return "rollout";
    }
    return index == Attention::averaged ? "mean" : std::to_string(index);
}

std::string textName(const Attention& record) {
    return std::string(attentionKindName(record.kind)) + '_' + std::to_string(record.subject);
}

std::string arrayName(const Attention& record) {
    return textName(record) + "_layer" + indexName(record.layer) + "_head" + indexName(record.head);
}

/// A .npy file, version 1.0: magic, length of the description, description padded to 64 bytes, values.
/// Source: NumPy, numpy.lib.format.
std::string npyFile(std::span<const float> values, const std::string& shape) {
    std::string description = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
    constexpr std::size_t prefixBytes = 10;
    constexpr std::size_t alignment = 64;
    description.append((alignment - (prefixBytes + description.size() + 1) % alignment) % alignment, ' ');
    description += '\n';

    std::string bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(description.size() & 0xFFU);
    bytes += static_cast<char>(description.size() >> 8U & 0xFFU);
    bytes += description;
    const auto raw = std::as_bytes(values);
    bytes.append(reinterpret_cast<const char*>(raw.data()), raw.size());
    return bytes;
}

std::string cellsFile(const Attention& record) {
    if (record.values.size() != record.rows.size() * record.columnCount()) {
        throw Error(ErrorCode::Internal, "An attention record has another number of values than rows and columns");
    }
    return npyFile(record.values, std::to_string(record.rows.size()) + ", " + std::to_string(record.frames.size()) +
                                      ", " + std::to_string(record.gridRows) + ", " +
                                      std::to_string(record.gridColumns));
}

/// Left, top, width and height per frame.
std::string areasFile(const Attention& record) {
    std::vector<float> sides;
    for (const Box& area : record.areas) {
        sides.insert(sides.end(), {area.left, area.top, area.width, area.height});
    }
    return npyFile(sides, std::to_string(record.areas.size()) + ", 4");
}

/// Of class tokens, of text and of other pictures per row.
std::string sharesFile(const Attention& record) {
    std::vector<float> shares;
    for (std::size_t row = 0; row < record.rows.size(); ++row) {
        shares.insert(shares.end(), {record.classShare(row), record.textShare(row), record.otherShare(row)});
    }
    return npyFile(shares, std::to_string(record.rows.size()) + ", 3");
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
        archive.add(arrayName(record) + ".npy", cellsFile(record));
        if (!record.classShares.empty() || !record.textShares.empty()) {
            archive.add(arrayName(record) + "_shares.npy", sharesFile(record));
        }
        const bool isSummary = record.layer == Attention::averaged && record.head == Attention::averaged;
        if (isSummary && !record.areas.empty()) {
            archive.add(textName(record) + "_areas.npy", areasFile(record));
        }
    }
    return archive.finish();
}

} // namespace storyscope::formats
