// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/rules.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <regex>
#include <set>

namespace storyscope::test {

namespace {

constexpr std::size_t longestFile = 500;
constexpr std::size_t longestMainWindow = 400;

std::string at(const std::string& path, std::size_t line, const std::string& what) {
    return path + ':' + std::to_string(line) + ": " + what;
}

/// "core/media" for "core/media/x.h", "ui/main" for "ui/main/x.h"; empty outside app/, core/ and ui/.
std::string roomOf(const std::string& path) {
    if (!path.starts_with("core/") && !path.starts_with("ui/") && !path.starts_with("app/")) {
        return {};
    }
    const std::size_t end = path.find('/', path.find('/') + 1);
    return end == std::string::npos ? std::string() : path.substr(0, end);
}

/// A room may include rooms of lower layers only, besides itself; ui/ and app/ are one layer each.
std::optional<int> layerOf(const std::string& room) {
    static const std::map<std::string, int> layers{
        {"core/base", 0},    {"core/story", 1}, {"core/text", 2},      {"core/formats", 2},
        {"core/media", 2},   {"core/nn", 2},    {"core/datasets", 3},  {"core/models", 3},
        {"core/metrics", 3}, {"core/hub", 3},   {"core/inference", 4}, {"core/training", 4},
    };
    if (room.starts_with("ui/")) {
        return 5;
    }
    if (room.starts_with("app/")) {
        return 6;
    }
    const auto found = layers.find(room);
    return found == layers.end() ? std::nullopt : std::optional(found->second);
}

bool startsWithOneOf(const std::string& text, const std::vector<std::string>& beginnings) {
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](const auto& beginning) { return text.starts_with(beginning); });
}

bool isTorch(const std::string& include) {
    return startsWithOneOf(include, {"torch/", "ATen/", "c10/", "caffe2/"});
}
bool isFfmpeg(const std::string& include) {
    return startsWithOneOf(
        include, {"libavformat/", "libavcodec/", "libavutil/", "libavfilter/", "libswscale/", "libswresample/"});
}
bool isOpenCv(const std::string& include) {
    return startsWithOneOf(include, {"opencv", "opencv2/"});
}
bool isCurl(const std::string& include) {
    return include.starts_with("curl/");
}
bool isQCustomPlot(const std::string& include) {
    return include == "qcustomplot.h";
}
bool isQt(const std::string& include) {
    return isQCustomPlot(include) ||
           (include.size() > 1 && include[0] == 'Q' && std::isupper(static_cast<unsigned char>(include[1])) != 0) ||
           include.starts_with("Qt") || include.starts_with("qt");
}

using IncludeTest = std::function<bool(const std::string& path, const Include& include)>;

/// Every include for which `isWrong` holds.
Violations wrongIncludes(const SourceTree& tree, const std::string& what, const IncludeTest& isWrong) {
    Violations violations;
    for (const auto& [path, file] : tree.files()) {
        for (const Include& include : file.includes) {
            if (isWrong(path, include)) {
                violations.push_back(at(path, include.line, what + ": " + include.name));
            }
        }
    }
    return violations;
}

/// The first LibTorch, FFmpeg or OpenCV header that `path` reaches through headers of the project, and the way there.
std::optional<std::string> wayToHeavyHeader(const SourceTree& tree, const std::string& path,
                                            std::set<std::string>& visited) {
    const SourceFile* file = tree.find(path);
    if (file == nullptr || !visited.insert(path).second) {
        return std::nullopt;
    }
    for (const Include& include : file->includes) {
        if (isTorch(include.name) || isFfmpeg(include.name) || isOpenCv(include.name)) {
            return include.name;
        }
        if (const auto way = wayToHeavyHeader(tree, include.name, visited)) {
            return include.name + " → " + *way;
        }
    }
    return std::nullopt;
}

} // namespace

