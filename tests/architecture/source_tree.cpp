// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/source_tree.h"

#include <array>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace storyscope::test {

namespace fs = std::filesystem;

namespace {

bool isText(const fs::path& path) {
    static const std::set<std::string> endings{".cpp", ".h",   ".cmake", ".txt", ".json",    ".md", ".sh",
                                               ".qrc", ".svg", ".ts",    ".xml", ".desktop", ".yml"};
    return endings.contains(path.extension().string());
}

} // namespace

SourceTree SourceTree::read(const fs::path& root) {
    SourceTree tree;
    for (const fs::directory_entry& top : fs::directory_iterator(root)) {
        const std::string name = top.path().filename().string();
        if (name == "build" || (name.starts_with('.') && name != ".ci")) {
            continue;
        }
        const auto addFile = [&](const fs::path& path) {
            if (isText(path) || name == ".ci") {
                std::ifstream stream(path, std::ios::binary);
                tree.add(fs::relative(path, root).generic_string(),
                         std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()));
            }
        };
        if (top.is_regular_file()) {
            addFile(top.path());
        } else if (top.is_directory()) {
            for (const fs::directory_entry& entry : fs::recursive_directory_iterator(top.path())) {
                if (entry.is_regular_file()) {
                    addFile(entry.path());
                }
            }
        }
    }
    return tree;
}

void SourceTree::add(const std::string& path, std::string_view text) {
    static const std::regex includeLine(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
    SourceFile& file = m_files[path];
    file = {};
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        file.lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        std::smatch match;
        if (isCpp(path) && std::regex_search(file.lines.back(), match, includeLine)) {
            file.includes.push_back({match[1].str(), file.lines.size()});
        }
    }
}

const SourceFile* SourceTree::find(const std::string& path) const {
    const auto found = m_files.find(path);
    return found == m_files.end() ? nullptr : &found->second;
}

bool isCpp(const std::string& path) {
    return path.ends_with(".cpp") || path.ends_with(".h");
}

} // namespace storyscope::test
