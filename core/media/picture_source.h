// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_cache.h"
#include "core/media/media_source.h"

#include <filesystem>
#include <stop_token>
#include <vector>

namespace storyscope::media {

/// One picture, several, or a folder of them, decoded when asked for and kept in a cache. Thread-safe.
class PictureSource : public MediaSource {
public:
    /// Looks at the beginning of every file: what is no picture or too small becomes an Issue and is left out. Throws
    /// Error if nothing is left; for a single picture that picture's own.
    PictureSource(Kind kind, std::filesystem::path path, std::vector<std::filesystem::path> pictures,
                  const MediaOptions& options, const std::stop_token& stop, Progress& progress);

    Kind kind() const override { return m_kind; }
    std::filesystem::path path() const override { return m_path; }
    int frameCount() const override { return static_cast<int>(m_pictures.size()); }
    int width() const override { return m_width; }
    int height() const override { return m_height; }
    std::optional<double> timeSeconds(int) const override { return std::nullopt; }
    std::string pictureName(int number) const override;
    std::string description() const override;
    std::vector<Issue> issues() const override { return m_issues; }
    Picture frame(int number, const std::stop_token& stop) override;
    Picture cachedFrame(int number) const override { return m_cache.find(number); }
    int frameAt(double) const override { return 0; }
    void prepare(int number, Travel travel, const std::stop_token& stop) override;
    int keyFrameNear(int number) const override;
    std::unique_ptr<SmallPictureReader> openSmallPictures(const PictureBounds& bounds) const override;

private:
    void chooseFirst();

    Kind m_kind;
    std::filesystem::path m_path;
    std::vector<std::filesystem::path> m_pictures;
    std::vector<Issue> m_issues;
    mutable FrameCache m_cache;
    int m_width = 0;
    int m_height = 0;
};

/// Throws Error{Malformed} or Error{Unsupported} unless the file begins like a picture of a usable size.
void checkPictureFile(const std::filesystem::path& path);

/// Whether the file's first bytes are those of a still picture. False for whatever is not a readable regular file.
bool beginsLikePicture(const std::filesystem::path& path);

/// "picture 9" before "picture 10"; letters without regard to case.
bool isNaturallyBefore(const std::filesystem::path& a, const std::filesystem::path& b);

} // namespace storyscope::media
