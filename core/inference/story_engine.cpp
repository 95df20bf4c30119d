// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/story_engine.h"

#include "core/base/progress.h"
#include "core/formats/feature_cache.h"
#include "core/inference/torch_errors.h"
#include "core/models/picture_preprocessing.h"

#include <torch/torch.h>

#include <algorithm>
#include <iterator>

namespace storyscope::inference {

namespace {

std::string contentKey(const torch::Tensor& frame) {
    const torch::Tensor pixels = frame.contiguous();
    const auto identity = formats::PictureIdentity::ofContent(
        {static_cast<const std::uint8_t*>(pixels.data_ptr()), static_cast<std::size_t>(pixels.nbytes())});
    return {identity.digest().begin(), identity.digest().end()};
}

std::string memoryKey(models::CaptionKind kind, const std::vector<torch::Tensor>& frames) {
    std::string key = std::to_string(static_cast<int>(kind));
    for (const torch::Tensor& frame : frames) {
        key += contentKey(frame);
    }
    return key;
}

/// Laid out row by row, so that what is kept takes the room that is counted; and how much that is.
std::size_t compact(nn::TextMemory& memory) {
    std::size_t bytes = 0;
    const auto lay = [&](torch::Tensor& tensor) {
        tensor = tensor.contiguous();
        bytes += tensor.nbytes();
    };
    for (std::vector<torch::Tensor>* tensors : {&memory.keys, &memory.values, &memory.tokens, &memory.weighed}) {
        std::ranges::for_each(*tensors, lay);
    }
    if (memory.unread.defined()) {
        lay(memory.unread);
    }
    return bytes;
}

} // namespace

StoryEngine::StoryEngine(const std::filesystem::path& folder, const KeepingLimits& limits)
    : m_info(models::readModelInfo(folder)),
      m_loaded(withReadableErrors("Loading the model", [&] { return models::loadModelFolder(folder); })),
      m_features(limits.featureBytes), m_memories(limits.memoryBytes) {}

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
                                              const std::vector<FrameNotes>& notes, const std::stop_token& stop) const {
    const torch::NoGradGuard noGradients;
    models::StoryInput input = models::StoryInput::of(torch::cat(frames, 1));
    const models::Abilities abilities = model().abilities();
    if (abilities.seesPicturesApart) {
        std::vector<torch::Tensor> seen;
        std::ranges::transform(frames, std::back_inserter(seen),
                               [&](const torch::Tensor& frame) { return features(frame, stop); });
        input.features = torch::stack(seen, 1);
    }
    if (abilities.readsTexts && !notes.empty()) {
        input.texts = textsOf(notes);
    }
    if (abilities.readsTags && !notes.empty()) {
        input.tags = tagsOf(notes);
    }
    return model().encode(input);
}

torch::Tensor StoryEngine::features(const torch::Tensor& frame, const std::stop_token& stop) const {
    const std::string key = contentKey(frame);
    if (const torch::Tensor* known = m_features.find(key)) {
        return *known;
    }
    throwIfStopped(stop);
    torch::Tensor features = model().pictureFeatures(frame[0], stop);
    m_features.add(key, features, features.nbytes());
    return features;
}

nn::TextMemory StoryEngine::remember(models::CaptionKind kind, const std::vector<torch::Tensor>& frames,
                                     const models::EncodedStory& encoded, const std::stop_token& stop) const {
    const torch::NoGradGuard noGradients;
    const std::string key = memoryKey(kind, frames);
    if (const nn::TextMemory* known = m_memories.find(key)) {
        return *known;
    }
    throwIfStopped(stop);
    nn::TextMemory memory = model().remember(kind, encoded, stop);
    const std::size_t bytes = compact(memory);
    m_memories.add(key, memory, bytes);
    return memory;
}

bool StoryEngine::remembers(models::CaptionKind kind, const std::vector<torch::Tensor>& frames) const {
    return m_memories.contains(memoryKey(kind, frames));
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
