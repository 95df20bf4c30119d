// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace storyscope::formats {

/// The Castagnoli checksum of bytes. Source: RFC 3720, appendix B.4.
std::uint32_t crc32c(std::string_view bytes);
/// As TFRecord files store it. Source: tensorflow/tensorflow, core/lib/hash/crc32c.h.
std::uint32_t maskedCrc32c(std::string_view bytes);

/// Writes what TensorBoard shows of a run: an event file of TFRecord frames around Event messages. Every sitting of a
/// run has a file of its own in the same folder; TensorBoard reads them together and forgets steps that a later sitting
/// repeats. Not thread-safe. Source: tensorflow/tensorboard, compat/proto/{event,summary,tensor}.proto.
class TensorBoardWriter {
public:
    /// Creates `folder` and a new file in it; steps after `firstStep` of earlier files are forgotten. Throws
    /// Error{Unreadable}.
    TensorBoardWriter(const std::filesystem::path& folder, std::int64_t firstStep);

    void scalar(const std::string& tag, std::int64_t step, double value);
    void image(const std::string& tag, std::int64_t step, const Picture& picture);
    /// Markdown.
    void text(const std::string& tag, std::int64_t step, const std::string& markdown);
    /// What was written is on its way to the disk. Throws Error{OutOfSpace} if some of it could not be written.
    void flush();

    const std::filesystem::path& path() const { return m_path; }

private:
    void summary(std::int64_t step, const std::string& value);
    void record(const std::string& event);

    std::filesystem::path m_path;
    std::ofstream m_file;
};

} // namespace storyscope::formats
