// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace storyscope::bench {

// As the training part of VIST.
constexpr int vistStories = 40'155;
constexpr int vistStoriesPerAlbum = 5;
constexpr int vistAlbums = vistStories / vistStoriesPerAlbum;
constexpr int vistPhotosPerAlbum = 20;

std::string photoId(int album, int photo);
/// Writes a train.story-in-sequence.json of VIST's size with words of usual length without any meaning.
void writeVistSized(const std::filesystem::path& path);

} // namespace storyscope::bench
