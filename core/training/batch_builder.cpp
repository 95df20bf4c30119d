// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/batch_builder.h"

#include "core/datasets/augmentation.h"

#include <torch/torch.h>

#include <algorithm>
#include <numeric>
#include <optional>

namespace storyscope::training {

using datasets::PictureChange;

namespace {

constexpr std::size_t longestShortWindow = 4;
constexpr double lastContextShare = 0.5; // how often the picture to be predicted is the window's last one

/// Three planes, rows from the top. Plain loops: loader threads must not compete with the step for LibTorch's threads.
void writePlanes(const Picture& picture, float* target) {
    const std::size_t area = picture.sizeBytes() / 3;
    const std::uint8_t* rgb = picture.data();
    for (std::size_t i = 0; i < area; ++i, rgb += 3) {
        for (std::size_t plane = 0; plane < 3; ++plane) {
            target[plane * area + i] = static_cast<float>(rgb[plane]) / 255.0F;
        }
    }
}

} // namespace

/// A sample as it enters the batch.
struct BatchBuilder::Shown {
    const TrainingSample* sample = nullptr;
    std::vector<PictureCache::Entry> pictures; // of the sample's frames
    PictureChange change;
    std::optional<TrainingStory> changed; // with the pictures

    const TrainingStory& story() const { return changed ? *changed : *sample->story; }
};

/// Which successive frames of which samples a batch shows.
struct BatchBuilder::Window {
    std::vector<Shown> stories;
    std::vector<std::size_t> first; // per story, position in its sample
    std::size_t frames = 0;         // K
    std::size_t position = 0;       // of the first frame