Violations upwardIncludes(const SourceTree& tree) {
    return wrongIncludes(
        tree, "an include that does not run downwards", [](const std::string& path, const Include& include) {
            const std::string from = roomOf(path);
            const std::string to = roomOf(include.name);
            if (from.empty() || to.empty() || from == to || (from.starts_with("ui/") && to.starts_with("ui/"))) {
                return false;
            }
            const auto fromLayer = layerOf(from);
            const auto toLayer = layerOf(to);
            return !fromLayer || !toLayer || *toLayer >= *fromLayer;
        });
}

Violations qtInCore(const SourceTree& tree) {
    return wrongIncludes(tree, "core never includes Qt", [](const std::string& path, const Include& include) {
        return path.starts_with("core/") && isQt(include.name);
    });
}

Violations heavyHeadersInFront(const SourceTree& tree) {
    Violations violations;
    for (const auto& [path, file] : tree.files()) {
        std::set<std::string> visited;
        if (path.starts_with("ui/") || path.starts_with("app/")) {
            if (const auto way = wayToHeavyHeader(tree, path, visited)) {
                violations.push_back(at(path, 1, "reaches " + *way));
            }
        }
    }
    return violations;
}

Violations librariesOutsideTheirRoom(const SourceTree& tree) {
    return wrongIncludes(tree, "a library outside its room", [](const std::string& path, const Include& include) {
        const std::string room = roomOf(path);
        static const std::set<std::string> torchRooms{"core/nn", "core/models", "core/inference", "core/training"};
        static const std::set<std::string> openCvRooms{"core/media", "core/datasets"};
        return !room.empty() &&
               ((isFfmpeg(include.name) && room != "core/media") || (isCurl(include.name) && room != "core/hub") ||
                (isOpenCv(include.name) && !openCvRooms.contains(room)) ||
                (isTorch(include.name) && !torchRooms.contains(room)) ||
                (isQCustomPlot(include.name) && room != "ui/runs"));
    });
}

Violations mediaInTraining(const SourceTree& tree) {
    return wrongIncludes(tree, "built on machines without media", [](const std::string& path, const Include& include) {
        static const std::set<std::string> rooms{"core/nn", "core/models", "core/training"};
        // What networks want done to pixels is built without any library (storyscope_pictures).
        static const std::set<std::string> pictures{"core/media/equalize.h", "core/media/picture_preparation.h",
                                                    "core/media/pillow_resize.h"};
        return rooms.contains(roomOf(path)) && roomOf(include.name) == "core/media" && !pictures.contains(include.name);
    });
}

Violations longFiles(const SourceTree& tree) {
    Violations violations;
    for (const auto& [path, file] : tree.files()) {
        const bool isMainWindow = path == "ui/main/main_window.cpp" || path == "ui/main/main_window.h";
        const std::size_t limit = isMainWindow ? longestMainWindow : longestFile;
        if (isCpp(path) && file.lines.size() > limit) {
            violations.push_back(at(path, file.lines.size(), "longer than " + std::to_string(limit) + " lines"));
        }
    }
    return violations;
}

Violations missingLicenceLines(const SourceTree& tree) {
    Violations violations;
    for (const auto& [path, file] : tree.files()) {
        const bool isCode =
            isCpp(path) || path.ends_with(".cmake") || path.ends_with("CMakeLists.txt") || path.ends_with(".sh");
        const auto end = file.lines.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(2, file.lines.size()));
        const bool hasLine = std::any_of(file.lines.begin(), end, [](const std::string& line) {
            return line.find("SPDX-License-Identifier: GPL-3.0-or-later") != std::string::npos;
        });
        if (isCode && !hasLine) {
            violations.push_back(at(path, 1, "no SPDX-License-Identifier line"));
        }
    }
    return violations;
}

Violations machinePaths(const SourceTree& tree) {
    static const std::regex machinePath(R"((^|[^A-Za-z0-9_.$}])/(work|home|root|Users)/[A-Za-z0-9])");
    Violations violations;
    for (const auto& [path, file] : tree.files()) {
        for (std::size_t line = 0; line < file.lines.size(); ++line) {
            if (file.lines[line].size() < 10'000 && std::regex_search(file.lines[line], machinePath)) {
                violations.push_back(at(path, line + 1, "a path of one machine"));
            }
        }
    }
    return violations;
}

} // namespace storyscope::test
