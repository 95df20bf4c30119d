// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"
#include "core/media/media_source.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace storyscope::datasets {

/// Which story of which data set.
struct StoryPlace {
    std::shared_ptr<const StoryDataset> dataset;
    std::string specification; ///< what the data set was opened with
    std::size_t story = 0;
};

/// One story of a data set as numbered pictures, so that it is shown and told like a folder of them. The place of a
/// picture that is missing or broken is kept by a placeholder; placeholderReason() and issues() say why. Thread-safe.
class StoryMediaSource : public media::MediaSource {
public:
    /// Reads the story's texts and, of stories of usual length, its pictures, so that issues() is complete. Throws
    /// Error if the story has no pictures or cannot be read, Error{Cancelled}.
    StoryMediaSource(StoryPlace place, const std::stop_token& stop, Progress& progress);

    const Story& story() const { return m_story; }
    const StoryPlace& place() const { return m_place; }

    Kind kind() const override { return Kind::PictureList; }
    /// "specification#story-id", as the command line names stories.
    std::filesystem::path path() const override;
    int frameCount() const override { return static_cast<int>(m_story.frames.size()); }
    int width() const override { return m_width; }
    int height() const override { return m_height; }
    std::optional<double> timeSeconds(int) const override { return std::nullopt; }
    std::string pictureName(int number) const override;
    std::string description() const override;
    std::vector<Issue> issues() const override;
    std::string placeholderReason(int number) const override;
    Picture frame(int number, const std::stop_token& stop) override;
    Picture cachedFrame(int number) const override;
    int frameAt(double) const override { return 0; }
    void prepare(int number, media::Travel travel, const std::stop_token& stop) override;
    int keyFrameNear(int number) const override;
    std::unique_ptr<media::SmallPictureReader> openSmallPictures(const media::PictureBounds& bounds) const override;

private:
    void checkNumber(int number) const;

    StoryPlace m_place;
    Story m_story;
    int m_width = 0; ///< of the first true picture
    int m_height = 0;
    mutable std::mutex m_mutex;            ///< guards what follows
    std::map<int, Picture> m_pictures;     ///< the latest ones within a budget
    std::map<int, std::string> m_problems; ///< per frame: why there is no picture
};

} // namespace storyscope::datasets
