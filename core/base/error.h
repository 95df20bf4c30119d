// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

namespace storyscope {

enum class ErrorCode {
    NotFound,    ///< a file, data set, story or preset that does not exist
    Unreadable,  ///< it exists, but the system does not let us read or write it
    Malformed,   ///< its bytes break the rules of its format
    Unsupported, ///< well formed, but of a kind that Storyscope does not handle
    Mismatch,    ///< two things do not fit together: tensor shapes, vocabulary sizes, versions
    BadArgument, ///< a value a person typed makes no sense
    OutOfSpace,  ///< the disk is full or memory ran out
    Cancelled,   ///< a stop was asked for; never shown as a failure
    Numerical,   ///< a loss became NaN or infinite
    Internal,    ///< a bug of ours
};

/// Where an error happened inside a file, as far as it is known.
struct ErrorPlace {
    std::filesystem::path file;              ///< empty: no file is involved
    std::optional<std::uint64_t> byteOffset; ///< from the beginning of the file
    std::optional<std::uint64_t> row;        ///< line or record, from 1
};

/// The file as a whole.
ErrorPlace inFile(std::filesystem::path file);

/// The one exception type that core throws. `what()` is a sentence for a person that names cause and, if there is one,
/// the file and the place in it. Copying it is cheap and it may cross threads.
class Error : public std::runtime_error {
public:
    Error(ErrorCode code, const std::string& message, ErrorPlace place = {});

    ErrorCode code() const { return m_code; }
    const ErrorPlace& place() const { return m_place; }
    /// The sentence without file and place, for a caller that shows those itself.
    const std::string& message() const { return m_message; }

private:
    ErrorCode m_code;
    std::string m_message;
    ErrorPlace m_place;
};

} // namespace storyscope
