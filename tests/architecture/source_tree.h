// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::test {

struct Include {
    std::string name;     ///< between the quotes or angle brackets
    std::size_t line = 0; ///< from 1
};

struct SourceFile {
    std::vector<std::string> lines;
    std::vector<Include> includes;
};

/// Files of the project by their path from its root, real or made up.
class SourceTree {
public:
    /// Every text file that the project consists of; build folders, version control and binary files are left out.
    static SourceTree read(const std::filesystem::path& root);

    void add(const std::string& path, std::string_view text);

    const std::map<std::string, SourceFile>& files() const { return m_files; }
    /// Null if there is no such file.
    const SourceFile* find(const std::string& path) const;

private:
    std::map<std::string, SourceFile> m_files;
};

bool isCpp(const std::string& path);

} // namespace storyscope::test
