// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_cache.h"
#include "core/media/frame_reader.h"
#include "core/media/media_source.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

namespace storyscope::media {

/// A video's frames, decoded by one thread at a time and kept in a cache. Thread-safe.
class VideoSource : public MediaSource {
public:
    VideoSource(std::shared_ptr<const VideoIndex> index, const MediaOptions& options);

    Kind kind() const override { return Kind::Video; }
    std::filesystem::path path() const override { return m_index->path; }
    int frameCount() const override { return m_index->frameCount(); }
    int width() const override { return m_index->width; }
    int height() const override { return m_index->height; }
    std::optional<double> timeSeconds(int number) const override;
    std::string pictureName(int) const override { return {}; }
    std::string description() const override;
    std::vector<Issue> issues() const override;
    std::vector<DamagedRange> damagedRanges() const override;
    bool isComplete() const override { return m_index->isComplete; }
    Picture frame(int number, const std::stop_token& stop) override;
    Picture cachedFrame(int number) const override { return m_cache.find(number); }
    int frameAt(double seconds) const override { return m_index->frameAt(seconds); }
    void prepare(int number, Travel travel, const std::stop_token& stop) override;
    int keyFrameNear(int number) const override;
    std::unique_ptr<SmallPictureReader> openSmallPictures(const PictureBounds& bounds) const override;

    const VideoIndex& index() const { return *m_index; }
    /// Whether cachedFrame() would give a picture; unlike that, no sign of what a person looks at.
    bool isCached(int number) const { return m_cache.contains(number); }

private:
    int affordable(double share) const;
    int firstToKeep(int number, int requestedBefore) const;
    Picture decode(const FrameReader::Wanted& wanted, const std::stop_token& stop);
    void noteDamage();
    DamagedRange rangeBehind(int damagedFrame) const;
    std::vector<DamagedRange> withFound(std::vector<DamagedRange> ranges) const;

    std::shared_ptr<const VideoIndex> m_index;
    mutable FrameCache m_cache;
    std::atomic<int> m_lastRequested = -1;
    std::timed_mutex m_decoding; ///< guards the reader
    FrameReader m_reader;
    std::size_t m_knownDamage = 0; ///< frames in m_foundDamage's making; guarded as the reader
    mutable std::mutex m_damageAccess;
    std::vector<DamagedRange> m_foundDamage; ///< by decoding
    std::set<int> m_undecodable;             ///< frames that were asked for and could not be decoded
};

} // namespace storyscope::media
