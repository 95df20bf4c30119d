// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/attention_job.h"

#include "core/inference/storyteller.h"
#include "ui/jobs/story_frames.h"

#include <optional>
#include <string>

namespace storyscope::ui {

struct AttentionJob::Model {
    std::string path;
    std::optional<inference::Storyteller> storyteller;

    const inference::Storyteller& load(const std::string& wanted) {
        if (!storyteller || path != wanted) {
            storyteller.reset();
            storyteller.emplace(wanted);
            path = wanted;
        }
        return *storyteller;
    }
};

AttentionJob::AttentionJob(QObject* parent) : Job(parent), m_model(std::make_shared<Model>()) {}

AttentionJob::~AttentionJob() = default;

void AttentionJob::rollOut(const ToldStoryPtr& story, const inference::ToldText& text) {
    start(Running::Finishes, [this, story, text, model = m_model](Run& run) {
        run.report(tr("Following attention through the layers").toStdString(), 0, 0);
        const inference::Storyteller& storyteller = model->load(story->result.modelPath);
        const std::vector<inference::InputFrame> frames =
            inputFrames(*story, story->media.get(), storyteller.clipPictures(), run.stopToken());
        auto record = std::make_shared<const Attention>(
            storyteller.rollOut({frames, story->result}, text, {run.stopToken(), run}));
        run.deliver([this, story, record] { emit rolledOut(story, record); });
    });
}

void AttentionJob::occlude(const ToldStoryPtr& story, const inference::OcclusionRequest& request) {
    start(Running::Finishes, [this, story, request, model = m_model](Run& run) {
        run.report(tr("Loading the model").toStdString(), 0, 0);
        const inference::Storyteller& storyteller = model->load(story->result.modelPath);
        const std::vector<inference::InputFrame> frames =
            inputFrames(*story, story->media.get(), storyteller.clipPictures(), run.stopToken());
        auto map = std::make_shared<const inference::OcclusionMap>(
            storyteller.occlude({frames, story->result}, request, {run.stopToken(), run}));
        run.deliver([this, story, map] { emit occluded(story, map); });
    });
}

} // namespace storyscope::ui
