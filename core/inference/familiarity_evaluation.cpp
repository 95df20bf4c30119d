// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/familiarity_evaluation.h"

#include "core/base/error.h"
#include "core/metrics/score_metrics.h"

#include <torch/torch.h>

#include <algorithm>

#ifdef STORYSCOPE_HAS_MEDIA
#include "core/media/image_file.h"
#endif

namespace storyscope::inference {

namespace {

#ifdef STORYSCOPE_HAS_MEDIA
constexpr std::size_t mostPictures = 500;

std::vector<std::filesystem::path> picturesBelow(const std::filesystem::path& folder, const std::stop_token& stop) {
    std::vector<std::filesystem::path> paths;
    try {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            throwIfStopped(stop);
            if (entry.is_regular_file() && media::isPictureName(entry.path())) {
                paths.push_back(entry.path());
            }
        }
    } catch (const std::filesystem::filesystem_error& error) {
        throw Error(ErrorCode::Unreadable,
                    "The folder of unfamiliar pictures cannot be read: " + error.code().message(), {folder, {}, {}});
    }
    std::ranges::sort(paths);
    paths.resize(std::min(paths.size(), mostPictures));
    return paths;
}
#endif

} // namespace

void FamiliarityEvaluation::add(const EvaluatedStory& story) {
    for (const ToldFrame& frame : story.told.frames) {
        m_familiar.push_back(frame.unfamiliarity);
    }
}

#ifdef STORYSCOPE_HAS_MEDIA
std::vector<double> FamiliarityEvaluation::ofUnfamiliar(const EvaluationContext& context) const {
    const torch::NoGradGuard noGradients;
    const std::vector<std::filesystem::path> paths = picturesBelow(m_folder, context.stop);
    std::vector<double> distances;
    for (std::size_t done = 0; done < paths.size(); ++done) {
        throwIfStopped(context.stop);
        context.progress.report("Looking at unfamiliar pictures", static_cast<std::int64_t>(done),
                                static_cast<std::int64_t>(paths.size()));
        try {
            const torch::Tensor frame = context.engine.prepare(media::readPicture(paths[done]));
            const torch::Tensor distance = context.engine.model().unfamiliarity(context.engine.encode({frame}, {0, 1}));
            distances.push_back(distance.item<double>());
        } catch (const Error& error) {
            context.issues.push_back({Issue::Severity::Warning, paths[done].string(), error.message()});
        }
    }
    return distances;
}
#else
std::vector<double> FamiliarityEvaluation::ofUnfamiliar(const EvaluationContext&) const {
    return {};
}
#endif

std::vector<Score> FamiliarityEvaluation::scores(const EvaluationContext& context) const {
    if (m_folder.empty() || m_familiar.empty() || !context.engine.model().familiarity().isKnown()) {
        return {};
    }
    const std::vector<double> unfamiliar = ofUnfamiliar(context);
    if (unfamiliar.empty()) {
        return {};
    }
    Score score;
    score.name = "familiarity_auroc";
    score.definition =
        "area under the ROC curve of the unfamiliarity of foreign pictures against the evaluated frames'";
    score.value = metrics::auroc(unfamiliar, m_familiar);
    score.floors["constant"] = 0.5;
    score.samples = unfamiliar.size() + m_familiar.size();
    return {score};
}

} // namespace storyscope::inference
