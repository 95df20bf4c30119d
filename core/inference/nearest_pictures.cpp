// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/nearest_pictures.h"

#include "core/base/error.h"
#include "core/datasets/frame_captions.h"

#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <set>

namespace storyscope::inference {

namespace {

constexpr int side = 8;
constexpr std::size_t lookSize = std::size_t{3} * side * side;

/// The means of an 8 × 8 grid, which suits pictures of any size.
std::array<float, lookSize> lookOf(const Picture& picture) {
    std::array<float, lookSize> look{};
    for (int row = 0; row < side; ++row) {
        const int top = row * picture.height() / side;
        const int bottom = std::max(top + 1, (row + 1) * picture.height() / side);
        for (int column = 0; column < side; ++column) {
            const int left = column * picture.width() / side;
            const int right = std::max(left + 1, (column + 1) * picture.width() / side);
            float* const cell = &look[static_cast<std::size_t>(3 * (row * side + column))];
            const float share = 1.0F / (255.0F * static_cast<float>((bottom - top) * (right - left)));
            for (int y = top; y < bottom; ++y) {
                const std::uint8_t* const line =
                    picture.data() + static_cast<std::ptrdiff_t>(y) * picture.strideBytes();
                for (int x = 3 * left; x < 3 * right; ++x) {
                    cell[x % 3] += share * static_cast<float>(line[x]);
                }
            }
        }
    }
    return look;
}

/// Every story once, evenly spread over `stories`, until about `most` pictures are reached.
std::vector<std::size_t> spread(const std::vector<std::size_t>& stories, std::size_t most, std::size_t framesEach) {
    const std::size_t count =
        std::min(stories.size(), std::max<std::size_t>(1, most / std::max<std::size_t>(1, framesEach)));
    std::vector<std::size_t> chosen;
    for (std::size_t index = 0; index < count; ++index) {
        chosen.push_back(stories[index * stories.size() / count]);
    }
    return chosen;
}

} // namespace

void NearestPictures::ask(std::size_t story, std::size_t index, const std::vector<Picture>& frames) {
    for (std::size_t frame = 0; frame < frames.size(); ++frame) {
        const auto look = lookOf(frames[frame]);
        m_looks.insert(m_looks.end(), look.begin(), look.end());
        m_queries.push_back({story, frame, index});
    }
}

void NearestPictures::search(const datasets::StoryDataset& dataset, std::size_t most, const std::stop_token& stop,
                             Progress& progress) {
    if (m_queries.empty() || most == 0) {
        return;
    }
    const std::vector<datasets::Split> splits = dataset.splits();
    const auto training = std::ranges::find(splits, "train", &datasets::Split::name);
    std::vector<std::size_t> stories;
    if (training != splits.end() && !training->stories.empty()) {
        stories = training->stories;
    } else {
        std::set<std::size_t> told;
        std::ranges::transform(m_queries, std::inserter(told, told.end()), &Query::index);
        stories.assign(told.begin(), told.end());
    }
    stories = spread(stories, most, dataset.story(stories.front()).frames.size());
    for (std::size_t done = 0; done < stories.size(); ++done) {
        progress.report("Looking for the nearest training pictures", static_cast<std::int64_t>(done),
                        static_cast<std::int64_t>(stories.size()));
        const Story story = datasets::withFrameCaptions(dataset.story(stories[done]));
        std::vector<Picture> pictures;
        for (std::size_t frame = 0; frame < story.frames.size(); ++frame) {
            throwIfStopped(stop);
            try {
                pictures.push_back(dataset.picture(stories[done], frame, {.smallestSide = side}));
            } catch (const Error& error) {
                if (error.code() == ErrorCode::Cancelled) {
                    throw;
                }
                pictures.emplace_back();
            }
        }
        throwIfStopped(stop);
        compare(story, stories[done], pictures);
    }
}

void NearestPictures::compare(const Story& story, std::size_t index, const std::vector<Picture>& pictures) {
    const auto count = static_cast<std::int64_t>(m_queries.size());
    const torch::Tensor looks =
        torch::from_blob(m_looks.data(), {count, static_cast<std::int64_t>(lookSize)}, torch::kFloat32);
    const std::vector<std::string> whole = datasets::wholeCaptions(story);
    for (std::size_t frame = 0; frame < pictures.size(); ++frame) {
        if (pictures[frame].isEmpty()) {
            continue;
        }
        ++m_pictures;
        auto look = lookOf(pictures[frame]);
        const torch::Tensor distances =
            (looks - torch::from_blob(look.data(), {static_cast<std::int64_t>(lookSize)}, torch::kFloat32))
                .square()
                .sum(1)
                .contiguous();
        for (std::size_t query = 0; query < m_queries.size(); ++query) {
            if (m_queries[query].index == index) {
                continue;
            }
            const double distance = static_cast<double>(distances.data_ptr<float>()[query]);
            offer(m_captions, m_queries[query], distance, story.frames[frame].caption);
            offer(m_wholeCaptions, m_queries[query], distance, whole.empty() ? std::string() : whole.front());
            if (story.orderIsTrue && frame + 1 < story.frames.size()) {
                offer(m_nextCaptions, m_queries[query], distance, story.frames[frame + 1].caption);
            }
        }
    }
}

void NearestPictures::offer(Answers& answers, const Query& query, double distance, const std::string& caption) {
    if (caption.empty()) {
        return;
    }
    const auto [place, isNew] = answers.try_emplace({query.story, query.frame}, Answer{distance, caption});
    if (!isNew && distance < place->second.distance) {
        place->second = {distance, caption};
    }
}

std::optional<std::string> NearestPictures::caption(std::size_t story, std::size_t frame) const {
    const auto found = m_captions.find({story, frame});
    return found == m_captions.end() ? std::nullopt : std::optional(found->second.caption);
}

std::optional<std::string> NearestPictures::nextCaption(std::size_t story, std::size_t frame) const {
    const auto found = frame == 0 ? m_nextCaptions.end() : m_nextCaptions.find({story, frame - 1});
    return found == m_nextCaptions.end() ? std::nullopt : std::optional(found->second.caption);
}

std::optional<std::string> NearestPictures::wholeCaption(std::size_t story, std::size_t frame) const {
    const auto found = m_wholeCaptions.find({story, frame});
    return found == m_wholeCaptions.end() ? std::nullopt : std::optional(found->second.caption);
}

} // namespace storyscope::inference
