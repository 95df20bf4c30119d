// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/storyteller.h"

#include "core/inference/occlusion.h"
#include "core/inference/roll_out.h"
#include "core/inference/story_engine.h"
#include "core/inference/story_telling.h"
#include "core/inference/torch_errors.h"

namespace storyscope::inference {

class Storyteller::Implementation {
public:
    explicit Implementation(const std::filesystem::path& modelFolder) : engine(modelFolder) {}

    StoryEngine engine;
};

Storyteller::Storyteller(const std::filesystem::path& modelFolder)
    : m_implementation(std::make_unique<Implementation>(modelFolder)) {}

Storyteller::~Storyteller() = default;
Storyteller::Storyteller(Storyteller&&) noexcept = default;
Storyteller& Storyteller::operator=(Storyteller&&) noexcept = default;

const models::ModelInfo& Storyteller::model() const {
    return m_implementation->engine.info();
}

int Storyteller::clipPictures() const {
    return static_cast<int>(m_implementation->engine.model().abilities().clipPictures);
}

StoryResult Storyteller::tell(const std::vector<InputFrame>& frames, const StoryOptions& options,
                              const std::stop_token& stop, StoryObserver* observer) const {
    return withReadableErrors("Telling the story", [&] {
        return StoryTelling(m_implementation->engine, options, stop, observer).tell(frames);
    });
}

OcclusionMap Storyteller::occlude(const StudiedStory& story, const OcclusionRequest& request,
                                  const Study& study) const {
    return withReadableErrors("Covering the picture",
                              [&] { return inference::occlude(m_implementation->engine, story, request, study); });
}

Attention Storyteller::rollOut(const StudiedStory& story, const ToldText& text, const Study& study) const {
    return withReadableErrors("Following attention through the layers",
                              [&] { return inference::rollOut(m_implementation->engine, story, text, study); });
}

} // namespace storyscope::inference
