// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/evaluation.h"

#include "core/base/error.h"
#include "core/datasets/frame_captions.h"
#include "core/datasets/grouped_issues.h"
#include "core/datasets/placeholder.h"
#include "core/inference/caption_evaluation.h"
#include "core/inference/coherence_evaluation.h"
#include "core/inference/familiarity_evaluation.h"
#include "core/inference/next_caption_evaluation.h"
#include "core/inference/picture_evaluation.h"
#include "core/inference/pointing_evaluation.h"
#include "core/inference/sampling.h"
#include "core/inference/story_telling.h"
#include "core/inference/tag_evaluation.h"
#include "core/inference/torch_errors.h"
#include "core/models/picture_preprocessing.h"

#include <torch/torch.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <numeric>
#include <random>

namespace storyscope::inference {

namespace {

using Parts = std::vector<std::unique_ptr<EvaluationPart>>;

Parts allParts(const EvaluationOptions& options) {
    Parts parts;
    parts.push_back(std::make_unique<CaptionEvaluation>());
    parts.push_back(std::make_unique<TagEvaluation>());
    parts.push_back(std::make_unique<NextCaptionEvaluation>());
    parts.push_back(std::make_unique<NextPictureEvaluation>());
    parts.push_back(std::make_unique<CoherenceEvaluation>());
    parts.push_back(std::make_unique<PointingEvaluation>());
    parts.push_back(std::make_unique<FamiliarityEvaluation>(options.unfamiliar));
    return parts;
}

datasets::Split chosenSplit(const datasets::StoryDataset& dataset, const EvaluationOptions& options) {
    datasets::Split chosen{"all", std::vector<std::size_t>(dataset.size())};
    std::iota(chosen.stories.begin(), chosen.stories.end(), std::size_t{0});
    const std::vector<datasets::Split> splits = dataset.splits();
    if (!options.split.empty()) {
        chosen = dataset.split(options.split);
    } else if (std::ranges::find(splits, "test", &datasets::Split::name) != splits.end()) {
        chosen = dataset.split("test");
    }
    if (options.limit > 0 && chosen.stories.size() > options.limit) {
        chosen.stories.resize(options.limit);
    }
    if (chosen.stories.empty()) {
        throw Error(ErrorCode::BadArgument, "There are no stories to evaluate in " + dataset.name());
    }
    return chosen;
}

/// The same frames in another order, by a shuffle that is the same on every run.
template <typename Value>
std::vector<Value> inOtherOrder(const std::vector<Value>& values, std::uint64_t seed) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::vector<std::size_t> original = order;
    std::mt19937_64 generator(mixedSeed(seed, 0));
    while (order == original) {
        for (std::size_t last = order.size(); last > 1; --last) {
            std::swap(order[last - 1], order[generator() % last]);
        }
    }
    std::vector<Value> result;
    std::ranges::transform(order, std::back_inserter(result), [&](std::size_t index) { return values[index]; });
    return result;
}

/// Tells one story after the other and has every part look at it.
class Evaluator {
public:
    Evaluator(const StoryEngine& engine, const datasets::StoryDataset& dataset, const std::stop_token& stop)
        : m_engine(engine), m_dataset(dataset), m_stop(stop), m_writer(engine, {}) {}

    void evaluate(std::size_t index, const Parts& parts) {
        const Story truth = datasets::withFrameCaptions(m_dataset.story(index));
        std::vector<InputFrame> frames;
        std::vector<torch::Tensor> prepared;
        std::vector<Picture> pictures;
        for (std::size_t frame = 0; frame < truth.frames.size(); ++frame) {
            throwIfStopped(m_stop);
            frames.push_back({read(index, frame), static_cast<int>(frame), {}, truth.frames[frame].pictureName});
            prepared.push_back(m_engine.prepare(frames.back().picture));
            pictures.push_back(models::toPicture(prepared.back()[0][0]));
        }
        const StoryResult told = StoryTelling(m_engine, {}, m_stop, nullptr).tell(frames, Predictions::OfLastFrame);
        const std::optional<LastCaptionLikelihood> likelihood = lastCaption(truth, prepared, index);
        for (const auto& part : parts) {
            part->add({truth, told, pictures, likelihood});
        }
    }

