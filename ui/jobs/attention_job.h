// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/story_study.h"
#include "ui/common/told_story.h"
#include "ui/jobs/job.h"

#include <memory>

namespace storyscope::ui {

using OcclusionMapPtr = std::shared_ptr<const inference::OcclusionMap>;

/// Looks into a told story once more, with the model that told it: what reached a caption's words through all layers,
/// and what becomes of a word when parts of a picture are covered. Both are only computed when a person asks. The model
/// is kept until the story is another one's. What runs is finished before the latest wish is begun.
class AttentionJob : public Job {
    Q_OBJECT
public:
    explicit AttentionJob(QObject* parent = nullptr);
    ~AttentionJob() override;

    void rollOut(const ToldStoryPtr& story, const inference::ToldText& text);
    void occlude(const ToldStoryPtr& story, const inference::OcclusionRequest& request);

signals:
    void rolledOut(const storyscope::ui::ToldStoryPtr& story,
                   const std::shared_ptr<const storyscope::Attention>& record);
    void occluded(const storyscope::ui::ToldStoryPtr& story, const storyscope::ui::OcclusionMapPtr& map);

private:
    struct Model;

    std::shared_ptr<Model> m_model; ///< used on the worker only
};

} // namespace storyscope::ui
