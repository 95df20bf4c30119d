// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/frame_tags.h"
#include "core/datasets/grouped_issues.h"
#include "core/datasets/story_dataset.h"
#include "core/inference/evaluation_part.h"
#include "core/inference/next_caption_candidates.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace storyscope::inference {

/// Tells one story after the other, in every way that something is learned from, and has every part look at it.
class Evaluator {
public:
    /// All arguments must outlive the evaluator.
    Evaluator(const StoryEngine& engine, const datasets::StoryDataset& dataset, const EvaluationOptions& options,
              const std::stop_token& stop);

    /// Reads the last captions of these stories, among which the true ones are to be found. Throws Error{Cancelled}.
    void drawCandidates(const std::vector<std::size_t>& stories, Progress& progress);

    /// `index` and `other` are places in the data set; the latter's pictures stand in for the story's own where the
    /// model is to be misled. Throws Error.
    void evaluate(std::size_t index, std::size_t other, const std::vector<std::unique_ptr<EvaluationPart>>& parts);

    /// Adds what was told and what is known of the pictures that were read.
    void report(EvaluationReport& report) const;
    /// Looks for the training pictures nearest to those that were told. Throws Error{Cancelled}.
    const NearestPictures& nearest(std::size_t most, Progress& progress);

private:
    /// A story with its pictures.
    struct Told {
        std::size_t index = 0;
        Story truth;
        std::vector<InputFrame> frames;
        std::vector<torch::Tensor> prepared; // each (1, 1, 3, H, W) float32 in [0, 1]
        std::vector<Picture> pictures;       ///< as the model sees them
    };

    Told read(std::size_t index);
    Picture readPicture(std::size_t story, std::size_t frame);
    std::optional<StoryResult> toldInOtherOrder(const Told& story) const;
    std::optional<LastCaptionLikelihood> lastCaption(const Told& story, std::size_t other) const;
    /// Of each caption after these frames.
    std::vector<CaptionLikelihood> likelihoods(const std::vector<torch::Tensor>& context,
                                               const std::vector<FrameNotes>& notes,
                                               const std::vector<std::string>& captions) const;
    std::vector<torch::Tensor> otherContext(std::size_t other, std::size_t count, std::vector<FrameNotes>& notes) const;
    std::optional<ForcedCaptions> forced(const Told& story) const;
    std::optional<NextVectors> vectors(const Told& story) const;
    /// The frames that the last one is predicted from.
    Window contextOf(const Told& story) const;
    std::vector<FrameNotes> notes(const Told& story, const Window& window) const;
    void keepRow(const Told& story, const StoryResult& result);

    const StoryEngine& m_engine;
    const datasets::StoryDataset& m_dataset;
    const EvaluationOptions& m_options;
    const std::stop_token& m_stop;
    models::Abilities m_abilities;
    datasets::FrameTags m_tags;
    CaptionWriter m_writer;
    NearestPictures m_nearest;
    NextCaptionCandidates m_candidates;
    std::vector<EvaluatedStoryRow> m_rows;
    std::size_t m_pictures = 0;
    std::size_t m_placeholders = 0;
    datasets::GroupedIssues m_missing;
};

/// As evaluate() of a model folder, with a model that is loaded already.
EvaluationReport evaluate(const StoryEngine& engine, const datasets::StoryDataset& dataset,
                          const EvaluationOptions& options, const std::stop_token& stop, Progress& progress);

} // namespace storyscope::inference
