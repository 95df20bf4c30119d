// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/story_engine.h"

#include "core/inference/torch_errors.h"
#include "core/models/picture_preprocessing.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::inference {

StoryEngine::StoryEngine(const std::filesystem::path& folder)
    : m_info(models::readModelInfo(folder)),
      m_loaded(withReadableErrors("Loading the model", [&] { return models::loadModelFolder(folder); })) {}

int StoryEngine::windowSize() const {
    if (model().abilities().captions.contains(models::CaptionKind::ClipCaption)) {
        return static_cast<int>(config().maximumFrames);
    }
    return static_cast<int>(std::min(config().contextFrames + 1, config().maximumFrames));
}

int StoryEngine::contextFrames() const {
    return static_cast<int>(std::min(config().contextFrames, config().maximumFrames));
}

bool StoryEngine::readsNotes() const {
    const models::Abilities abilities = model().abilities();
    return abilities.readsTexts || abilities.readsTags;
}

torch::Tensor StoryEngine::prepare(const Picture& picture) const {
    return models::prepareStory({picture}, config().preparation);
}

models::EncodedStory StoryEngine::encode(const std::vector<torch::Tensor>& frames, const Window& window) const {
    const std::vector<torch::Tensor> seen(frames.begin() + window.first, frames.begin() + window.end());
    return encodeNoted(seen, {});
}

models::EncodedStory StoryEngine::encodeNoted(const std::vector<torch::Tensor>& frames,
                                              const std::vector<FrameNotes>& notes) const {
    const torch::NoGradGuard noGradients;
    models::StoryInput input = models::StoryInput::of(torch::cat(frames, 1));
    const models::Abilities abilities = model().abilities();
    if (abilities.readsTexts && !notes.empty()) {
        input.texts = textsOf(notes);
    }
    if (abilities.readsTags && !notes.empty()) {
        input.tags = tagsOf(notes);
    }
    return model().encode(input);
}

torch::Tensor StoryEngine::pictureFeatures(const torch::Tensor& frame) const {
    const torch::NoGradGuard noGradients;
    const torch::Tensor frozen = model().frozenFeatures(frame[0]);
    if (frozen.defined()) {
        return frozen[0].flatten();
    }
    const models::EncodedStory encoded = encodeNoted({frame}, {});
    return encoded.features.defined() ? encoded.features[0][0].flatten() : torch::Tensor();
}

/// As training shows them: BOS … EOS, then padding; nothing but padding where there is no text.
torch::Tensor StoryEngine::textsOf(const std::vector<FrameNotes>& notes) const {
    std::vector<std::vector<std::int64_t>> texts;
    std::size_t longest = 1;
    for (const FrameNotes& note : notes) {
        std::vector<std::int64_t>& ids = texts.emplace_back();
        if (!note.text.empty()) {
            ids.push_back(tokenizer().beginId());
            for (const text::TokenSpan& span : tokenizer().encode(note.text)) {
                ids.push_back(span.id);
            }
            ids.resize(std::min(ids.size(), static_cast<std::size_t>(config().maximumTokens - 1)));
            ids.push_back(tokenizer().endId());
        }
        longest = std::max(longest, ids.size());
    }
    const auto count = static_cast<std::int64_t>(texts.size());
    torch::Tensor tensor = torch::full({1, count, static_cast<std::int64_t>(longest)}, config().padId, torch::kInt64);
    for (std::int64_t frame = 0; frame < count; ++frame) {
        const std::vector<std::int64_t>& ids = texts[static_cast<std::size_t>(frame)];
        std::ranges::copy(ids, tensor[0][frame].data_ptr<std::int64_t>());
    }
    return tensor;
}

torch::Tensor StoryEngine::tagsOf(const std::vector<FrameNotes>& notes) const {
    const std::vector<std::string>& known = config().tags;
    torch::Tensor tensor =
        torch::zeros({1, static_cast<std::int64_t>(notes.size()), static_cast<std::int64_t>(known.size())});
    for (std::size_t frame = 0; frame < notes.size(); ++frame) {
        for (const std::string& tag : notes[frame].tags) {
            const auto found = std::ranges::find(known, tag);
            if (found != known.end()) {
                tensor[0][static_cast<std::int64_t>(frame)][found - known.begin()] = 1;
            }
        }
    }
    return tensor;
}

} // namespace storyscope::inference
