// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/coco_captions.h"

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
std::vector<std::filesystem::path> cocoFiles(const std::filesystem::path& path) {
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
        for (const std::filesystem::path& file : cocoFiles(m_path)) {
            m_file = file;
            if (formOf(m_file) == Form::Karpathy) {
                readKarpathy(progress);
            } else {
                readCoco(progress);
            }
        }
        return m_pictures.take("Captioned pictures in " + nameOf(m_path), m_root);
    }

private:
    struct Caption {
        std::string imageId;
        std::string text;
        std::uint64_t number = 0; ///< of the annotation
    };

    /// The list of pictures may follow that of the captions.
    void readCoco(Progress& progress) {
        std::unordered_map<std::string, std::string> nameOfId;
        std::vector<Caption> captions;
        const auto readEntry = [&](const formats::JsonElement& element) {
            if (element.list == "images") {
                nameOfId[idText(element.value.at("id"))] = element.value.at("file_name").get<std::string>();
            } else {
                captions.push_back({idText(element.value.at("image_id")),
                                    trimmed(element.value.at("caption").get_ref<const std::string&>()),
                                    element.number});
            }
        };
        m_pictures.readLists(m_file, {"images", "annotations"}, readEntry, m_stop, progress);
        const std::string split = splitNameIn(m_file.filename().string());
        const std::string folder = folderOf(nameOfId);
        for (Caption& caption : captions) {
            throwIfStopped(m_stop);
            const auto name = nameOfId.find(caption.imageId);
            if (name == nameOfId.end()) {
                m_pictures.issues().add(Issue::Severity::Warning,
                                        "The caption is of a picture that the file does not list; it was left out.",
                                        m_file.filename().string() + ", annotations entry " +
                                            std::to_string(caption.number));
                continue;
            }
            const std::string id = withoutEnding(name->second);
            m_pictures.addCaption(id, folder + name->second, std::move(caption.text));
            m_pictures.setSplit(id, split);
        }
    }

    void readKarpathy(Progress& progress) {
        const auto readEntry = [&](const formats::JsonElement& element) {
            const json& image = element.value;
            const auto name = image.at("filename").get<std::string>();
            const std::string folder = image.contains("filepath") ? image["filepath"].get<std::string>() + '/' : "";
            for (const json& sentence : image.at("sentences")) {
                m_pictures.addCaption(withoutEnding(name), folder + name,
                                      trimmed(sentence.at("raw").get_ref<const std::string&>()));
            }
            m_pictures.setSplit(withoutEnding(name), splitNameIn(image.value("split", "")));
        };
        m_pictures.readLists(m_file, {"images"}, readEntry, m_stop, progress);
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
    return !cocoFiles(path).empty();
}

CocoCaptionsDataset::CocoCaptionsDataset(const std::filesystem::path& path, const DatasetOptions& options,
                                         const std::stop_token& stop, Progress& progress)
    : ListedStories(CocoReader(path, options, stop).read(progress), options, stop, progress) {}

} // namespace storyscope::datasets
