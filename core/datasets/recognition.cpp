// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/recognition.h"

#include "core/datasets/natural_order.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace storyscope::datasets {

namespace {

using nlohmann::json;

constexpr std::size_t mostFiles = 64;
constexpr std::size_t shapeBytes = 256 * 1024;
constexpr int deepestLevel = 64;

bool endsWithOne(const std::filesystem::path& file, const std::vector<std::string_view>& endings) {
    const std::string name = file.filename().string();
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return name.ends_with(ending); });
}

struct SizedFile {
    std::filesystem::path path;
    std::uintmax_t sizeBytes = 0;
};

void addFiles(const std::filesystem::path& folder, const std::vector<std::string_view>& endings,
              std::vector<SizedFile>& files) {
    std::error_code problem;
    for (auto entry = std::filesystem::directory_iterator(folder, problem);
         !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
        std::error_code unreadable;
        if (endsWithOne(entry->path(), endings) && entry->is_regular_file(unreadable)) {
            files.push_back({entry->path(), entry->file_size(unreadable)});
        }
    }
}

/// Notes the names of members on the way down to the second level of lists.
class ShapeReader : public nlohmann::json_sax<json> {
public:
    std::set<std::string> takeShape() { return std::move(m_shape); }

    bool null() override { return true; }
    bool boolean(bool /*value*/) override { return true; }
    bool number_integer(number_integer_t /*value*/) override { return true; }
    bool number_unsigned(number_unsigned_t /*value*/) override { return true; }
    bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return true; }
    bool string(string_t& /*value*/) override { return true; }
    bool binary(binary_t& /*value*/) override { return true; }
    bool start_object(std::size_t /*elements*/) override { return ++m_objects + m_lists <= deepestLevel; }
    bool end_object() override { return m_objects-- > 0; }
    bool start_array(std::size_t /*elements*/) override { return m_objects + ++m_lists <= deepestLevel; }
    bool end_array() override { return m_lists-- > 0; }
    bool key(string_t& name) override {
        if (m_objects == 1 && m_lists == 0) {
            m_list = name;
            m_shape.insert(name);
        } else if (m_objects == 2 && m_lists > 0) {
            m_shape.insert(m_list + "[]." + name);
        }
        return true;
    }
    bool parse_error(std::size_t /*place*/, const std::string& /*token*/, const json::exception& /*error*/) override {
        return false;
    }

private:
    int m_objects = 0;
    int m_lists = 0;
    std::string m_list; ///< the member of the document that is being read
    std::set<std::string> m_shape;
};

} // namespace

std::vector<std::filesystem::path> describingFiles(const std::filesystem::path& path,
                                                   const std::vector<std::string_view>& endings) {
    std::error_code problem;
    if (std::filesystem::is_regular_file(path, problem)) {
        return endsWithOne(path, endings) ? std::vector{path} : std::vector<std::filesystem::path>();
    }
    std::vector<SizedFile> files;
    for (const char* folder : {"", "annotations", "data", "Flickr8k_text"}) {
        addFiles(*folder == '\0' ? path : path / folder, endings, files);
    }
    std::stable_sort(files.begin(), files.end(),
                     [](const SizedFile& a, const SizedFile& b) { return a.sizeBytes > b.sizeBytes; });
    files.resize(std::min(files.size(), mostFiles));
    std::vector<std::filesystem::path> paths;
    for (SizedFile& file : files) {
        paths.push_back(std::move(file.path));
    }
    std::sort(paths.begin(), paths.end(),
              [](const auto& a, const auto& b) { return naturalLess(a.string(), b.string()); });
    return paths;
}

std::filesystem::path rootOf(const std::filesystem::path& path) {
    std::error_code problem;
    if (!std::filesystem::is_regular_file(path, problem)) {
        return path;
    }
    const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
    const std::string name = folder.filename().string();
    return name == "annotations" || name == "Flickr8k_text" ? folder.parent_path() : folder;
}

std::string nameOf(const std::filesystem::path& path) {
    return std::filesystem::absolute(rootOf(path) / ".").parent_path().filename().string();
}

std::string beginningOf(const std::filesystem::path& file, std::size_t sizeBytes) {
    std::ifstream stream(file, std::ios::binary);
    std::string bytes(sizeBytes, '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(sizeBytes));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
    return bytes;
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        if (!line.empty() && line.back() == '\r') {
            line.pop_back();
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

std::set<std::string> jsonShape(const std::filesystem::path& file) {
    ShapeReader reader;
    json::sax_parse(beginningOf(file, shapeBytes), &reader);
    return reader.takeShape();
}

std::string idText(const json& id) {
    return id.is_number_integer() ? std::to_string(id.get<std::int64_t>()) : id.get<std::string>();
}

} // namespace storyscope::datasets
