// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/datasets/picture_folder_dataset.h"
#include "core/datasets/storyworld_dataset.h"
#include "core/datasets/vist_dataset.h"

#include <algorithm>
#include <filesystem>
#include <string_view>

namespace storyscope::datasets {

std::shared_ptr<const StoryDataset> openDataset(const std::string& specification, const std::stop_token& stop,
                                                Progress& progress) {
    constexpr std::string_view storyWorld = "storyworld:";
    if (specification == "storyworld" || specification.starts_with(storyWorld)) {
        const std::size_t begin = std::min(specification.size(), storyWorld.size());
        return std::make_shared<StoryWorldDataset>(parseStoryWorldRange(specification.substr(begin)));
    }
    const std::filesystem::path path = specification;
    std::error_code problem;
    const std::filesystem::file_status status = std::filesystem::status(path, problem);
    if (!std::filesystem::exists(status)) {
        throw Error(ErrorCode::NotFound, "There is no data set here", {.file = path, .byteOffset = {}, .row = {}});
    }
    if (!std::filesystem::is_directory(status)) {
        throw Error(ErrorCode::Unsupported,
                    "A data set is a folder or storyworld:seed=…,stories=…; this is a single file",
                    {.file = path, .byteOffset = {}, .row = {}});
    }
    if (VistDataset::recognises(path)) {
        return std::make_shared<VistDataset>(path, stop, progress);
    }
    return std::make_shared<PictureFolderDataset>(path, stop, progress);
}

} // namespace storyscope::datasets
