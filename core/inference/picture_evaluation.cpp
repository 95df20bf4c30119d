// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/picture_evaluation.h"

#include "core/inference/bootstrap.h"
#include "core/metrics/picture_metrics.h"

#include <algorithm>
#include <cstdint>

namespace storyscope::inference {

namespace {

constexpr std::size_t mostTruths = 300; ///< enough for a median
constexpr double mostPsnr = 100;
constexpr std::uint8_t middle = 128;

Picture gray(const Picture& like) {
    const auto bytes =
        std::size_t{3} * static_cast<std::size_t>(like.width()) * static_cast<std::size_t>(like.height());
    return {like.width(), like.height(), std::vector<std::uint8_t>(bytes, middle)};
}

} // namespace

NextPictureEvaluation::Closeness NextPictureEvaluation::closeness(const Picture& guess, const Picture& truth) {
    return {metrics::pictureL1(guess, truth), metrics::pictureMse(guess, truth) / (255 * 255),
            std::min(mostPsnr, metrics::picturePsnr(guess, truth)), metrics::pictureSsim(guess, truth)};
}

void NextPictureEvaluation::add(const EvaluatedStory& story) {
    const std::size_t frames = story.pictures.size();
    if (!story.truth.orderIsTrue || frames < 2 || story.told.predictions.empty() ||
        story.told.predictions.front().picture.isEmpty()) {
        return;
    }
    const Picture& truth = story.pictures.back();
    const Picture& predicted = story.told.predictions.front().picture;
    Comparison comparison{story.number,
                          closeness(predicted, truth),
                          {},
                          closeness(story.pictures[frames - 2], truth),
                          closeness(gray(truth), truth)};
    if (story.shuffled && !story.shuffled->predictions.empty()) {
        comparison.shuffled = closeness(story.shuffled->predictions.front().picture, truth);
    }
    if (m_stories.empty()) {
        m_firstPrediction = predicted;
    } else {
        m_others.push_back(closeness(predicted, m_lastTruth));
    }
    m_lastTruth = truth;
    m_stories.push_back(comparison);
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
        const double share = 1.0 / static_cast<double>(m_truths.size());
        mean.l1 += share * one.l1;
        mean.mse += share * one.mse;
        mean.psnr += share * one.psnr;
        mean.ssim += share * one.ssim;
    }
    return mean;
}

std::vector<NextPictureEvaluation::Closeness> NextPictureEvaluation::ofOtherStories() const {
    std::vector<Closeness> result = m_others;
    result.push_back(closeness(m_firstPrediction, m_lastTruth));
    return result;
}

std::vector<Score> NextPictureEvaluation::scores(const EvaluationContext& context) const {
    if (m_stories.empty()) {
        return {};
    }
    throwIfStopped(context.stop);
    const Closeness median = ofMedian(context);
    const std::vector<Closeness> others = ofOtherStories();
    const std::size_t count = m_stories.size();
    std::vector<std::size_t> numbers;
    std::ranges::transform(m_stories, std::back_inserter(numbers), &Comparison::number);
    const auto score = [&](double Closeness::*part, Score result) {
        const auto mean = [&](auto of) {
            return [of, part](std::span<const std::size_t> stories) {
                double sum = 0;
                for (const std::size_t story : stories) {
                    sum += of(story).*part;
                }
                return sum / static_cast<double>(stories.size());
            };
        };
        const StoryStatistic predicted = mean([this](std::size_t story) { return m_stories[story].predicted; });
        result.floors = {
            {"copy_last_frame", overAll(count, mean([this](std::size_t s) { return m_stories[s].copied; }))},
            {"mid_gray", overAll(count, mean([this](std::size_t s) { return m_stories[s].gray; }))},
            {"median_picture", median.*part}};
        result.samples = count;
        setWithInterval(result, numbers, predicted, context.stop);
        if (count > 1) {
            const auto otherwise = mean([&](std::size_t story) { return others[story]; });
            setGap(result, shuffledCondition, {count, predicted, otherwise}, context.stop);
        }
        const auto ofShuffled = [this](std::size_t s) {
            return m_stories[s].shuffled.value_or(m_stories[s].predicted);
        };
        if (std::ranges::any_of(m_stories, [](const Comparison& one) { return one.shuffled.has_value(); })) {
            setGap(result, shuffledOrder, {count, predicted, mean(ofShuffled)}, context.stop);
        }
        return result;
    };
    const std::string between = " the last picture and its prediction, at the model's size";
    Score l1;
    l1.name = "next_picture_l1";
    l1.definition =
        "mean absolute difference in [0, 1] between the last picture and its prediction, at the model's size";
    l1.higherIsBetter = false;
    Score mse;
    mse.name = "next_picture_mse";
    mse.definition = "mean squared difference in [0, 1] between" + between;
    mse.higherIsBetter = false;
    Score psnr;
    psnr.name = "next_picture_psnr";
    psnr.definition = "mean peak signal-to-noise ratio in dB of" + between;
    Score ssim;
    ssim.name = "next_picture_ssim";
    ssim.definition =
        "mean structural similarity (7 × 7 windows) of the last picture and its prediction, at the model's size";
    return {score(&Closeness::l1, l1), score(&Closeness::mse, mse), score(&Closeness::psnr, psnr),
            score(&Closeness::ssim, ssim)};
}

} // namespace storyscope::inference
