// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/vist_stories.h"

#include "core/base/error.h"
#include "core/datasets/split_making.h"
#include "core/media/image_file.h"

#include <unordered_set>

namespace storyscope::datasets {

namespace {

namespace fs = std::filesystem;

/// "train" of "train.story-in-sequence.json", as the folder of its pictures is called.
std::string publishedName(const fs::path& file) {
    const std::string name = file.filename().string();
    return name.substr(0, name.find('.'));
}

} // namespace

/// Gathers the stories of the annotation files and finds their pictures.
class VistStories::Reader {
public:
    Reader(const Opening& opening, const fs::path& pictureFolder, const std::stop_token& stop, Progress& progress)
        : m_pictures(opening.path, pictureFolder, stop) {
        m_listing.title = opening.title + " in " + fs::absolute(opening.path / "").parent_path().filename().string();
        m_listing.pictureFolder = m_pictures.root();
        m_listing.files = StoryListing::Files::Known;
        for (const fs::path& file : findVistFiles(opening.path, opening.tier, stop)) {
            VistTable table = readVistAnnotations(file, opening.tier, m_listing.issues, stop, progress);
            for (VistEntry& entry : opening.group(table, m_listing.issues)) {
                throwIfStopped(stop);
                add(std::move(entry), publishedName(file), table);
            }
        }
        if (m_missing > 0) {
            m_listing.issues.add(Issue::Severity::Problem,
                                 "The pictures of " + std::to_string(m_missing) + " of " + std::to_string(m_frames) +
                                     " frames are missing, photo " + m_firstMissing +
                                     " is the first. Their captions can be used all the same.",
                                 m_placeOfMissing);
        }
    }

    StoryListing takeListing() { return std::move(m_listing); }
    VistPictures takePictures() { return std::move(m_pictures); }

private:
    void add(VistEntry&& entry, const std::string& part, const VistTable& table) {
        if (!m_ids.insert(entry.story.id).second) {
            m_listing.issues.add(Issue::Severity::Warning, "Two stories have the same id; only the first one was kept.",
                                 "story " + entry.story.id);
            return;
        }
        for (std::size_t frame = 0; frame < entry.photos.size(); ++frame) {
            locate(entry, frame, part, table);
        }
        m_listing.splitOf.push_back(splitNameIn(part));
        m_listing.groupOf.push_back(entry.albumId.empty() ? entry.story.id : entry.albumId);
        m_listing.stories.push_back(std::move(entry.story));
    }

    void locate(VistEntry& entry, std::size_t frame, const std::string& part, const VistTable& table) {
        const std::string& photo = entry.photos[frame];
        std::string& name = entry.story.frames[frame].pictureName;
        ++m_frames;
        if (std::optional<std::string> file = m_pictures.find(photo, part)) {
            name = std::move(*file);
            return;
        }
        const auto address = table.photoAddresses.find(photo);
        name = address == table.photoAddresses.end() ? photo : address->second;
        if (++m_missing == 1) {
            m_firstMissing = photo;
            m_placeOfMissing = "story " + entry.story.id + ", frame " + std::to_string(frame + 1);
        }
    }

    VistPictures m_pictures;
    StoryListing m_listing;
    std::unordered_set<std::string> m_ids; ///< of the stories
    std::size_t m_frames = 0;
    std::size_t m_missing = 0;  ///< frames without a picture
    std::string m_firstMissing; ///< a photo
    std::string m_placeOfMissing;
};

VistStories::VistStories(const Opening& opening, const DatasetOptions& options, const std::stop_token& stop,
                         Progress& progress)
    : VistStories(Reader(opening, options.pictureFolder, stop, progress), options, stop, progress) {}

VistStories::VistStories(Reader&& reader, const DatasetOptions& options, const std::stop_token& stop,
                         Progress& progress)
    : ListedStories(reader.takeListing(), options, stop, progress), m_pictures(reader.takePictures()) {}

Picture VistStories::loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& wish) const {
    const std::string& name = frameEntry(storyIndex, frameIndex).pictureName;
    if (!m_pictures.has(name)) {
        throw Error(ErrorCode::NotFound, name.find("://") == std::string::npos
                                             ? "The picture of photo " + name + " is missing"
                                             : "The picture is missing; it was published at " + name);
    }
    return media::readPicture(m_pictures.root() / name, wish);
}

} // namespace storyscope::datasets
