// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/issue.h"
#include "core/datasets/augmentation.h"
#include "core/datasets/missing_pictures.h"
#include "core/datasets/story_dataset.h"
#include "core/media/picture_preparation.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace storyscope::datasets {

/// A story to load, and which of its frames.
struct StoryRequest {
    std::size_t story = 0;
    std::vector<std::size_t> frames; ///< in the order they are wanted, one may come twice; empty: all
};

/// A story as a network sees it.
struct LoadedStory {
    std::size_t story = 0;         ///< position in the data set
    Story text;                    ///< the whole story, changed along with the pictures
    std::vector<Picture> pictures; ///< of the requested frames, prepared
    std::vector<Issue> issues;     ///< one for each picture that is a placeholder
};

/// Decodes, augments and prepares the pictures of stories ahead of time on threads of its own, and hands them out in
/// the order they were asked for: what comes does not depend on the number of threads. One consumer.
class PictureLoader {
public:
    /// How much of a picture is decoded.
    enum class Decoding {
        Exact,  ///< all of it: the pixels that the published models were trained on
        Scaled, ///< a large JPEG at a half, a quarter or an eighth, never below the wanted size: faster, a little off
    };
    struct Options {
        int threads = 1;       ///< at least 1
        std::size_t ahead = 8; ///< stories that are finished or worked on and not yet handed out, at least 1
        media::PicturePreparation preparation;
        std::optional<AugmentationOptions> augmentation; ///< none: the pictures as they are
        std::uint64_t seed = 1;                          ///< of the augmentation
        std::uint64_t epoch = 0;                         ///< another one varies the stories differently
        MissingPictures missing = MissingPictures::UsePlaceholder;
        Decoding decoding = Decoding::Exact;
    };

    /// Throws Error{BadArgument} for impossible options.
    PictureLoader(std::shared_ptr<const StoryDataset> dataset, std::vector<StoryRequest> requests, Options options);
    /// Stops the threads within one picture.
    ~PictureLoader();
    PictureLoader(const PictureLoader&) = delete;
    PictureLoader& operator=(const PictureLoader&) = delete;

    /// The next story; none after the last one. Rethrows what went wrong with it; the one after it can still be asked
    /// for. Throws Error{Cancelled} at once if a stop is asked for.
    std::optional<LoadedStory> next(const std::stop_token& stop);

    /// Of what next() has handed out; the consumer's thread only.
    const LoadingCounts& counts() const { return m_counts; }

private:
    struct Result {
        std::optional<LoadedStory> story; ///< none: skipped
        std::exception_ptr failure;
    };

    void work(const std::stop_token& stop);
    PictureWish wishFor(const std::optional<PictureChange>& change) const;
    std::optional<LoadedStory> load(const StoryRequest& request, const std::stop_token& stop) const;
    Result take(const std::stop_token& stop);

    std::shared_ptr<const StoryDataset> m_dataset;
    std::vector<StoryRequest> m_requests;
    Options m_options;
    LoadingCounts m_counts;

    std::mutex m_mutex; ///< guards what follows
    std::condition_variable_any m_changed;
    std::map<std::size_t, Result> m_finished; ///< by position in m_requests
    std::size_t m_claimed = 0;
    std::size_t m_taken = 0;
    std::vector<std::jthread> m_threads; ///< last: they end before anything they use
};

} // namespace storyscope::datasets