    std::size_t frameOf(std::size_t story, std::size_t frame) const {
        return stories[story].sample->frames[first[story] + frame];
    }
    bool isWhole(std::size_t story) const {
        return frames == stories[story].sample->frames.size() && stories[story].sample->isWhole();
    }
};

BatchBuilder::BatchBuilder(Sources sources, Options options)
    : m_sources(std::move(sources)), m_options(std::move(options)) {}

models::Batch BatchBuilder::build(const BatchRequest& request) const {
    torch::NoGradGuard noGrad;
    Random random{m_options.seed, request.epoch, request.number + 1};
    const Window window = chooseWindow(shown(request), request.purpose, random);
    models::Batch batch;
    if (window.stories.empty()) {
        return batch;
    }
    batch.firstPosition = static_cast<std::int64_t>(window.position);
    batch.contextFrames = contextFrames(window, request.purpose, random);
    std::vector<std::int64_t> ordered;
    for (std::size_t s = 0; s < window.stories.size(); ++s) {
        if (window.stories[s].story().orderIsTrue) {
            ordered.push_back(static_cast<std::int64_t>(s));
        }
    }
    batch.ordered = torch::tensor(ordered, torch::kLong);
    if (showsPictures(request)) {
        fillPictures(batch, window);
    }
    fillFeatures(batch, window);
    fillTexts(batch, window, request);
    fillLabels(batch, window);
    return batch;
}

std::vector<BatchBuilder::Shown> BatchBuilder::shown(const BatchRequest& request) const {
    std::vector<Shown> all;
    for (const TrainingSample& sample : request.samples) {
        if (!showsPictures(request)) {
            if (m_sources.features->has(sample.story->index, sample.frames)) {
                all.push_back({.sample = &sample, .pictures = {}, .change = {}, .changed = {}});
            }
        } else if (auto pictures = m_sources.pictures->pictures(sample.story->index, sample.frames)) {
            all.push_back({.sample = &sample, .pictures = std::move(*pictures), .change = {}, .changed = {}});
            if (request.purpose == BatchPurpose::Training) {
                all.back().change = vary(all.back(), request.epoch);
            }
        }
    }
    return all;
}

PictureChange BatchBuilder::vary(Shown& shown, std::uint64_t epoch) const {
    const std::size_t index = shown.sample->story->index;
    const std::uint64_t seed = datasets::sampleSeed(m_options.seed, epoch, index);
    if (!m_options.augmentation.movesPictures()) {
        return datasets::drawChange(m_options.augmentation, seed, {});
    }
    const Story story = m_sources.stories->read(index);
    const PictureChange change = datasets::drawChange(m_options.augmentation, seed, story);
    shown.changed = m_sources.encoder->encode(datasets::changed(story, change), index);
    return change;
}

BatchBuilder::Window BatchBuilder::chooseWindow(std::vector<Shown> stories, BatchPurpose purpose,
                                                Random& random) const {
    Window window;
    window.stories = std::move(stories);
    const auto maximum = static_cast<std::size_t>(m_options.maximumFrames);
    window.frames = maximum;
    for (const Shown& shown : window.stories) {
        window.frames = std::min(window.frames, shown.sample->frames.size());
    }
    const bool isCut = !m_options.sampling && purpose == BatchPurpose::Training;
    if (isCut && random.chance(m_options.shortWindowShare)) {
        window.frames = 1 + random.below(std::min(window.frames, longestShortWindow));
        window.position = random.below(maximum - window.frames + 1);
    }
    for (const Shown& shown : window.stories) {
        const std::size_t choices = shown.sample->frames.size() - window.frames + 1;
        window.first.push_back(isCut ? random.below(choices) : 0);
    }
    return window;
}

std::int64_t BatchBuilder::contextFrames(const Window& window, BatchPurpose purpose, Random& random) const {
    if (m_options.sampling) {
        const bool isPredicted = m_options.sampling->pictureTarget != datasets::SamplingOptions::Target::None;
        return isPredicted ? static_cast<std::int64_t>(m_options.sampling->contextFrames) : 0;
    }
    if (window.frames == 1) {
        return 0;
    }
    const bool last = purpose == BatchPurpose::Validation || random.chance(lastContextShare);
    return static_cast<std::int64_t>(last ? window.frames - 1 : 1 + random.below(window.frames - 1));
}

std::vector<std::int64_t> BatchBuilder::nextCaptionFrames(const Window& window) const {
    using Target = datasets::SamplingOptions::Target;
    const std::size_t context = m_options.sampling ? m_options.sampling->contextFrames : window.frames - 1;
    const Target target = m_options.sampling ? m_options.sampling->textTarget : Target::Next;
    std::vector<std::int64_t> frames(target == Target::None ? 0 : context);
    std::iota(frames.begin(), frames.end(), target == Target::Next ? 1 : 0);
    return frames;
}

void BatchBuilder::fillPictures(models::Batch& batch, const Window& window) const {
    const std::int64_t height = m_options.pictureSize.height;
    const std::int64_t width = m_options.pictureSize.width;
    const auto stories = static_cast<std::int64_t>(window.stories.size());
    const auto frames = static_cast<std::int64_t>(window.frames);
    batch.pictures = torch::empty({stories, frames, 3, height, width});
    auto* target = batch.pictures.data_ptr<float>();
    for (std::size_t s = 0; s < window.stories.size(); ++s) {
        const Shown& shown = window.stories[s];
        for (std::size_t k = 0; k < window.frames; ++k, target += 3 * height * width) {
            const PictureCache::Entry& entry = shown.pictures[window.first[s] + k];
            writePlanes(entry.isPlaceholder ? entry.picture
                                            : datasets::recoloured(datasets::movedWithin(entry.picture, shown.change),
                                                                   shown.change, window.frameOf(s, k)),
                        target);
        }
    }
}

bool BatchBuilder::showsPictures(const BatchRequest& request) const {
    return m_options.needsPictures || request.pictures == BatchRequest::Pictures::Always || !m_sources.features ||
           !m_sources.features->hasPictures();
}

void BatchBuilder::fillFeatures(models::Batch& batch, const Window& window) const {
    if (!m_sources.features || !m_sources.features->hasPictures()) {
        return;
    }
    std::vector<std::int64_t> shape{static_cast<std::int64_t>(window.stories.size()),
                                    static_cast<std::int64_t>(window.frames)};
    const std::vector<std::int64_t>& rest = m_sources.features->pictureShape();
    shape.insert(shape.end(), rest.begin(), rest.end());
    batch.features = torch::empty(shape);
    auto* target = batch.features.data_ptr<float>();
    for (std::size_t s = 0; s < window.stories.size(); ++s) {
        for (std::size_t k = 0; k < window.frames; ++k) {
            const std::size_t story = window.stories[s].sample->story->index;
            const std::span<const float> values = m_sources.features->picture(story, window.frameOf(s, k));
            target = std::copy(values.begin(), values.end(), target);
        }
    }
}

void BatchBuilder::fillTexts(models::Batch& batch, const Window& window, const BatchRequest& request) const {
    const auto stories = static_cast<std::int64_t>(window.stories.size());
    const auto frames = static_cast<std::int64_t>(window.frames);
    const std::vector<const CaptionTarget*> chosen = chosenCaptions(window, request);
    std::vector<TextIds> texts;
    for (const CaptionTarget* const caption : chosen) {
        texts.push_back(caption == nullptr ? TextIds() : caption->ids);
    }
    batch.captions = paddedTexts(texts, m_options.padId);
    if (!batch.captions.defined()) {
        return;
    }
    const std::int64_t length = batch.captions.size(1);
    const std::int64_t cells = m_options.grid.cells();
    batch.captions = batch.captions.view({stories, frames, length});
    batch.pointing = pointingTargets(chosen, length, cells).view({stories, frames, length, cells});
    if (m_sources.features && m_sources.features->hasTexts()) {
        if (const torch::Tensor features = m_sources.features->texts(texts); features.defined()) {
            batch.textFeatures = features.view({stories, frames, -1});
        }
    }
    const std::vector<std::int64_t> next = nextCaptionFrames(window);
    if (!next.empty() && batch.ordered.numel() > 0) {
        batch.nextCaptions =
            batch.captions.index_select(1, torch::tensor(next, torch::kLong)).index_select(0, batch.ordered);
    }
    batch.clipCaptions = paddedTexts(clipCaptions(window, chosen, request), m_options.padId);
}

const CaptionTarget* BatchBuilder::chosenOf(const std::vector<CaptionTarget>& captions, const TrainingStory& story,
                                            std::size_t frame, const BatchRequest& request) const {
    if (captions.empty()) {
        return nullptr;
    }
    if (request.purpose == BatchPurpose::Validation || m_options.captionTargets != CaptionTargets::Any) {
        return &captions.front();
    }
    Random random{m_options.seed, request.epoch, story.index, frame};
    return &captions[random.below(captions.size())];
}

void BatchBuilder::addFrameTexts(const BatchRequest& request, std::set<TextIds>& texts) const {
    for (const TrainingSample& sample : request.samples) {
        for (const std::size_t frame : sample.frames) {
            const TrainingStory& story = *sample.story;
            if (const CaptionTarget* const chosen = chosenOf(story.captionsOf(frame), story, frame, request)) {
                texts.insert(chosen->ids);
            }
        }
    }
}

std::vector<const CaptionTarget*> BatchBuilder::chosenCaptions(const Window& window,
                                                               const BatchRequest& request) const {
    std::vector<const CaptionTarget*> chosen;
    for (std::size_t s = 0; s < window.stories.size(); ++s) {
        for (std::size_t k = 0; k < window.frames; ++k) {
            const TrainingStory& story = window.stories[s].story();
            const std::size_t frame = window.frameOf(s, k);
            chosen.push_back(chosenOf(story.captionsOf(frame), story, frame, request));
        }
    }
    return chosen;
}

std::vector<TextIds> BatchBuilder::clipCaptions(const Window& window, const std::vector<const CaptionTarget*>& chosen,
                                                const BatchRequest& request) const {
    std::vector<TextIds> texts;
    for (std::size_t s = 0; s < window.stories.size(); ++s) {
        const TrainingStory& story = window.stories[s].story();
        if (const CaptionTarget* const whole = chosenOf(story.captions, story, story.frames.size(), request)) {
            texts.push_back(whole->ids);
            continue;
        }
        std::vector<const CaptionTarget*> captions; // a frame that is shown again to fill up is not told again
        for (std::size_t k = 0; k < window.frames; ++k) {
            if (k == 0 || window.frameOf(s, k) != window.frameOf(s, k - 1)) {
                captions.push_back(chosen[s * window.frames + k]);
            }
        }
        texts.push_back(joinedCaptions(captions, m_options.maximumTokens));
    }
    return texts;
}

void BatchBuilder::fillLabels(models::Batch& batch, const Window& window) const {
    const auto stories = static_cast<std::int64_t>(window.stories.size());
    const auto frames = static_cast<std::int64_t>(window.frames);
    batch.tags = torch::zeros({stories, frames, m_options.tagCount});
    batch.tagsKnown = torch::zeros({stories, frames});
    batch.scores = torch::zeros({stories});
    batch.scoresKnown = torch::zeros({stories});
    auto* tags = batch.tags.data_ptr<float>();
    auto* known = batch.tagsKnown.data_ptr<float>();
    for (std::size_t s = 0; s < window.stories.size(); ++s) {
        const TrainingStory& story = window.stories[s].story();
        for (std::size_t k = 0; k < window.frames; ++k, tags += m_options.tagCount) {
            const FrameTarget& frame = story.frames[window.frameOf(s, k)];
            *known++ = frame.tagsKnown ? 1.0F : 0.0F;
            for (const std::int64_t tag : frame.tags) {
                tags[tag] = 1;
            }
        }
        if (story.score && window.isWhole(s)) {
            batch.scores.data_ptr<float>()[s] = *story.score;
            batch.scoresKnown.data_ptr<float>()[s] = 1;
        }
    }
}

} // namespace storyscope::training
