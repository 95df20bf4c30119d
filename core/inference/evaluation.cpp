// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/evaluation.h"

#include "core/base/error.h"
#include "core/inference/caption_evaluation.h"
#include "core/inference/coherence_evaluation.h"
#include "core/inference/evaluator.h"
#include "core/inference/familiarity_evaluation.h"
#include "core/inference/next_caption_evaluation.h"
#include "core/inference/next_caption_retrieval.h"
#include "core/inference/picture_evaluation.h"
#include "core/inference/pointing_evaluation.h"
#include "core/inference/retrieval_evaluation.h"
#include "core/inference/tag_evaluation.h"
#include "core/inference/torch_errors.h"

#include <torch/torch.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <numeric>

namespace storyscope::inference {

namespace {

using Parts = std::vector<std::unique_ptr<EvaluationPart>>;

Parts allParts(const EvaluationOptions& options) {
    Parts parts;
    parts.push_back(std::make_unique<CaptionEvaluation>());
    parts.push_back(std::make_unique<ClipCaptionEvaluation>());
    parts.push_back(std::make_unique<TagEvaluation>());
    parts.push_back(std::make_unique<NextCaptionEvaluation>());
    parts.push_back(std::make_unique<NextCaptionRetrieval>());
    parts.push_back(std::make_unique<NextPictureEvaluation>());
    parts.push_back(std::make_unique<RetrievalEvaluation>());
    parts.push_back(std::make_unique<CoherenceEvaluation>());
    parts.push_back(std::make_unique<PointingEvaluation>());
    parts.push_back(std::make_unique<FamiliarityEvaluation>(options.unfamiliar));
    parts.push_back(std::make_unique<ForcedCaptionEvaluation>());
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

/// Fills in `stories` and `issues`; a broken story is an issue, unless all are.
void tellAll(Evaluator& evaluator, const std::vector<std::size_t>& stories, const Parts& parts,
             const EvaluationContext& context, EvaluationReport& report) {
    std::exception_ptr firstFailure;
    for (std::size_t done = 0; done < stories.size(); ++done) {
        throwIfStopped(context.stop);
        context.progress.report("Telling stories", static_cast<std::int64_t>(done),
                                static_cast<std::int64_t>(stories.size()));
        try {
            evaluator.evaluate(stories[done], stories[(done + 1) % stories.size()], parts);
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

EvaluationReport evaluate(const StoryEngine& engine, const datasets::StoryDataset& dataset,
                          const EvaluationOptions& options, const std::stop_token& stop, Progress& progress) {
    const torch::NoGradGuard noGradients;
    const datasets::Split split = chosenSplit(dataset, options);
    const KnownCaptions known = KnownCaptions::count(dataset, split.stories, stop, progress);
    const Parts parts = allParts(options);

    EvaluationReport report;
    report.modelPath = engine.info().path.string();
    report.dataset = dataset.name();
    report.split = split.name;
    Evaluator evaluator(engine, dataset, options, stop);
    evaluator.drawCandidates(split.stories, progress);
    EvaluationContext context{engine, known, stop, progress, report.issues};
    tellAll(evaluator, split.stories, parts, context, report);
    evaluator.report(report);
    context.nearest = &evaluator.nearest(options.neighbours, progress);
    report.neighbours = context.nearest->pictures();
    for (const auto& part : parts) {
        progress.report("Scoring", static_cast<std::int64_t>(report.scores.size()), 0);
        std::ranges::move(part->scores(context), std::back_inserter(report.scores));
    }
    return report;
}

EvaluationReport evaluate(const std::filesystem::path& modelFolder, const datasets::StoryDataset& dataset,
                          const EvaluationOptions& options, const std::stop_token& stop, Progress& progress) {
    return withReadableErrors("Evaluating the model", [&] {
        const StoryEngine engine(modelFolder);
        EvaluationReport report = evaluate(engine, dataset, options, stop, progress);
        report.modelPath = modelFolder.string();
        return report;
    });
}

} // namespace storyscope::inference
