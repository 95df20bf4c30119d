// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/storyteller.h"

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

StoryResult Storyteller::tell(const std::vector<InputFrame>& frames, const StoryOptions& options,
                              const std::stop_token& stop, StoryObserver* observer) const {
    return withReadableErrors("Telling the story", [&] {
        return StoryTelling(m_implementation->engine, options, stop, observer).tell(frames);
    });
}

} // namespace storyscope::inference
