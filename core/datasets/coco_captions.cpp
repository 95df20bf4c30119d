// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/coco_captions.h"

#include "core/base/error.h"
#include "core/datasets/captioned_files.h"
#include "core/datasets/named_rows.h"
#include "core/datasets/recognition.h"
#include "core/datasets/split_making.h"

#include <unordered_map>

namespace storyscope::datasets {

namespace {

using nlohmann::json;

enum class Form { None, Coco, Karpathy };

Form formOf(const std::filesystem::path& file) {
    const std::set<std::string> shape = jsonShape(file);
    if (shape.contains("images[].sentences") && shape.contains("images[].filename")) {
        return Form::Karpathy;
    }
    const bool pictures = shape.contains("images[].file_name");
    const bool captions = shape.contains("annotations[].image_id") && shape.contains("annotations[].caption");
    return pictures || captions ? Form::Coco : Form::None;
}

/// Of a folder with the published annotations, those that are captions.
std::vector<std::filesystem::path> captionFiles(const std::filesystem::path& path) {
    std::vector<std::filesystem::path> files;
    bool named = false;
    for (const std::filesystem::path& file : describingFiles(path, {".json"})) {
        if (formOf(file) == Form::None) {
            continue;
        }
        const bool isNamed = file.filename().string().find("caption") != std::string::npos;
        if (isNamed && !named) {
            files.clear();
        }
        if (isNamed || !named) {
            files.push_back(file);
        }
        named = named || isNamed;
    }
    return files;
}

class CocoReader {
public:
    CocoReader(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop)
        : m_path(path), m_root(options.pictureFolder.empty() ? rootOf(path) : options.pictureFolder), m_stop(stop) {}

    StoryListing read(Progress& progress) {
        const std::vector<std::filesystem::path> files = captionFiles(m_path);
        for (std::size_t i = 0; i < files.size(); ++i) {
            throwIfStopped(m_stop);
            progress.report("Reading captions", static_cast<std::int64_t>(i), static_cast<std::int64_t>(files.size()));
            m_file = files[i];
            const json document = readJson(m_file, {"segmentation", "tokens", "licenses", "info", "keypoints", "bbox"});
            if (!document.is_object() || !document.contains("images") || !document["images"].is_array()) {
                throw malformed("The file has no list \"images\"");
            }
            if (formOf(m_file) == Form::Karpathy) {
                readKarpathy(document);
            } else {
                readCoco(document);
            }
        }
        return m_pictures.take("Captioned pictures in " + nameOf(m_path), m_root);
    }

private:
    Error malformed(const std::string& message) const {
        return Error(ErrorCode::Malformed, message, {.file = m_file, .byteOffset = {}, .row = {}});
    }

    void noteBadRow(const char* list, std::size_t row) {
        m_pictures.issues().add(Issue::Severity::Warning,
                                "The entry lacks a field or has one of the wrong type; it was left out.",
                                m_file.filename().string() + ", " + list + " entry " + std::to_string(row + 1));
    }

    void readCoco(const json& document) {
        if (!document.contains("annotations") || !document["annotations"].is_array()) {
            throw malformed("The file has no list \"annotations\"");
        }
        const std::string split = splitNameIn(m_file.filename().string());
        std::unordered_map<std::string, std::string> nameOfId;
        const json& images = document["images"];
        for (std::size_t row = 0; row < images.size(); ++row) {
            try {
                nameOfId[idText(images[row].at("id"))] = images[row].at("file_name").get<std::string>();
            } catch (const json::exception&) {
                noteBadRow("images", row);
            }
        }
        const std::string folder = folderOf(nameOfId);
        const json& annotations = document["annotations"];
        for (std::size_t row = 0; row < annotations.size(); ++row) {
            throwIfStopped(m_stop);
            try {
                const std::string file = nameOfId.at(idText(annotations[row].at("image_id")));
                const auto caption = annotations[row].at("caption").get<std::string>();
                m_pictures.addCaption(withoutEnding(file), folder + file, trimmed(caption));
                m_pictures.setSplit(withoutEnding(file), split);
            } catch (const json::exception&) {
                noteBadRow("annotations", row);
            } catch (const std::out_of_range&) {
                m_pictures.issues().add(Issue::Severity::Warning,
                                        "The caption is of a picture that the file does not list; it was left out.",
                                        m_file.filename().string() + ", annotations entry " + std::to_string(row + 1));
            }
        }
    }

    void readKarpathy(const json& document) {
        const json& images = document["images"];
        for (std::size_t row = 0; row < images.size(); ++row) {
            throwIfStopped(m_stop);
            try {
                const json& image = images[row];
                const auto name = image.at("filename").get<std::string>();
                const std::string folder = image.contains("filepath") ? image["filepath"].get<std::string>() + '/' : "";
                for (const json& sentence : image.at("sentences")) {
                    m_pictures.addCaption(withoutEnding(name), folder + name,
                                          trimmed(sentence.at("raw").get<std::string>()));
                }
                m_pictures.setSplit(withoutEnding(name), splitNameIn(image.value("split", "")));
            } catch (const json::exception&) {
                noteBadRow("images", row);
            }
        }
    }

    /// "train2017/" where the pictures of captions_train2017.json are.
    std::string folderOf(const std::unordered_map<std::string, std::string>& nameOfId) const {
        const std::string stem = m_file.stem().string();
        const std::string part = stem.substr(stem.rfind('_') + 1);
        std::vector<std::string> names;
        for (const auto& [id, name] : nameOfId) {
            names.push_back(name);
        }
        const std::filesystem::path found = folderWithMost(
            {m_root / "", m_root / part / "", m_root / "images" / "", m_root / "images" / part / ""}, names);
        return found.string().substr((m_root / "").string().size());
    }

    std::filesystem::path m_path;
    std::filesystem::path m_root; ///< that picture names are relative to
    std::stop_token m_stop;
    std::filesystem::path m_file; ///< that is being read
    CaptionedFiles m_pictures{CaptionedFiles::Kind::Pictures};
};

} // namespace

bool CocoCaptionsDataset::recognises(const std::filesystem::path& path) {
    return !captionFiles(path).empty();
}

CocoCaptionsDataset::CocoCaptionsDataset(const std::filesystem::path& path, const DatasetOptions& options,
                                         const std::stop_token& stop, Progress& progress)
    : ListedStories(CocoReader(path, options, stop).read(progress), options, stop, progress) {}

} // namespace storyscope::datasets
