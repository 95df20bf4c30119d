// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/picture_evaluation.h"

#include "core/inference/bootstrap.h"
#include "core/metrics/picture_metrics.h"

#include <cstdint>

namespace storyscope::inference {

namespace {

constexpr std::size_t mostTruths = 300;
constexpr std::uint8_t middle = 128;

Picture gray(const Picture& like) {
    const auto bytes =
        std::size_t{3} * static_cast<std::size_t>(like.width()) * static_cast<std::size_t>(like.height());
    return {like.width(), like.height(), std::vector<std::uint8_t>(bytes, middle)};
}

} // namespace

NextPictureEvaluation::Closeness NextPictureEvaluation::closeness(const Picture& guess, const Picture& truth) {
    return {metrics::pictureL1(guess, truth), metrics::pictureSsim(guess, truth)};
}

void NextPictureEvaluation::add(const EvaluatedStory& story) {
    const std::size_t frames = story.pictures.size();
    if (!story.truth.orderIsTrue || frames < 2) {
        return;
    }
    const Picture& truth = story.pictures.back();
    m_stories.push_back({closeness(story.told.predictions.front().picture, truth),
                         closeness(story.pictures[frames - 2], truth), closeness(gray(truth), truth)});
    if (m_truths.size() < mostTruths) {
        m_truths.push_back(truth);
    }
}

NextPictureEvaluation::Closeness NextPictureEvaluation::ofMedian(const EvaluationContext& context) const {
    const Picture median = metrics::medianPicture(m_truths);
    Closeness mean;
    for (const Picture& truth : m_truths) {
        throwIfStopped(context.stop);
        const Closeness one = closeness(median, truth);
        mean.l1 += one.l1 / static_cast<double>(m_truths.size());
        mean.ssim += one.ssim / static_cast<double>(m_truths.size());
    }
    return mean;
}

std::vector<Score> NextPictureEvaluation::scores(const EvaluationContext& context) const {
    if (m_stories.empty()) {
        return {};
    }
    throwIfStopped(context.stop);
    const Closeness median = ofMedian(context);
    const auto score = [&](double Closeness::*part, Score result) {
        const auto mean = [&](Closeness Comparison::*guess) {
            return [this, guess, part](std::span<const std::size_t> stories) {
                double sum = 0;
                for (const std::size_t story : stories) {
                    sum += m_stories[story].*guess.*part;
                }
                return sum / static_cast<double>(stories.size());
            };
        };
        result.floors = {{"copy_last_frame", overAll(m_stories.size(), mean(&Comparison::copied))},
                         {"mid_gray", overAll(m_stories.size(), mean(&Comparison::gray))},
                         {"median_picture", median.*part}};
        result.samples = m_stories.size();
        setWithInterval(result, m_stories.size(), mean(&Comparison::predicted), context.stop);
        return result;
    };
    Score l1;
    l1.name = "next_picture_l1";
    l1.definition =
        "mean absolute difference in [0, 1] between the last picture and its prediction, at the model's size";
    l1.higherIsBetter = false;
    Score ssim;
    ssim.name = "next_picture_ssim";
    ssim.definition =
        "mean structural similarity (7 × 7 windows) of the last picture and its prediction, at the model's size";
    return {score(&Closeness::l1, l1), score(&Closeness::ssim, ssim)};
}

} // namespace storyscope::inference