    /// Adds what is known of the pictures that were read.
    void report(EvaluationReport& report) const {
        report.pictures = m_pictures;
        report.placeholders = m_placeholders;
        std::ranges::move(m_missing.issues(), std::back_inserter(report.issues));
    }

private:
    Picture read(std::size_t story, std::size_t frame) {
        datasets::PictureOrPlaceholder read = datasets::pictureOrPlaceholder(m_dataset, story, frame);
        ++m_pictures;
        if (read.isPlaceholder()) {
            ++m_placeholders;
            m_missing.add(read.issue->severity, read.issue->text, read.issue->place);
        }
        return std::move(read.picture);
    }

    std::optional<LastCaptionLikelihood> lastCaption(const Story& truth, const std::vector<torch::Tensor>& frames,
                                                     std::size_t seed) const {
        const Window context = windowBefore(static_cast<int>(frames.size()) - 1, m_engine.contextFrames());
        if (!truth.orderIsTrue || context.count < 2 || truth.frames.back().caption.empty()) {
            return {};
        }
        const std::vector<torch::Tensor> before(frames.begin() + context.first, frames.begin() + context.end());
        const std::string& caption = truth.frames.back().caption;
        return LastCaptionLikelihood{likelihood(before, caption), likelihood(inOtherOrder(before, seed), caption)};
    }

    CaptionLikelihood likelihood(const std::vector<torch::Tensor>& context, const std::string& caption) const {
        throwIfStopped(m_stop);
        const int count = static_cast<int>(context.size());
        const CaptionSource source =
            captionSource(m_engine, models::CaptionKind::NextCaption, m_engine.encode(context, {0, count}));
        return m_writer.likelihood(source, count - 1, caption, m_stop);
    }

    const StoryEngine& m_engine;
    const datasets::StoryDataset& m_dataset;
    const std::stop_token& m_stop;
    CaptionWriter m_writer;
    std::size_t m_pictures = 0;
    std::size_t m_placeholders = 0;
    datasets::GroupedIssues m_missing;
};

/// Fills in `stories` and `issues`; a broken story is an issue, unless all are.
void tellAll(Evaluator& evaluator, const std::vector<std::size_t>& stories, const Parts& parts,
             const EvaluationContext& context, EvaluationReport& report) {
    std::exception_ptr firstFailure;
    for (std::size_t done = 0; done < stories.size(); ++done) {
        throwIfStopped(context.stop);
        context.progress.report("Telling stories", static_cast<std::int64_t>(done),
                                static_cast<std::int64_t>(stories.size()));
        try {
            evaluator.evaluate(stories[done], parts);
            ++report.stories;
        } catch (const Error& error) {
            if (error.code() == ErrorCode::Cancelled) {
                throw;
            }
            firstFailure = firstFailure ? firstFailure : std::current_exception();
            context.issues.push_back(
                {Issue::Severity::Warning, "story " + std::to_string(stories[done] + 1), error.what()});
        }
    }
    if (report.stories == 0) {
        std::rethrow_exception(firstFailure);
    }
}

} // namespace

EvaluationReport evaluate(const std::filesystem::path& modelFolder, const datasets::StoryDataset& dataset,
                          const EvaluationOptions& options, const std::stop_token& stop, Progress& progress) {
    return withReadableErrors("Evaluating the model", [&] {
        const torch::NoGradGuard noGradients;
        const StoryEngine engine(modelFolder);
        const datasets::Split split = chosenSplit(dataset, options);
        const KnownCaptions known = KnownCaptions::count(dataset, split.stories, stop, progress);
        const Parts parts = allParts(options);

        EvaluationReport report;
        report.modelPath = modelFolder.string();
        report.dataset = dataset.name();
        report.split = split.name;
        const EvaluationContext context{engine, known, stop, progress, report.issues};
        Evaluator evaluator(engine, dataset, stop);
        tellAll(evaluator, split.stories, parts, context, report);
        evaluator.report(report);
        for (const auto& part : parts) {
            progress.report("Scoring", static_cast<std::int64_t>(report.scores.size()), 0);
            std::ranges::move(part->scores(context), std::back_inserter(report.scores));
        }
        return report;
    });
}

} // namespace storyscope::inference
