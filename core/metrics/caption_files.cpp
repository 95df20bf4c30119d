// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/caption_files.h"

#include "core/base/error.h"
#include "core/base/progress.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <fstream>
#include <optional>
#include <utility>

namespace storyscope::metrics {

namespace {

using Json = nlohmann::json;

class CaptionFileReader {
public:
    explicit CaptionFileReader(std::filesystem::path file) : m_file(std::move(file)) {}

    CaptionsById read() {
        const Json document = parsed();
        if (document.is_array()) {
            readList(document);
        } else if (document.is_object() && document.contains("annotations") && document["annotations"].is_array()) {
            readList(document["annotations"]);
        } else if (document.is_object()) {
            readObject(document);
        } else {
            fail("The file holds neither a list of captions nor an object of ids");
        }
        if (m_captions.empty()) {
            fail("The file holds no captions");
        }
        return std::move(m_captions);
    }

private:
    [[noreturn]] void fail(const std::string& message, ErrorCode code = ErrorCode::Malformed,
                           std::optional<std::uint64_t> byte = {}) const {
        throw Error(code, message, {.file = m_file, .byteOffset = byte, .row = {}});
    }

    Json parsed() const {
        if (!std::filesystem::exists(m_file)) {
            fail("The file of captions does not exist", ErrorCode::NotFound);
        }
        std::ifstream input(m_file, std::ios::binary);
        if (!std::filesystem::is_regular_file(m_file) || !input) {
            fail("The file of captions cannot be read", ErrorCode::Unreadable);
        }
        try {
            return Json::parse(input);
        } catch (const Json::parse_error& error) {
            fail("The file is no JSON", ErrorCode::Malformed, error.byte);
        }
    }

    std::string idOf(const Json& element, std::size_t number) const {
        for (const char* name : {"image_id", "id", "story_id", "video_id"}) {
            if (element.is_object() && element.contains(name)) {
                const Json& id = element[name];
                if (id.is_string()) {
                    return id.get<std::string>();
                }
                if (id.is_number_integer()) {
                    return id.dump();
                }
            }
        }
        fail("Caption " + std::to_string(number) + " has no image_id");
    }

    void readList(const Json& list) {
        std::size_t number = 0;
        for (const Json& element : list) {
            const std::string id = idOf(element, ++number);
            if (!element.contains("caption") || !element["caption"].is_string()) {
                fail("Caption " + std::to_string(number) + ", of \"" + id + "\", has no text");
            }
            m_captions[id].push_back(element["caption"].get<std::string>());
        }
    }

    void readObject(const Json& object) {
        for (const auto& [id, value] : object.items()) {
            if (value.is_string()) {
                m_captions[id].push_back(value.get<std::string>());
                continue;
            }
            if (!value.is_array() || value.empty()) {
                fail("\"" + id + "\" has no list of captions");
            }
            for (const Json& caption : value) {
                if (!caption.is_string()) {
                    fail("A caption of \"" + id + "\" is no text");
                }
                m_captions[id].push_back(caption.get<std::string>());
            }
        }
    }

    std::filesystem::path m_file;
    CaptionsById m_captions;
};

} // namespace

CaptionFile readCaptionFile(const std::filesystem::path& file) {
    return {file, CaptionFileReader(file).read()};
}

MatchedCaptions matchedCaptions(const CaptionFile& hypotheses, const CaptionFile& references,
                                const std::stop_token& stop) {
    MatchedCaptions matched;
    for (const auto& [id, captions] : hypotheses.captions) {
        throwIfStopped(stop);
        const auto found = references.captions.find(id);
        if (found == references.captions.end()) {
            throw Error(ErrorCode::Mismatch, "There are no references for \"" + id + "\"", inFile(references.path));
        }
        if (captions.size() != 1) {
            throw Error(ErrorCode::BadArgument,
                        "\"" + id + "\" has " + std::to_string(captions.size()) +
                            " hypotheses; scores need exactly one",
                        inFile(hypotheses.path));
        }
        matched.references += found->second.size();
        matched.captions.push_back(referencedCaption(captions.front(), found->second));
    }
    matched.unusedReferences = references.captions.size() - matched.captions.size();
    return matched;
}

} // namespace storyscope::metrics
